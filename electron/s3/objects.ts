import { createHash } from 'node:crypto';
import { AppError } from '../diagnostics/errors.ts';
import { unexpectedReplyError } from '../platform/reply.ts';
import { judgeListBuckets } from './judge-list-buckets.ts';
import { objectUrl } from './object-url.ts';
import { type CheckedPlace, checkPlace, type S3Place, sendS3 } from './s3-call.ts';
import { readS3Reply } from './s3-reply.ts';

type ObjectName = { readonly bucket: string; readonly key: string };
type Answer = Awaited<ReturnType<typeof sendS3>>;

/** What a request about one object was answered with instead of a success. */
const refusalOf = (answer: Answer): unknown => {
  const { response, host } = answer;
  const reply = readS3Reply(response.body);
  const code = reply.kind === 'error' ? reply.code : '';
  // The answer to HEAD has no body.
  if (code === 'NoSuchKey' || (response.status === 404 && response.body === ''))
    return new AppError('s3.no-such-object');
  if (response.status === 412) return new AppError('s3.object-exists');
  // Two uploads met: nothing was written by this one.
  if (response.status === 409 && code === 'ConditionalRequestConflict')
    return new AppError('server.trouble', { params: { host }, retryable: true });
  try {
    judgeListBuckets({ ...answer, namesBucket: true });
  } catch (error) {
    return error;
  }
  return unexpectedReplyError(response, answer);
};

/** What is left of a whole character that was cut is dropped; null for what is no text in UTF-8. */
const decodeText = (bytes: Uint8Array, truncated: boolean): string | null => {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: truncated });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
};

export type ReadText = {
  readonly text: string;
  /** Of the whole object; null where the server does not say. */
  readonly sizeBytes: number | null;
  readonly truncated: boolean;
};

/**
 * Reads the beginning of an object of UTF-8 text. Throws `s3.no-such-object`, `s3.not-text` for anything
 * else, and what `judgeListBuckets` throws for a bucket that was named.
 */
export const readObject = async (
  place: S3Place,
  { bucket, key, maxBytes }: ObjectName & { readonly maxBytes: number },
): Promise<ReadText> => {
  const checked = checkPlace(place);
  const answer = await sendS3(checked, {
    method: 'GET',
    url: objectUrl(checked, bucket, key),
    // The one server in a hundred that knows no ranges answers with the whole of it.
    maxBodyBytes: maxBytes * 2,
    range: `bytes=0-${maxBytes - 1}`,
    wantsBytes: true,
  });
  const { status, headers, bytes = new Uint8Array() } = answer.response;
  // There is no first byte in an empty object (RFC 9110, section 14.1.2).
  if (status === 416) return { text: '', sizeBytes: 0, truncated: false };
  if (status !== 200 && status !== 206) throw refusalOf(answer);
  const whole = /\/(\d{1,15})$/.exec(headers.get('content-range') ?? '')?.[1];
  const sizeBytes = status === 200 ? bytes.length : whole === undefined ? null : Number(whole);
  const shown = bytes.subarray(0, maxBytes);
  const truncated = sizeBytes === null ? bytes.length >= maxBytes : sizeBytes > shown.length;
  const text = decodeText(shown, truncated);
  if (text === null) throw new AppError('s3.not-text');
  return { text, sizeBytes, truncated };
};

/** Throws `s3.object-exists`, and what keeps it from being known: unknown is not absent. */
const requireAbsent = async (place: CheckedPlace, url: URL): Promise<void> => {
  const answer = await sendS3(place, { method: 'HEAD', url });
  const { status } = answer.response;
  if (status >= 200 && status < 300) throw new AppError('s3.object-exists');
  if (status !== 404) throw refusalOf(answer);
};

/**
 * Writes an object. Where it may replace nothing, it looks first and has the server refuse as well
 * (`If-None-Match`): some know no conditional writes and would take it for a plain one.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export const writeObject = async (
  place: S3Place,
  object: ObjectName & {
    readonly bytes: Uint8Array<ArrayBuffer>;
    readonly contentType: string;
    readonly replaces: boolean;
  },
): Promise<void> => {
  const { bucket, key, bytes, contentType, replaces } = object;
  const checked = checkPlace(place);
  const url = objectUrl(checked, bucket, key);
  if (!replaces) await requireAbsent(checked, url);
  const answer = await sendS3(checked, {
    method: 'PUT',
    url,
    body: {
      content: bytes,
      contentSha256: createHash('sha256').update(bytes).digest('hex'),
      headers: {
        'content-type': contentType,
        ...(replaces ? {} : { 'if-none-match': '*' }),
      },
    },
  });
  if (answer.response.status !== 200) throw refusalOf(answer);
};
