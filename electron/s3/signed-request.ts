import { AwsV4Signer } from 'aws4fetch';
import type { Secret } from '../diagnostics/secret.ts';

export type S3Keys = {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
};

export type UnsignedRequest = {
  readonly method: 'GET' | 'HEAD';
  /** Without a query that needs ordering of its own; the signer sorts it. */
  readonly url: URL;
  readonly keys: S3Keys;
  readonly region: string;
  /** Wall clock, for `x-amz-date`: the server refuses more than 15 minutes of difference. */
  readonly atEpochMs: number;
};

const emptyBodySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Signs a request without a body with AWS Signature Version 4, in headers. Nothing is sent.
 *
 * The signature is never put into the URL: URLs end up in logs and histories. The empty body is
 * hashed rather than declared unsigned, which some servers refuse without TLS.
 */
export const signS3Request = async (
  request: UnsignedRequest,
): Promise<{ readonly url: URL; readonly headers: Readonly<Record<string, string>> }> => {
  const { keys } = request;
  const signer = new AwsV4Signer({
    service: 's3',
    method: request.method,
    url: request.url.href,
    region: request.region,
    accessKeyId: keys.accessKeyId.expose(),
    secretAccessKey: keys.secretAccessKey.expose(),
    ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken.expose() }),
    headers: { 'x-amz-content-sha256': emptyBodySha256 },
    datetime: new Date(request.atEpochMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { url, headers } = await signer.sign();
  return { url, headers: Object.fromEntries(headers) };
};
