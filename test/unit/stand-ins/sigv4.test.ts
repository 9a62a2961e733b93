import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../stand-ins/loopback-http.ts';
import { S3Refusal } from '../../stand-ins/s3-errors.ts';
import { readPayload } from '../../stand-ins/s3-payload.ts';
import { sha256Hex, verifySigV4 } from '../../stand-ins/sigv4.ts';

/**
 * The worked examples of the Amazon S3 API reference, "Signature Calculations for the
 * Authorization Header" (single chunk and multiple chunks).
 */
const rules = {
  secretOf: (id: string) =>
    id === 'AKIAIOSFODNN7EXAMPLE' ? 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' : null,
  nowEpochMs: Date.parse('2013-05-24T00:00:00Z'),
  region: 'us-east-1',
};
const credential = 'Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';

const exchange = (
  method: string,
  rawTarget: string,
  headers: Readonly<Record<string, string>>,
  body = Buffer.alloc(0),
): Exchange => ({
  method,
  rawTarget,
  url: new URL(`http://127.0.0.1${rawTarget}`),
  headers,
  headersDistinct: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value]]),
  ),
  body,
  clientAddress: '127.0.0.1',
});

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof S3Refusal) return error.code;
    throw error;
  }
  return 'served';
};

describe('the documented examples', () => {
  const emptyHash = sha256Hex('');

  it('verifies GET with a range', () => {
    const get = (signature: string): Exchange =>
      exchange('GET', '/test.txt', {
        authorization: `AWS4-HMAC-SHA256 ${credential},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=${signature}`,
        host: 'examplebucket.s3.amazonaws.com',
        range: 'bytes=0-9',
        'x-amz-content-sha256': emptyHash,
        'x-amz-date': '20130524T000000Z',
      });
    const good = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41';
    expect(codeOf(() => verifySigV4(get(good), rules))).toBe('served');
    expect(codeOf(() => verifySigV4(get(good.replace('f0', 'f1')), rules))).toBe(
      'SignatureDoesNotMatch',
    );
  });

  const seed = '4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9';
  const chunkSignatures = [
    'ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648',
    '0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497',
    'b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9',
  ];
  const upload = (signatures: readonly string[]): Exchange => {
    const pieces = ['a'.repeat(65_536), 'a'.repeat(1024), ''];
    const body = pieces
      .map(
        (text, at) =>
          `${text.length.toString(16)};chunk-signature=${signatures[at]}\r\n${text}\r\n`,
      )
      .join('');
    return exchange(
      'PUT',
      '/examplebucket/chunkObject.txt',
      {
        authorization: `AWS4-HMAC-SHA256 ${credential},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=${seed}`,
        'content-encoding': 'aws-chunked',
        'content-length': '66824',
        host: 's3.amazonaws.com',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'x-amz-date': '20130524T000000Z',
        'x-amz-decoded-content-length': '66560',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
      },
      Buffer.from(body),
    );
  };

  it('verifies an upload in signed chunks', () => {
    const put = upload(chunkSignatures);
    expect(put.body.length).toBe(66_824);
    expect(readPayload(put, verifySigV4(put, rules)).length).toBe(66_560);
  });

  it.each([0, 1, 2])('refuses the upload when the signature of chunk %i is another', (at) => {
    const put = upload(chunkSignatures.map((text, index) => (index === at ? seed : text)));
    expect(codeOf(() => readPayload(put, verifySigV4(put, rules)))).toBe('SignatureDoesNotMatch');
  });
});

describe('trailing checksums', () => {
  it('are refused for the length that is missing then, as by Storj’s gateway', () => {
    const verified = {
      accessKeyId: 'x',
      signingKey: Buffer.alloc(32, 1),
      scope: '20130524/us-east-1/s3/aws4_request',
      amzDate: '20130524T000000Z',
      signature: '0'.repeat(64),
    };
    const put = exchange(
      'PUT',
      '/b/k',
      { 'transfer-encoding': 'chunked', 'x-amz-trailer': 'x-amz-checksum-crc32' },
      Buffer.from('5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n'),
    );
    for (const contentSha256 of ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'UNSIGNED-PAYLOAD']) {
      expect(codeOf(() => readPayload(put, { ...verified, contentSha256 }))).toBe(
        'MissingContentLength',
      );
    }
  });
});
