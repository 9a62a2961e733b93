import { z } from 'zod';
import type { BucketEntry, BucketPage } from '../../shared/buckets.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import { unexpectedReplyError } from '../platform/reply.ts';
import { judgeListBuckets } from './judge-list-buckets.ts';
import { objectUrl } from './object-url.ts';
import { bucketUrl, checkPlace, type S3Place, sendS3 } from './s3-call.ts';
import { presignS3 } from './signed-request.ts';
import { parseXml } from './xml.ts';

/** What a page holds at most, here and by the rules of S3. */
const maxEntries = 1_000;
/** A thousand names of 1,024 bytes, each of which may be written as three. */
const maxBodyBytes = 8 * 1024 * 1024;

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  lt: '<',
  quot: '"',
};

/** The parser leaves entities alone, so that none can grow; these stand for one character each. */
const unescapeXml = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,4}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return entities[name] ?? whole;
    const point = Number.parseInt(decimal ?? hex, decimal === undefined ? 16 : 10);
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
  });

const name = z.string().max(4_096);
const time = z
  .string()
  .transform((text) => Date.parse(text))
  .pipe(z.number())
  .nullable()
  .catch(null);

const bucketsSchema = z.object({
  ListAllMyBucketsResult: z.union([
    z.literal(''),
    z.object({
      Buckets: z
        .union([
          z.string(),
          z.object({ Bucket: z.array(z.object({ Name: name, CreationDate: time })).max(10_000) }),
        ])
        .optional(),
    }),
  ]),
});

const objectsSchema = z.object({
  ListBucketResult: z.object({
    IsTruncated: z.enum(['true', 'false']).catch('false'),
    EncodingType: z.string().optional(),
    NextContinuationToken: name.optional(),
    Contents: z
      .array(
        z.object({
          Key: name,
          LastModified: time,
          Size: z
            .string()
            .regex(/^\d{1,15}$/)
            .transform(Number),
        }),
      )
      .max(maxEntries)
      .default([]),
    CommonPrefixes: z
      .array(z.object({ Prefix: name }))
      .max(maxEntries)
      .default([]),
  }),
});

/** Lists the first thousand buckets. Throws what `judgeListBuckets` does, and `s3.access-denied`. */
export const listBuckets = async (place: S3Place): Promise<BucketPage> => {
  const checked = checkPlace(place);
  const answer = await sendS3(checked, { method: 'GET', url: checked.url, maxBodyBytes });
  if (judgeListBuckets(answer).proof !== 'listed') {
    throw new AppError('s3.access-denied', { params: { host: answer.host } });
  }
  const read = bucketsSchema.safeParse(parseXml(answer.response.body));
  if (!read.success) throw unexpectedReplyError(answer.response, answer);
  const result = read.data.ListAllMyBucketsResult;
  const found =
    typeof result === 'object' && typeof result.Buckets === 'object' ? result.Buckets.Bucket : [];
  const entries = found.slice(0, maxEntries).map(
    ({ Name, CreationDate }): BucketEntry => ({
      kind: 'bucket',
      name: unescapeXml(Name),
      sizeBytes: null,
      changedAtEpochMs: CreationDate,
    }),
  );
  return { entries, hasMore: found.length > maxEntries };
};

/** Which page of what is right below a prefix of a bucket. */
type Where = {
  readonly bucket: string;
  readonly prefix: string;
  /** What the page before gave; left out for the first one. */
  readonly cursor?: string;
  /** A thousand unless told, which is the most. */
  readonly most?: number;
};

/** Lists objects and folders right below a prefix of a bucket, and what names the next page. */
export const listEntries = async (
  place: S3Place,
  { bucket, prefix, cursor, most = maxEntries }: Where,
): Promise<BucketPage & { readonly nextCursor: string | null }> => {
  const checked = checkPlace(place);
  const url = bucketUrl(checked, bucket);
  for (const [key, value] of [
    ...(cursor === undefined ? [] : [['continuation-token', cursor] as const]),
    ['delimiter', '/'],
    ['encoding-type', 'url'],
    ['list-type', '2'],
    ['max-keys', String(most)],
    ['prefix', prefix],
  ] as const)
    url.searchParams.set(key, value);
  const answer = await sendS3(checked, { method: 'GET', url, maxBodyBytes });
  judgeListBuckets({ ...answer, namesBucket: true });
  const read = objectsSchema.safeParse(parseXml(answer.response.body));
  if (!read.success) throw unexpectedReplyError(answer.response, answer);
  const { Contents, CommonPrefixes, EncodingType, IsTruncated, NextContinuationToken } =
    read.data.ListBucketResult;
  const named = (text: string): string => {
    const plain = unescapeXml(text);
    if (EncodingType !== 'url') return plain;
    try {
      return decodeURIComponent(plain.replaceAll('+', ' '));
    } catch {
      return plain;
    }
  };
  const folders = CommonPrefixes.map(
    ({ Prefix }): BucketEntry => ({
      kind: 'folder',
      name: named(Prefix),
      sizeBytes: null,
      changedAtEpochMs: null,
    }),
  );
  const objects = Contents.map(
    ({ Key, Size, LastModified }): BucketEntry => ({
      kind: 'object',
      name: named(Key),
      sizeBytes: Size,
      changedAtEpochMs: LastModified,
    }),
  ).filter((each) => each.name !== prefix);
  const hasMore = IsTruncated === 'true';
  const next = hasMore && NextContinuationToken !== undefined ? NextContinuationToken : null;
  const nextCursor = next === null ? null : unescapeXml(next);
  return { entries: [...folders, ...objects], hasMore, nextCursor };
};

/** Makes an address that opens an object for whoever has it, until it ends. */
export const linkTo = async (
  place: S3Place,
  object: { readonly bucket: string; readonly key: string; readonly seconds: number },
): Promise<Secret> => {
  const checked = checkPlace(place);
  return presignS3({
    url: objectUrl(checked, object.bucket, object.key),
    keys: checked.keys,
    region: checked.region,
    atEpochMs: checked.clock.nowEpochMs(),
    seconds: object.seconds,
  });
};
