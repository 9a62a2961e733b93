import { createHash, createHmac } from 'node:crypto';
import type { ReceivedRequest } from '../../support/network/tiny-server.ts';

/**
 * Works out the Signature Version 4 of a received request, written from AWS's description of it and
 * not from the library that signs. Covers what ListBuckets needs: no query.
 */
export const expectedSignature = (request: ReceivedRequest, secret: string): string => {
  const authorization = parseAuthorization(request);
  const canonicalRequest = [
    request.method,
    request.target,
    '',
    ...authorization.signedHeaders.map((name) => `${name}:${request.headers[name] ?? ''}`),
    '',
    authorization.signedHeaders.join(';'),
    request.headers['x-amz-content-sha256'],
  ].join('\n');
  const [date = '', region = '', service = '', terminator = ''] = authorization.scope;
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    authorization.scope.join('/'),
    createHash('sha256').update(canonicalRequest).digest('hex'),
  ].join('\n');
  const key = [date, region, service, terminator].reduce<Buffer | string>(hmac, `AWS4${secret}`);
  return hmac(key, stringToSign).toString('hex');
};

const hmac = (key: Buffer | string, text: string): Buffer =>
  createHmac('sha256', key).update(text).digest();

export const parseAuthorization = (request: ReceivedRequest) => {
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  if (match === null) throw new Error('no SigV4 authorization');
  const [, accessKeyId = '', scope = '', signedHeaders = '', signature = ''] = match;
  return {
    accessKeyId,
    scope: scope.split('/'),
    signedHeaders: signedHeaders.split(';'),
    signature,
  };
};
