import { AwsV4Signer } from 'aws4fetch';
import { Secret } from '../diagnostics/secret.ts';
import type { HttpRequest } from '../platform/interfaces.ts';

export type S3Keys = {
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
};

/** What a request carries, and what is signed of it. */
export type SignedBody = {
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** Its SHA-256, or the word for how it is signed instead. */
  readonly contentSha256: string;
  readonly headers: Readonly<Record<string, string>>;
};

type UnsignedRequest = {
  readonly method: HttpRequest['method'];
  /** Without a query that needs ordering of its own; the signer sorts it. */
  readonly url: URL;
  readonly keys: S3Keys;
  readonly region: string;
  /** Wall clock, for `x-amz-date`: the server refuses more than 15 minutes of difference. */
  readonly atEpochMs: number;
  readonly body?: SignedBody;
};

type SignedRequest = {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
};

const emptyBodySha256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const signing = (request: Pick<UnsignedRequest, 'keys' | 'region' | 'atEpochMs'>) => {
  const { keys } = request;
  return {
    region: request.region,
    accessKeyId: keys.accessKeyId.expose(),
    secretAccessKey: keys.secretAccessKey.expose(),
    ...(keys.sessionToken === undefined ? {} : { sessionToken: keys.sessionToken.expose() }),
    datetime: new Date(request.atEpochMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  };
};

/**
 * Signs a request with AWS Signature Version 4, in headers. Nothing is sent.
 *
 * The signature is never put into the URL: URLs end up in logs and histories. An empty body is
 * hashed rather than declared unsigned, which some servers refuse without TLS.
 */
export const signS3Request = async (request: UnsignedRequest): Promise<SignedRequest> => {
  const signer = new AwsV4Signer({
    ...signing(request),
    service: 's3',
    method: request.method,
    url: request.url.href,
    headers: {
      ...request.body?.headers,
      'x-amz-content-sha256': request.body?.contentSha256 ?? emptyBodySha256,
    },
  });
  const { url, headers } = await signer.sign();
  return { url, headers: Object.fromEntries(headers) };
};

/**
 * Signs a GET of an object in its URL (a presigned URL), which is a secret then: whoever has it may read
 * the object for so many seconds. Nothing is sent.
 */
export const presignS3 = async (
  request: Omit<UnsignedRequest, 'method' | 'body'> & { readonly seconds: number },
): Promise<Secret> => {
  const url = new URL(request.url);
  url.searchParams.set('X-Amz-Expires', String(request.seconds));
  const signer = new AwsV4Signer({
    ...signing(request),
    service: 's3',
    method: 'GET',
    url: url.href,
    signQuery: true,
  });
  return new Secret((await signer.sign()).url.href);
};

/**
 * Signs a form for the security token service. Everything that is sent, the content type included,
 * is part of the signature.
 */
export const signStsRequest = async (
  request: Omit<UnsignedRequest, 'method' | 'body'> & { readonly form: URLSearchParams },
): Promise<SignedRequest & { readonly body: string }> => {
  const body = request.form.toString();
  const signer = new AwsV4Signer({
    ...signing(request),
    service: 'sts',
    method: 'POST',
    url: request.url.href,
    headers: { 'content-type': formContentType },
    body,
    allHeaders: true,
  });
  const { url, headers } = await signer.sign();
  return { url, headers: Object.fromEntries(headers), body };
};

export const formContentType = 'application/x-www-form-urlencoded; charset=utf-8';
