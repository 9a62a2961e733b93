import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Exchange } from './loopback-http.ts';
import { S3Refusal } from './s3-errors.ts';

export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');
export const hmacSha256 = (key: string | Uint8Array, data: string): Buffer =>
  createHmac('sha256', key).update(data).digest();

export type VerifiedRequest = {
  readonly accessKeyId: string;
  readonly signingKey: Buffer;
  /** `date/region/service/aws4_request`. */
  readonly scope: string;
  readonly amzDate: string;
  /** Seeds the chain of chunk signatures. */
  readonly signature: string;
  /** The x-amz-content-sha256 header. */
  readonly contentSha256: string;
};

type SigV4Rules = {
  readonly secretOf: (accessKeyId: string) => string | null;
  readonly nowEpochMs: number;
  /** The one region accepted, or null for any, as Storj's gateway does. */
  readonly region: string | null;
  /** S3 unless told; only S3 needs the x-amz-content-sha256 header. */
  readonly service?: 's3' | 'sts';
};

const maximumSkewMs = 15 * 60 * 1000;

/** RFC 3986 encoding with upper-case hex, as AWS asks for. */
export const uriEncode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const decodePart = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new S3Refusal('InvalidArgument', 'malformed percent-encoding');
  }
};

/** Splits the target as it came, so that nothing is normalised away. */
export const splitTarget = (rawTarget: string) => {
  const [path = '/', query = ''] = rawTarget.split(/\?(.*)/s);
  const parameters = query
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair): readonly [string, string] => {
      const [name = '', value = ''] = pair.replaceAll('+', '%20').split(/=(.*)/s);
      return [decodePart(name), decodePart(value)];
    });
  return { segments: path.split('/').map(decodePart), parameters };
};

const byCodeUnits = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const parseAuthorization = (header: string, wanted: string) => {
  const match =
    /^AWS4-HMAC-SHA256\s+Credential=([^,\s]+),\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/.exec(
      header,
    );
  const [, credential = '', signedHeaders = '', signature = ''] = match ?? [];
  const [accessKeyId = '', date = '', region = '', service, terminator, ...rest] =
    credential.split('/');
  if (match === null || rest.length > 0 || accessKeyId === '' || !/^\d{8}$/.test(date)) {
    throw new S3Refusal('AuthorizationHeaderMalformed', 'unreadable');
  }
  if (service !== wanted || terminator !== 'aws4_request' || region === '') {
    throw new S3Refusal('AuthorizationHeaderMalformed', 'wrong credential scope');
  }
  return { accessKeyId, date, region, signedHeaders: signedHeaders.split(';'), signature };
};

const parseAmzDate = (text: string): number => {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text);
  if (match === null) throw new S3Refusal('AccessDenied', 'no valid x-amz-date');
  const [, year, month, day, hour, minute, second] = match;
  const epochMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(epochMs)) throw new S3Refusal('AccessDenied', 'no valid x-amz-date');
  return epochMs;
};

const headerValue = ({ headersDistinct }: Exchange, name: string): string =>
  (headersDistinct[name] ?? []).map((value) => value.trim().replace(/ +/g, ' ')).join(',');

