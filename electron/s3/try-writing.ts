import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { S3WriteCheck } from '../../shared/schemas.ts';
import { writtenObjectText as text } from '../../shared/words/s3-check.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { HttpResponse, Random } from '../platform/interfaces.ts';
import { objectUrl } from './object-url.ts';
import { type CheckedPlace, sendS3 } from './s3-call.ts';
import { readS3Reply } from './s3-reply.ts';
import type { SignedBody } from './signed-request.ts';

const plain: SignedBody = {
  content: text,
  contentSha256: createHash('sha256').update(text).digest('hex'),
  headers: {},
};

const checksum = Buffer.alloc(4);
checksum.writeUInt32BE(crc32(text));

/** What AWS's SDKs have sent over TLS since January 2025: a checksum behind the body. */
const withTrailer: SignedBody = {
  content: `${text.length.toString(16)}\r\n${text}\r\n0\r\nx-amz-checksum-crc32:${checksum.toString('base64')}\r\n\r\n`,
  contentSha256: 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
  headers: {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': String(text.length),
    'x-amz-sdk-checksum-algorithm': 'CRC32',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  },
};

/** `unknown`: whether it is there now cannot be said. */
type Put = 'taken' | 'refused' | 'no-such-bucket' | 'failed' | 'unknown';

const judgePut = (response: HttpResponse): Put => {
  if (response.status === 200) return 'taken';
  const reply = readS3Reply(response.body);
  const code = reply.kind === 'error' ? reply.code : '';
  if (code === 'NoSuchBucket') return 'no-such-bucket';
  if (code === 'AccessDenied' && response.status === 403) return 'refused';
  return response.status >= 400 && response.status !== 429 && response.status < 500
    ? 'failed'
    : 'unknown';
};

/** Tries to put an object and deletes it whatever came of it, unless it is surely not there. */
const putAndDelete = async (
  place: CheckedPlace,
  url: URL,
  body: SignedBody,
): Promise<{ readonly put: Put; readonly isGone: boolean }> => {
  let put: Put = 'unknown';
  const deleted = new URL(url);
  try {
    const { response } = await sendS3(place, { method: 'PUT', url, body });
    put = judgePut(response);
    // A bucket with versions would keep the object behind a mark of deletion.
    const version = response.headers.get('x-amz-version-id');
    if (version !== null && version !== 'null') deleted.searchParams.set('versionId', version);
  } catch (error) {
    if (isAppError(error, 'operation.cancelled')) throw error;
  }
  if (put !== 'taken' && put !== 'unknown') return { put, isGone: true };
  try {
    const { response } = await sendS3(place, { method: 'DELETE', url: deleted });
    return { put, isGone: response.status === 204 || response.status === 200 };
  } catch {
    return { put, isGone: false };
  }
};

/**
 * Writes an object of our own name and deletes it again; where that went well, once more with the
 * checksum that SDKs add. The first shows what the keys may, the second what the server understands.
 */
export const tryWriting = async (
  place: CheckedPlace,
  bucket: string,
  random: Random,
): Promise<S3WriteCheck> => {
  const nameOf = (): string => `stowkey-write-check-${random.token(16)}`;
  const key = nameOf();
  const first = await putAndDelete(place, objectUrl(place, bucket, key), plain);
  const shown = { bucket, checksums: null, leftBehind: first.isGone ? null : key };
  if (first.put === 'refused' || first.put === 'no-such-bucket') {
    return { ...shown, outcome: first.put };
  }
  if (first.put !== 'taken') return { ...shown, outcome: 'failed' };
  // What cannot be deleted is not put there a second time.
  if (!first.isGone) return { ...shown, outcome: 'written' };
  const other = nameOf();
  const second = await putAndDelete(place, objectUrl(place, bucket, other), withTrailer);
  return {
    bucket,
    outcome: 'written',
    // The same keys have just written there, so what is refused now is refused for the checksum.
    checksums: second.put === 'unknown' ? null : second.put === 'taken' ? 'taken' : 'refused',
    leftBehind: second.isGone ? null : other,
  };
};
