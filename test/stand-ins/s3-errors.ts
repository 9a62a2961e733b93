import { randomBytes } from 'node:crypto';
import type { Reply } from './loopback-http.ts';

const errors = {
  AccessDenied: [403, 'Access Denied.'],
  AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
  BadDigest: [400, 'The Content-MD5 or checksum you specified did not match what we received.'],
  BucketAlreadyOwnedByYou: [409, 'Your previous request to create the named bucket succeeded.'],
  BucketNotEmpty: [409, 'The bucket you tried to delete is not empty.'],
  EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed object size.'],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed object size.'],
  ExpiredToken: [400, 'The provided token has expired.'],
  IncompleteBody: [400, 'You did not provide the number of bytes you announced.'],
  InvalidAccessKeyId: [403, 'The Access Key Id you provided does not exist in our records.'],
  InvalidArgument: [400, 'Invalid Argument'],
  InvalidBucketName: [400, 'The specified bucket is not valid.'],
  InvalidPart: [400, 'One or more of the specified parts could not be found.'],
  InvalidPartOrder: [400, 'The list of parts was not in ascending order.'],
  InvalidRange: [416, 'The requested range is not satisfiable'],
  InvalidRequest: [400, 'Invalid Request'],
  InvalidToken: [400, 'The provided token is malformed or otherwise invalid.'],
  MalformedXML: [400, 'The XML you provided was not well-formed.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
  NoSuchBucket: [404, 'The specified bucket does not exist'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NoSuchUpload: [404, 'The specified multipart upload does not exist.'],
  NotImplemented: [501, 'A header or query you provided is not implemented by this stand-in.'],
  PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
  RequestTimeTooSkewed: [
    403,
    "The difference between the request time and the server's time is too large.",
  ],
  SignatureDoesNotMatch: [
    403,
    'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
  ],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, readonly [number, string]>;
type S3ErrorCode = keyof typeof errors;

/** Ends a request with an S3 error; `reason` is for the log alone. */
export class S3Refusal extends Error {
  override readonly name = 'S3Refusal';
  readonly code: S3ErrorCode;
  readonly extra: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, reason = '', extra: Readonly<Record<string, string>> = {}) {
    super(reason === '' ? code : `${code}: ${reason}`);
    this.code = code;
    this.extra = extra;
  }
}

const escapeXml = (text: string): string =>
  text.replace(/[&<>"'\p{Cc}]/gu, (character) => `&#x${character.charCodeAt(0).toString(16)};`);

/** Writes elements in order; arrays repeat the element, null leaves it out. */
export type XmlNode = string | { readonly [name: string]: XmlNode | readonly XmlNode[] | null };

const writeXml = (node: XmlNode): string => {
  if (typeof node === 'string') return escapeXml(node);
  return Object.entries(node)
    .flatMap(([name, value]) => {
      const values: readonly XmlNode[] = Array.isArray(value)
        ? value
        : value === null
          ? []
          : [value];
      return values.map((one) => `<${name}>${writeXml(one)}</${name}>`);
    })
    .join('');
};

export const xmlDocument = (root: string, content: XmlNode, namespaced = true): string => {
  const namespace = namespaced ? ' xmlns="http://s3.amazonaws.com/doc/2006-03-01/"' : '';
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${namespace}>${writeXml(content)}</${root}>`;
};

export const newRequestId = (): string => randomBytes(8).toString('hex').toUpperCase();

export const errorReply = (refusal: S3Refusal, resource: string): Reply => {
  const [status, message] = errors[refusal.code];
  const requestId = newRequestId();
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: xmlDocument(
      'Error',
      {
        Code: refusal.code,
        Message: message,
        Resource: resource,
        RequestId: requestId,
        ...refusal.extra,
      },
      false,
    ),
    refusal: refusal.message,
  };
};
