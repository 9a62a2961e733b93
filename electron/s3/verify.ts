import type { S3Check, S3WriteCheck } from '../../shared/schemas.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { Clock, Random } from '../platform/interfaces.ts';
import { pause } from '../platform/pause.ts';
import { judgeListBuckets, refusesWrongKeys } from './judge-list-buckets.ts';
import { bucketUrl, type CheckedPlace, checkPlace, type S3Place, sendS3 } from './s3-call.ts';
import { tryWriting } from './try-writing.ts';

type VerifyRequest = S3Place & {
  /** Proves the keys with this bucket instead, for keys that may not list buckets. */
  readonly bucket?: string;
  /** The keys were made moments ago: gateways may take some seconds to learn of them. */
  readonly freshlyIssued?: boolean;
  /** Signs again for the region that the server names, and says so in the answer. */
  readonly adoptsRegion?: boolean;
  /** The endpoint of a region, where the host carries it; the same endpoint for all unless told. */
  readonly endpointIn?: (region: string) => string;
  /** Puts objects of our own there and deletes them again; only when the person asked. */
  readonly writing?: { readonly bucket: string; readonly random: Random };
};

const freshKeyDelaysMs = [500, 1_000, 2_000, 3_000];

/**
 * Tries again, after these pauses, what fails because the server does not know the key yet. A refusal
 * with a reason of its own is none of time.
 */
export const withNewKeys = async <T>(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  delaysMs: readonly number[],
  run: () => Promise<T>,
): Promise<T> => {
  for (const delayMs of delaysMs) {
    try {
      return await run();
    } catch (error) {
      const mayPass = isAppError(error, 's3.invalid-access-key') && !('reason' in error.params);
      if (!mayPass) throw error;
      await pause(clock, delayMs, signal);
    }
  }
  return run();
};

/**
 * Proves S3 keys with a signed ListBuckets, which reads nothing else and, unless `writing` is asked
 * for, writes nothing.
 *
 * `AccessDenied` counts as proof where a spoiled signature is answered otherwise: the server then says
 * it after it has recognised the key, and keys that are limited to a bucket often may not list
 * buckets. It does not prove that the keys still open anything: Storj's gateway says the same of a
 * revoked grant.
 *
 * With a bucket, one object name of it is asked for instead, and if that is refused its existence.
 *
 * Throws `input.invalid` (with the fields at fault, before anything is sent), `s3.invalid-access-key`,
 * `s3.signature-mismatch`, `s3.clock-skew` (`minutes`, and `ahead` or `behind` as `reason`),
 * `s3.access-denied` (`reason`: `suspended`, `no-such-bucket`, `bucket-refused`), `s3.unproven` (the server refuses good and wrong keys alike), `server.rate-limited`, `.trouble`,
 * `.wrong-host`, `.rejected`, `.invalid-response`, or what `HttpClient` throws.
 */
export const verifyS3Keys = async (request: VerifyRequest): Promise<S3Check> => {
  const checked = checkPlace(request);
  const delays = request.freshlyIssued === true ? freshKeyDelaysMs : [];
  return withNewKeys(request, delays, () => proveInRegion(checked));
};

type Checked = VerifyRequest & CheckedPlace;

type Shown = ReturnType<typeof judgeListBuckets> & { readonly latencyMs: number };

const proveInRegion = async (request: Checked): Promise<S3Check> => {
  const told = { regionAdopted: null, writing: null };
  try {
    return { ...told, ...(await proveAll(request)) };
  } catch (error) {
    if (request.adoptsRegion !== true || !isAppError(error, 'server.rejected')) throw error;
    const { region } = error.params;
    if (typeof region !== 'string' || region === request.region) throw error;
    const endpoint = request.endpointIn?.(region) ?? request.endpoint;
    const there = checkPlace({ ...request, region, endpoint });
    return { ...told, ...(await proveAll(there)), regionAdopted: region };
  }
};

const proveAll = async (request: Checked): Promise<Shown & { readonly writing?: S3WriteCheck }> => {
  const shown = await prove(request);
  const { writing } = request;
  return writing === undefined
    ? shown
    : { ...shown, writing: await tryWriting(request, writing.bucket, writing.random) };
};

const prove = async (request: Checked): Promise<Shown> => {
  if (request.bucket === undefined) return proveByListing(request);
  const url = bucketUrl(request, request.bucket);
  const list = new URL(url);
  list.search = '?list-type=2&max-keys=1';
  const answer = await sendS3(request, { method: 'GET', url: list });
  try {
    const shown = judgeListBuckets({ ...answer, namesBucket: true });
    return { ...shown, latencyMs: answer.latencyMs };
  } catch (error) {
    // Some policies allow to see the bucket and not what is in it.
    if (!isAppError(error, 's3.access-denied')) throw error;
    const { response, clockSkewSeconds, latencyMs } = await sendS3(request, {
      method: 'HEAD',
      url,
    });
    if (response.status !== 200) throw error;
    return { proof: 'seen', bucketCount: null, clockSkewSeconds, latencyMs };
  }
};

const proveByListing = async (request: Checked): Promise<Shown> => {
  const { keys, url } = request;
  const answer = await sendS3(request, { method: 'GET', url });
  const shown = { ...judgeListBuckets(answer), latencyMs: answer.latencyMs };
  if (shown.proof !== 'known') return shown;
  const wrongSecret = new Secret(`${keys.secretAccessKey.expose()}-spoiled`);
  const spoiled = { ...request, keys: { ...keys, secretAccessKey: wrongSecret } };
  if (refusesWrongKeys(await sendS3(spoiled, { method: 'GET', url }))) return shown;
  throw new AppError('s3.unproven', { params: { host: url.host }, fields: { bucket: 'required' } });
};
