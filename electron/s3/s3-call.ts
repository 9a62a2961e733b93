import type { FieldProblem } from '../../shared/result.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { isAddress } from '../platform/address-kind.ts';
import { parseEndpoint } from '../platform/address-policy.ts';
import type { Clock, HttpClient, HttpRequest } from '../platform/interfaces.ts';
import { readClockSkew } from './clock-skew.ts';
import { readS3Reply } from './s3-reply.ts';
import { type S3Keys, type SignedBody, signS3Request } from './signed-request.ts';

/** Where keys work, and what asks there. */
export type S3Place = {
  readonly http: HttpClient;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly keys: S3Keys;
  readonly endpoint: string;
  readonly region: string;
  /** Where buckets are in URLs. */
  readonly addressing: 'path' | 'virtual';
  /** The person allowed plain http in their own network. A signature does not give the secret away. */
  readonly privateHttp?: boolean;
};

/** A place whose address and keys can be sent. */
export type CheckedPlace = S3Place & { readonly url: URL };

/** Throws `input.invalid` with the fields that cannot be sent. */
export const checkPlace = <T extends S3Place>(place: T): T & CheckedPlace => {
  const url = readEndpoint(place.endpoint, place.privateHttp ?? false);
  return { ...place, url, keys: checkKeys(place.keys) };
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

/** A certificate for `*.host` covers no further dot, and an address has no names under it. */
export const bucketUrl = ({ url, addressing }: CheckedPlace, bucket: string): URL => {
  const isName = !isAddress(url.hostname);
  if (addressing === 'virtual' && isName && !bucket.includes('.')) {
    return new URL(`${url.protocol}//${bucket}.${url.host}/`);
  }
  return new URL(`/${encodeURIComponent(bucket)}`, url);
};

const wantsTls = ({ host }: URL): AppError =>
  new AppError('server.unreachable', { params: { host, reason: 'wants-tls' } });

/**
 * Tries TLS, without keys, where plain http got no answer: a TLS server closes the connection or says
 * in words of its own what it wants.
 */
const speaksTls = async ({ http, signal }: S3Place, at: URL): Promise<boolean> => {
  if (at.protocol !== 'http:') return false;
  const url = new URL(`https://${at.hostname}:${at.port === '' ? '80' : at.port}/`);
  try {
    await http({ method: 'HEAD', url, headers: {}, signal, deadlineMs: 5_000 });
    return true;
  } catch (error) {
    return isAppError(error, 'server.unreachable') && error.params.reason === 'tls';
  }
};

type S3Request = {
  readonly method: HttpRequest['method'];
  readonly url: URL;
  readonly body?: SignedBody;
  /** Sent as it is: of S3's own headers only `range` need not be signed. */
  readonly range?: string;
  readonly wantsBytes?: boolean;
  /** Largest answer taken; `HttpClient` has its own default. */
  readonly maxBodyBytes?: number;
};

const sentAs = (content: SignedBody['content']): Pick<HttpRequest, 'body' | 'bodyBytes'> =>
  typeof content === 'string' ? { body: content } : { bodyBytes: content };

/** Sends one signed request. Throws what `HttpClient` throws; whatever was answered is the caller's. */
export const sendS3 = async (place: CheckedPlace, request: S3Request) => {
  const { method, url: at, body, maxBodyBytes, range, wantsBytes } = request;
  const { clock, http, keys, region, signal, privateHttp = false } = place;
  const atEpochMs = clock.nowEpochMs();
  const signed = await signS3Request({
    method,
    url: at,
    keys,
    region,
    atEpochMs,
    ...(body === undefined ? {} : { body }),
  });
  const { url } = signed;
  const headers = { ...signed.headers, ...(range === undefined ? {} : { range }) };
  const beganMs = clock.monotonicMs();
  const content = {
    ...(body === undefined ? {} : sentAs(body.content)),
    ...(maxBodyBytes === undefined ? {} : { maxBodyBytes }),
    ...(wantsBytes === undefined ? {} : { wantsBytes }),
  };
  const response = await http({ method, url, headers, signal, privateHttp, ...content }).catch(
    async (error: unknown) => {
      throw (await speaksTls(place, url)) ? wantsTls(url) : error;
    },
  );
  const latencyMs = Math.round(clock.monotonicMs() - beganMs);
  if (response.status === 400 && readS3Reply(response.body).kind === 'unknown') {
    if (await speaksTls(place, url)) throw wantsTls(url);
  }
  const nowEpochMs = clock.nowEpochMs();
  const clockSkewSeconds = readClockSkew(response.headers, nowEpochMs);
  return { response, host: url.host, keys, clockSkewSeconds, nowEpochMs, latencyMs };
};
