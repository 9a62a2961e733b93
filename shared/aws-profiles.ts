import { z } from 'zod';
import { connectionIdSchema } from './ids.ts';

/** One line of our block in the AWS config file, before and after a change. */
export const diffLineSchema = z.object({
  kind: z.enum(['kept', 'added', 'removed']),
  text: z.string(),
});
export type DiffLine = z.infer<typeof diffLineSchema>;

/** What writing a profile would change. Nothing of the file but our own block is in it. */
export const profilePreviewSchema = z.object({
  lines: z.array(diffLineSchema),
  /** How many lines of the file stand before the block. */
  linesBefore: z.number().int(),
  /** Stands for the file as it was read and as it would be written; `write` takes no other. */
  basis: z.string(),
});
export type ProfilePreview = z.infer<typeof profilePreviewSchema>;

/** The profiles that one account has in the AWS config file. */
export const profileListSchema = z.object({
  /** The file's path, with `~` for the person's own folder. */
  file: z.string(),
  profiles: z.array(z.string()),
  /** A name for another one, which nothing has yet. */
  proposed: z.string(),
});
export type ProfileList = z.infer<typeof profileListSchema>;

/** The profiles in the AWS config file whose account is gone: each with the id that it had. */
export const leftProfilesSchema = z.object({
  file: z.string(),
  profiles: z.array(z.object({ profile: z.string(), connectionId: connectionIdSchema })),
});
export type LeftProfiles = z.infer<typeof leftProfilesSchema>;

/** Takes the last change back; null when nothing was changed. */
export const profileChangeSchema = z.object({ undo: z.uuid().nullable() });
