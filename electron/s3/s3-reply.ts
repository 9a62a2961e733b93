import { z } from 'zod';
import { parseXml } from './xml.ts';

/** What the body of an S3 reply says. */
export type S3Reply =
  | { readonly kind: 'buckets'; readonly count: number }
  /** One page of a bucket's objects; which ones is nobody's business here. */
  | { readonly kind: 'objects' }
  /** With the region that the server asks for, where it names one. */
  | { readonly kind: 'error'; readonly code: string; readonly region?: string }
  | { readonly kind: 'unknown' };

const unknown: S3Reply = { kind: 'unknown' };

const listSchema = z.object({
  ListAllMyBucketsResult: z.union([
    z.literal(''),
    z.object({
      // An empty element is read as an empty text.
      Buckets: z.union([z.string(), z.object({ Bucket: z.array(z.unknown()) })]).optional(),
    }),
  ]),
});
const objectsSchema = z.object({ ListBucketResult: z.unknown() });
const errorSchema = z.object({
  Error: z.object({
    Code: z.string().regex(/^[A-Za-z0-9.]{1,64}$/),
    Region: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,63}$/)
      .optional()
      .catch(undefined),
  }),
});

/**
 * Reads the body of a ListBuckets or ListObjects reply or of an S3 error. Never throws: what is not well-formed
 * XML of a known kind, or has a document type, is `unknown`.
 */
export const readS3Reply = (body: string): S3Reply => {
  const document = parseXml(body);
  const error = errorSchema.safeParse(document);
  if (error.success) {
    const { Code: code, Region: region } = error.data.Error;
    return { kind: 'error', code, ...(region === undefined ? {} : { region }) };
  }
  if (objectsSchema.safeParse(document).success) return { kind: 'objects' };
  const list = listSchema.safeParse(document);
  if (!list.success) return unknown;
  const result = list.data.ListAllMyBucketsResult;
  const buckets = result === '' ? undefined : result.Buckets;
  return { kind: 'buckets', count: typeof buckets === 'object' ? buckets.Bucket.length : 0 };
};
