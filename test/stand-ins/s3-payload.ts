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

type Chunked = { readonly data: Buffer; readonly trailers: Readonly<Record<string, string>> };

/** Takes `aws-chunked` bodies apart and checks the chain of chunk signatures where there is one. */
const readChunks = (body: Buffer, verified: VerifiedRequest, signed: boolean): Chunked => {
  let at = 0;
  let previous = verified.signature;
  const line = (): string => {
    const end = body.indexOf('\r\n', at);
    if (end === -1) throw new S3Refusal('IncompleteBody', 'chunk framing');
    const text = body.toString('latin1', at, end);
    at = end + 2;
    return text;
  };
  const checkLink = (kind: string, given: string | undefined, hashes: readonly string[]): void => {
    const parts = [kind, verified.amzDate, verified.scope, previous, ...hashes];
    const expected = hmacSha256(verified.signingKey, parts.join('\n')).toString('hex');
    if (given !== expected) throw new S3Refusal('SignatureDoesNotMatch', kind);
    previous = expected;
  };
  const pieces: Buffer[] = [];
  for (;;) {
    const match = /^([0-9a-fA-F]{1,8})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line());
    if (match === null) throw new S3Refusal('IncompleteBody', 'chunk header');
    const size = Number.parseInt(match[1] ?? '', 16);
    const piece = body.subarray(at, at + size);
    if (piece.length !== size) throw new S3Refusal('IncompleteBody', 'short chunk');
    at += size;
    if (signed) {
      checkLink('AWS4-HMAC-SHA256-PAYLOAD', match[2], [sha256Hex(''), sha256Hex(piece)]);
    }
    if (size === 0) break;
    pieces.push(piece);
    if (line() !== '') throw new S3Refusal('IncompleteBody', 'chunk end');
  }
  const trailers: Record<string, string> = {};
  let canonical = '';
  let trailerIsVerified = false;
  while (at < body.length) {
    const [name = '', value = ''] = line().split(/:(.*)/s);
    if (name === '') break;
    if (name === 'x-amz-trailer-signature') {
      checkLink('AWS4-HMAC-SHA256-TRAILER', value.trim(), [sha256Hex(canonical)]);
      trailerIsVerified = true;
    } else {
      trailers[name.toLowerCase()] = value.trim();
      canonical += `${name.toLowerCase()}:${value.trim()}\n`;
    }
  }
  if (signed && canonical !== '' && !trailerIsVerified) {
    throw new S3Refusal('SignatureDoesNotMatch', 'trailer is not signed');
  }
  return { data: Buffer.concat(pieces), trailers };
};

const plainHeaders = ({ headers }: Exchange): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    ),
  );

const streamed = (exchange: Exchange, verified: VerifiedRequest): Buffer => {
  const { contentSha256 } = verified;
  const headers = plainHeaders(exchange);
  const { data, trailers } = readChunks(
    exchange.body,
    verified,
    contentSha256.startsWith('STREAMING-AWS4-HMAC-SHA256-PAYLOAD'),
  );
  if (String(data.length) !== headers['x-amz-decoded-content-length']) {
    throw new S3Refusal('IncompleteBody', 'x-amz-decoded-content-length');
  }
  const announced = headers['x-amz-trailer']?.toLowerCase();
  if (announced !== undefined && trailers[announced] === undefined) {
    throw new S3Refusal('IncompleteBody', 'trailer is missing');
  }
  checkChecksums(data, { ...headers, ...trailers });
  return data;
};

/** Answers the object's bytes after every check that the request asks for. Throws `S3Refusal`. */
export const readPayload = (exchange: Exchange, verified: VerifiedRequest): Buffer => {
  const { contentSha256 } = verified;
  switch (contentSha256) {
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD':
    case 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER':
    case 'STREAMING-UNSIGNED-PAYLOAD-TRAILER':
      return streamed(exchange, verified);
    case 'UNSIGNED-PAYLOAD':
      break;
    default:
      if (sha256Hex(exchange.body) !== contentSha256) {
        throw new S3Refusal('XAmzContentSHA256Mismatch');
      }
  }
  checkChecksums(exchange.body, plainHeaders(exchange));
  return exchange.body;
};