/** What a presigned URL has in its query in place of headers. */
const presignedOf = (exchange: Exchange) => {
  const query = new Map(splitTarget(exchange.rawTarget).parameters);
  if (query.get('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256') return null;
  const get = (name: string): string => query.get(`X-Amz-${name}`) ?? '';
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=${get('Credential')}, SignedHeaders=${get('SignedHeaders')}, Signature=${get('Signature')}`,
    amzDate: get('Date'),
    expiresSeconds: Number(get('Expires')),
  };
};

const checkSignedHeaders = (exchange: Exchange, signed: readonly string[]): void => {
  if (!signed.includes('host')) throw new S3Refusal('AccessDenied', 'host is not signed');
  if (signed.join() !== [...signed].sort(byCodeUnits).join()) {
    throw new S3Refusal('AuthorizationHeaderMalformed', 'SignedHeaders are not sorted');
  }
  const unsigned = Object.keys(exchange.headers).find(
    (name) => name.startsWith('x-amz-') && !signed.includes(name),
  );
  if (unsigned !== undefined) throw new S3Refusal('AccessDenied', `${unsigned} is not signed`);
};

const canonicalRequest = (
  exchange: Exchange,
  signed: readonly string[],
  payload: string,
): string => {
  const { segments, parameters } = splitTarget(exchange.rawTarget);
  const query = parameters
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]): readonly [string, string] => [uriEncode(name), uriEncode(value)])
    .sort(([a, av], [b, bv]) => byCodeUnits(a, b) || byCodeUnits(av, bv))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
  return [
    exchange.method,
    segments.map(uriEncode).join('/'),
    query,
    ...signed.map((name) => `${name}:${headerValue(exchange, name)}`),
    '',
    signed.join(';'),
    payload,
  ].join('\n');
};

/**
 * Verifies AWS Signature Version 4 in the Authorization header. Throws `S3Refusal`.
 *
 * Source: "Signature Calculations for the Authorization Header" in the Amazon S3 API reference.
 * The body is checked elsewhere, against `contentSha256`.
 */
export const verifySigV4 = (exchange: Exchange, rules: SigV4Rules): VerifiedRequest => {
  const presigned = presignedOf(exchange);
  const authorization = presigned?.authorization ?? exchange.headers.authorization;
  if (authorization === undefined) throw new S3Refusal('AccessDenied', 'not signed');
  const { service = 's3' } = rules;
  const given = parseAuthorization(authorization, service);
  checkSignedHeaders(exchange, given.signedHeaders);
  const amzDate = presigned?.amzDate ?? headerValue(exchange, 'x-amz-date');
  const requestEpochMs = parseAmzDate(amzDate);
  if (!amzDate.startsWith(given.date)) {
    throw new S3Refusal('AuthorizationHeaderMalformed', 'credential date is another day');
  }
  if (rules.region !== null && given.region !== rules.region) {
    throw new S3Refusal('AuthorizationHeaderMalformed', 'wrong region', { Region: rules.region });
  }
  const declared =
    presigned === null ? headerValue(exchange, 'x-amz-content-sha256') : 'UNSIGNED-PAYLOAD';
  const contentSha256 = declared === '' && service !== 's3' ? sha256Hex(exchange.body) : declared;
  if (contentSha256 === '') throw new S3Refusal('InvalidRequest', 'no x-amz-content-sha256');
  if (presigned !== null) {
    const ageMs = rules.nowEpochMs - requestEpochMs;
    const { expiresSeconds } = presigned;
    if (!(expiresSeconds >= 1 && expiresSeconds <= 604_800)) {
      throw new S3Refusal('InvalidArgument', 'X-Amz-Expires');
    }
    if (ageMs < -maximumSkewMs || ageMs > expiresSeconds * 1000) {
      throw new S3Refusal('AccessDenied', 'Request has expired');
    }
  } else if (Math.abs(requestEpochMs - rules.nowEpochMs) > maximumSkewMs) {
    throw new S3Refusal('RequestTimeTooSkewed', '', {
      RequestTime: amzDate,
      ServerTime: new Date(rules.nowEpochMs).toISOString(),
      MaxAllowedSkewMilliseconds: String(maximumSkewMs),
    });
  }
  const secret = rules.secretOf(given.accessKeyId);
  if (secret === null) throw new S3Refusal('InvalidAccessKeyId');

  const scope = `${given.date}/${given.region}/${service}/aws4_request`;
  const request = canonicalRequest(exchange, given.signedHeaders, contentSha256);
  const toSign = ['AWS4-HMAC-SHA256', amzDate, scope, sha256Hex(request)].join('\n');
  const dateKey = hmacSha256(`AWS4${secret}`, given.date);
  const regionKey = hmacSha256(dateKey, given.region);
  const signingKey = hmacSha256(hmacSha256(regionKey, service), 'aws4_request');
  const expected = hmacSha256(signingKey, toSign);
  if (!timingSafeEqual(expected, Buffer.from(given.signature, 'hex'))) {
    throw new S3Refusal('SignatureDoesNotMatch');
  }
  const { accessKeyId, signature } = given;
  return { accessKeyId, signingKey, scope, amzDate, signature, contentSha256 };
};
