import { z } from 'zod';
import { bucketPattern } from './upload-place.ts';

export const bucketNameSchema = z.string().regex(bucketPattern);

/** S3 takes keys of 1,024 bytes. */
export const objectKeySchema = z.string().min(1).max(1_024);

const bucketEntrySchema = z.object({
  kind: z.enum(['bucket', 'folder', 'object']),
  /** Whole, as the service keeps it: a folder's ends with a slash. */
  name: z.string(),
  sizeBytes: z.number().int().nullable(),
  changedAtEpochMs: z.number().nullable(),
});
export type BucketEntry = z.infer<typeof bucketEntrySchema>;

/** The first thousand of what is there. */
export const bucketPageSchema = z.object({
  entries: z.array(bucketEntrySchema).max(2_000),
  hasMore: z.boolean(),
});
export type BucketPage = z.infer<typeof bucketPageSchema>;
