import { z } from 'zod';
import { bucketNameSchema } from './buckets.ts';
import { prefixPattern } from './upload-place.ts';

/** What an assistant can have done with an account. */
export const assistantActs = ['list-buckets', 'list-objects', 'link', 'read', 'upload'] as const;
export type AssistantAct = (typeof assistantActs)[number];

/** What an assistant wants, for the person who is asked. */
export const wishSchema = z.object({
  act: z.enum(assistantActs),
  /** The bucket, and what in it, made safe to show; null where it is about no bucket. */
  where: z.string().nullable(),
  /** Of what is to be uploaded. */
  sizeBytes: z.number().int().nullable(),
});
export type Wish = z.infer<typeof wishSchema>;

/** Where an assistant may upload, in each account that it has. */
export const uploadPlaceSchema = z.strictObject({
  bucket: bucketNameSchema,
  /** Empty for the whole bucket; else a folder. */
  prefix: z.string().regex(prefixPattern),
  /** It may replace what is there. */
  replaces: z.boolean(),
});
export type UploadPlace = z.infer<typeof uploadPlaceSchema>;
