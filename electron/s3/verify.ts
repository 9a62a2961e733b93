import type { FieldProblem } from '../../shared/result.ts';
import type { S3Check } from '../../shared/schemas.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { isAddress } from '../platform/address-kind.ts';
import { parseEndpoint } from '../platform/address-policy.ts';
import type { Clock, HttpClient } from '../platform/interfaces.ts';
import { pause } from '../platform/pause.ts';
import { readClockSkew } from './clock-skew.ts';
import { judgeListBuckets, refusesWrongKeys } from './judge-list-buckets.ts';
import { readS3Reply } from './s3-reply.ts';
import { type S3Keys, signS3Request, type UnsignedRequest } from './signed-request.ts';

type VerifyRequest = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly keys: S3Keys;
  readonly endpoint: string;
  readonly region: string;
  /** Where buckets are in URLs. ListBuckets names none, so both are verified alike. */
  readonly addressing: 'path' | 'virtual';
  /** Proves the keys with this bucket instead, for keys that may not list buckets. */
  readonly bucket?: string;
  /** The keys were made moments ago: gateways may take some seconds to learn of them. */
  readonly freshlyIssued?: boolean;
  /** The person allowed plain http in their own network. A signature does not give the secret away. */
  readonly privateHttp?: boolean;
};

const freshKeyDelaysMs = [500, 1_000, 2_000, 3_000];

/**
 * Proves S3 keys with a signed ListBuckets, which reads nothing else and writes nothing.
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
  const url = readEndpoint(request.endpoint, request.privateHttp ?? false);
  const checked = { ...request, url, keys: checkKeys(request.keys) };
  const delays = request.freshlyIssued === true ? freshKeyDelaysMs : [];
  for (const delayMs of delays) {
    try {
      return await prove(checked);
    } catch (error) {
      if (!isAppError(error, 's3.invalid-access-key')) throw error;
      await pause(request.clock, delayMs, request.signal);
    }
  }
  return prove(checked);
};

const readEndpoint = (text: string, privateHttp: boolean): URL => {
  const endpoint = parseEndpoint(text.trim(), { privateHttp });
  if (endpoint.ok) return endpoint.url;
  throw new AppError('input.invalid', { fields: { endpoint: endpoint.problem } });
};

/**
 * Trims what came along when ID and token were copied. A character that a header cannot carry is
 * refused here, because the platform's own error would quote the key. A secret only signs: it is used
 * as it is.
 */
const checkKeys = (keys: S3Keys): S3Keys => {
  const fields: Record<string, FieldProblem> = {};
  const check = (name: keyof S3Keys, secret: Secret): Secret => {
    const text = secret.expose().trim();
    if (text === '') fields[name] = 'required';
    else if (!/^[\x21-\x7e]+$/.test(text)) fields[name] = 'bad-format';
    return new Secret(text);
  };
  const checked = {
    accessKeyId: check('accessKeyId', keys.accessKeyId),
    secretAccessKey: keys.secretAccessKey,
    ...(keys.sessionToken === undefined
      ? {}
      : { sessionToken: check('sessionToken', keys.sessionToken) }),
  };
  const secret = keys.secretAccessKey.expose();
  if (secret === '') fields.secretAccessKey = 'required';
  else if (/\p{Cc}/u.test(secret)) fields.secretAccessKey = 'bad-format';
  if (Object.keys(fields).length > 0) throw new AppError('input.invalid', { fields });
  return checked;
};

type Checked = VerifyRequest & { readonly url: URL };

const prove = async (request: Checked): Promise<S3Check> => {
  if (request.bucket === undefined) return proveByListing(request);
  const url = bucketUrl(request.url, request.bucket, request.addressing);
  const list = new URL(url);
  list.search = '?list-type=2&max-keys=1';
  const answer = { ...(await send(request, 'GET', list)), namesBucket: true };
  try {
    return judgeListBuckets(answer);
  } catch (error) {
    // Some policies allow to see the bucket and not what is in it.
    if (!isAppError(error, 's3.access-denied')) throw error;
    const head = await send(request, 'HEAD', url);
    if (head.response.status !== 200) throw error;
    return { proof: 'opened', bucketCount: null, clockSkewSeconds: head.clockSkewSeconds };
  }
};

const proveByListing = async (request: Checked): Promise<S3Check> => {
  const shown = judgeListBuckets(await send(request, 'GET', request.url));
  if (shown.proof !== 'known') return shown;
  const { keys, url } = request;
  const wrongSecret = new Secret(`${keys.secretAccessKey.expose()}-spoiled`);
  const spoiled = { ...request, keys: { ...keys, secretAccessKey: wrongSecret } };
  if (refusesWrongKeys(await send(spoiled, 'GET', url))) return shown;
  throw new AppError('s3.unproven', { params: { host: url.host }, fields: { bucket: 'required' } });
};

/** A certificate for `*.host` covers no further dot, and an address has no names under it. */
const bucketUrl = (endpoint: URL, bucket: string, addressing: VerifyRequest['addressing']): URL => {
  const isName = !isAddress(endpoint.hostname);
  if (addressing === 'virtual' && isName && !bucket.includes('.')) {
    return new URL(`${endpoint.protocol}//${bucket}.${endpoint.host}/`);
  }
  return new URL(`/${encodeURIComponent(bucket)}`, endpoint);
};

const wantsTls = ({ host }: URL): AppError =>
  new AppError('server.unreachable', { params: { host, reason: 'wants-tls' } });

/**
 * Tries TLS, without keys, where plain http got no answer: a TLS server closes the connection or says
 * in words of its own what it wants.
 */
const speaksTls = async ({ http, signal }: Checked, at: URL): Promise<boolean> => {
  if (at.protocol !== 'http:') return false;
  const url = new URL(`https://${at.hostname}:${at.port === '' ? '80' : at.port}/`);
  try {
    await http({ method: 'HEAD', url, headers: {}, signal, deadlineMs: 5_000 });
    return true;
  } catch (error) {
    return isAppError(error, 'server.unreachable') && error.params.reason === 'tls';
  }
};

const send = async (request: Checked, method: UnsignedRequest['method'], at: URL) => {
  const { clock, http, keys, region, signal, privateHttp = false } = request;
  const atEpochMs = clock.nowEpochMs();
  const { url, headers } = await signS3Request({ method, url: at, keys, region, atEpochMs });
  const response = await http({ method, url, headers, signal, privateHttp }).catch(
    async (error: unknown) => {
      throw (await speaksTls(request, url)) ? wantsTls(url) : error;
    },
  );
  if (response.status === 400 && readS3Reply(response.body).kind === 'unknown') {
    if (await speaksTls(request, url)) throw wantsTls(url);
  }
  const nowEpochMs = clock.nowEpochMs();
  const clockSkewSeconds = readClockSkew(response.headers, nowEpochMs);
  return { response, host: url.host, keys, clockSkewSeconds, nowEpochMs };
};
