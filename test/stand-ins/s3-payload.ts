import { createHash } from 'node:crypto';
import type { Exchange } from './loopback-http.ts';
import { S3Refusal } from './s3-errors.ts';
import { hmacSha256, sha256Hex, type VerifiedRequest } from './sigv4.ts';

const crcTable = (polynomial: number): readonly number[] =>
  Array.from({ length: 256 }, (_, index) => {
    let value = index;
    for (let bit = 0; bit < 8; bit += 1) {
      value = value & 1 ? (value >>> 1) ^ polynomial : value >>> 1;
    }
    return value >>> 0;
  });

const crc32With = (polynomial: number) => {
  const table = crcTable(polynomial);
  return (data: Buffer): string => {
    let crc = 0xffffffff;
    for (const byte of data) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
    return bytes.toString('base64');
  };
};

const digestWith =
  (algorithm: string) =>
  (data: Buffer): string =>
    createHash(algorithm).update(data).digest('base64');

const checksums: Readonly<Record<string, (data: Buffer) => string>> = {
  'x-amz-checksum-crc32': crc32With(0xedb88320),
  'x-amz-checksum-crc32c': crc32With(0x82f63b78),
  'x-amz-checksum-sha1': digestWith('sha1'),
  'x-amz-checksum-sha256': digestWith('sha256'),
  'content-md5': digestWith('md5'),
};

const checkChecksums = (data: Buffer, headers: Readonly<Record<string, string>>): void => {
  for (const [name, value] of Object.entries(headers)) {
    if (name === 'x-amz-checksum-algorithm' || name === 'x-amz-checksum-mode') continue;
    const compute = checksums[name];
    if (compute === undefined) {
      if (name.startsWith('x-amz-checksum-')) throw new S3Refusal('NotImplemented', name);
      continue;
    }
    if (compute(data) !== value) throw new S3Refusal('BadDigest', name);
  }
};

/** Takes a signed `aws-chunked` body apart and checks the chain of its chunks' signatures. */
const readChunks = (body: Buffer, verified: VerifiedRequest): Buffer => {
  let at = 0;
  let previous = verified.signature;
  const line = (): string => {
    const end = body.indexOf('\r\n', at);
    if (end === -1) throw new S3Refusal('IncompleteBody', 'chunk framing');
    const text = body.toString('latin1', at, end);
    at = end + 2;
    return text;
  };
  const checkLink = (given: string | undefined, piece: Buffer): void => {
    const kind = 'AWS4-HMAC-SHA256-PAYLOAD';
    const hashes = [sha256Hex(''), sha256Hex(piece)];
    const parts = [kind, verified.amzDate, verified.scope, previous, ...hashes];
    const expected = hmacSha256(verified.signingKey, parts.join('\n')).toString('hex');
    if (given !== expected) throw new S3Refusal('SignatureDoesNotMatch', kind);
    previous = expected;
  };
  const pieces: Buffer[] = [];
  for (;;) {
    const match = /^([0-9a-fA-F]{1,8});chunk-signature=([0-9a-f]{64})$/.exec(line());
    if (match === null) throw new S3Refusal('IncompleteBody', 'chunk header');
    const size = Number.parseInt(match[1] ?? '', 16);
    const piece = body.subarray(at, at + size);
    if (piece.length !== size) throw new S3Refusal('IncompleteBody', 'short chunk');
    at += size;
    checkLink(match[2], piece);
    if (size === 0) break;
    pieces.push(piece);
    if (line() !== '') throw new S3Refusal('IncompleteBody', 'chunk end');
  }
  return Buffer.concat(pieces);
};

const plainHeaders = ({ headers }: Exchange): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );

/** Takes an unsigned `aws-chunked` body apart and checks the checksum behind it. */
const readTrailer = (body: Buffer): Buffer => {
  const text = body.toString('latin1');
  const match = /^([0-9a-f]{1,8})\r\n(.*)\r\n0\r\n(x-amz-checksum-[a-z0-9]+):(\S+)\r\n\r\n$/s.exec(
    text,
  );
  const [, size = '', piece = '', name = '', value = ''] = match ?? [];
  const data = Buffer.from(piece, 'latin1');
  if (match === null || Number.parseInt(size, 16) !== data.length) {
    throw new S3Refusal('IncompleteBody', 'trailer framing');
  }
  checkChecksums(data, { [name]: value });
  return data;
};

/**
 * Answers the object's bytes after every check that the request asks for. Throws `S3Refusal`.
 *
 * A checksum behind the body, which current SDKs send over TLS unless told otherwise, is not read, as
 * Storj's gateway does not (storj/gateway-st, issue 89): the body then comes without a length. With
 * `readsTrailers` it is, as AWS does.
 */
export const readPayload = (
  exchange: Exchange,
  verified: VerifiedRequest,
  readsTrailers = false,
): Buffer => {
  const { contentSha256 } = verified;
  const headers = plainHeaders(exchange);
  if (readsTrailers && contentSha256 === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') {
    const data = readTrailer(exchange.body);
    if (String(data.length) !== headers['x-amz-decoded-content-length']) {
      throw new S3Refusal('IncompleteBody', 'x-amz-decoded-content-length');
    }
    return data;
  }
  if (contentSha256.endsWith('-TRAILER') || headers['transfer-encoding'] !== undefined) {
    throw new S3Refusal('MissingContentLength', contentSha256);
  }
  const isChunked = contentSha256 === 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
  const data = isChunked ? readChunks(exchange.body, verified) : exchange.body;
  if (isChunked && String(data.length) !== headers['x-amz-decoded-content-length']) {
    throw new S3Refusal('IncompleteBody', 'x-amz-decoded-content-length');
  }
  if (!isChunked && contentSha256 !== 'UNSIGNED-PAYLOAD' && sha256Hex(data) !== contentSha256) {
    throw new S3Refusal('XAmzContentSHA256Mismatch');
  }
  checkChecksums(data, headers);
  return data;
};
