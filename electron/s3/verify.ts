import type { FieldProblem } from '../../shared/result.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { parseEndpoint } from '../platform/endpoint-url.ts';
import { pause } from '../platform/pause.ts';
import type { Clock, HttpClient } from '../platform/ports.ts';
import { judgeListBuckets, type VerifyResult } from './judge-list-buckets.ts';
import { type S3Keys, signS3Request } from './signed-request.ts';

export type { VerifyResult } from './judge-list-buckets.ts';

export type VerifyRequest = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly keys: S3Keys;
  readonly endpoint: string;
  readonly region: string;
  /** Where buckets are in URLs. ListBuckets names none, so both are verified alike. */
  readonly addressing: 'path' | 'virtual';
  /** The keys were made moments ago: gateways may take some seconds to learn of them. */
  readonly freshlyIssued?: boolean;
};

const freshKeyDelaysMs = [500, 1_000, 2_000, 3_000];

/**
 * Proves S3 keys with a signed ListBuckets, which reads nothing else and writes nothing.
 *
 * `AccessDenied` counts as proof: a server says it after it has recognised the key and checked the
 * signature, and keys that are limited to a bucket often may not list buckets. It does not prove
 * that the keys still open anything: Storj's gateway says the same of a revoked grant.
 *
 * Throws `input.invalid` (with the fields at fault, before anything is sent), `s3.invalid-access-key`,
 * `s3.signature-mismatch`, `s3.clock-skew` (`skewMinutes`, positive when this computer is ahead),
 * `s3.access-denied` (the account is closed or suspended), `server.rate-limited`, `.trouble`,
 * `.wrong-host`, `.rejected`, `.invalid-response`, or what `HttpClient` throws.
 */
export const verifyS3Keys = async (request: VerifyRequest): Promise<VerifyResult> => {
  const url = readEndpoint(request.endpoint);
  const checked = { ...request, url, keys: checkKeys(request.keys) };
  const delays = request.freshlyIssued === true ? freshKeyDelaysMs : [];
  for (const delayMs of delays) {
    try {
      return await listBuckets(checked);
    } catch (error) {
      if (!isAppError(error, 's3.invalid-access-key')) throw error;
      await pause(request.clock, delayMs, request.signal);
    }
  }
  return listBuckets(checked);
};

const readEndpoint = (text: string): URL => {
  const endpoint = parseEndpoint(text.trim());
  if (endpoint.ok) return endpoint.url;
  throw new AppError('input.invalid', { fields: { endpoint: endpoint.problem } });
};

/**
 * Trims what came along when the keys were copied. A character that a header cannot carry is refused
 * here, because the platform's own error would quote the key.
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
    secretAccessKey: check('secretAccessKey', keys.secretAccessKey),
    ...(keys.sessionToken === undefined
      ? {}
      : { sessionToken: check('sessionToken', keys.sessionToken) }),
  };
  if (Object.keys(fields).length > 0) throw new AppError('input.invalid', { fields });
  return checked;
};

const listBuckets = async (
  request: VerifyRequest & { readonly url: URL },
): Promise<VerifyResult> => {
  const { clock, http, keys, signal } = request;
  const { url, headers } = await signS3Request({
    method: 'GET',
    url: request.url,
    keys,
    region: request.region,
    atEpochMs: clock.nowEpochMs(),
  });
  const response = await http({ method: 'GET', url, headers, signal });
  const nowEpochMs = clock.nowEpochMs();
  const clockSkewSeconds = readClockSkew(response.headers, nowEpochMs);
  return judgeListBuckets({ response, host: url.host, keys, clockSkewSeconds, nowEpochMs });
};

const readClockSkew = (headers: Headers, nowEpochMs: number): number | null => {
  const serverEpochMs = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(serverEpochMs) ? null : Math.round((nowEpochMs - serverEpochMs) / 1000);
};
