import { z } from 'zod';
import { diffLineSchema } from './aws-profiles.ts';
import { connectionIdSchema } from './ids.ts';

/** The kinds of file that are looked at. */
const exposedFileKinds = [
  'aws-credentials',
  'aws-config',
  'rclone',
  's3cmd',
  'mc',
  's3fs',
  'duckdb',
  'cyberduck',
  'shell',
  'dotenv',
] as const;
export type ExposedFileKind = (typeof exposedFileKinds)[number];

/** Why a file that is there was not looked into. */
const skipReasons = ['link-out', 'not-a-file', 'too-large', 'binary', 'unreadable'] as const;
export type SkipReason = (typeof skipReasons)[number];

const findingSchema = z.object({
  id: z.uuid(),
  /** With `~` for the person's own folder. */
  file: z.string(),
  /** Where the secret key stands, counted from 1. */
  line: z.number().int().min(1),
  kind: z.enum(exposedFileKinds),
  /** The section, remote or alias that it belongs to. */
  name: z.string().max(80).nullable(),
  /** A copy that was kept of a file when its keys were replaced. */
  isBackup: z.boolean(),
  /** The last characters of the access key ID, which is no secret; empty where it is too short to cut. */
  keyEnding: z.string().max(4),
  /** Unknown is one that no account here has; not compared, one that could not be held against all. */
  owner: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ours'), connectionId: connectionIdSchema }),
    z.object({ kind: z.literal('unknown') }),
    z.object({ kind: z.literal('not-compared') }),
  ]),
  /** What can be done here: replaced in the file, taken into the keychain, or by the person alone. */
  act: z.enum(['replace', 'take', 'by-hand', 'none']),
});
export type ExposedFinding = z.infer<typeof findingSchema>;

/** What a search found. No value of a key is in it. */
export const exposedSearchSchema = z.object({
  findings: z.array(findingSchema),
  /** How many files were looked into. */
  files: z.number().int(),
  skipped: z.array(z.object({ file: z.string(), reason: z.enum(skipReasons) })),
  /** The search ended at a limit, and not everything was looked at. */
  isCutShort: z.boolean(),
  /** The folders that the person added. */
  folders: z.array(z.string()),
});
export type ExposedSearch = z.infer<typeof exposedSearchSchema>;

/** What putting our reference in a key's place would change. */
export const exposedPreviewSchema = z.object({
  file: z.string(),
  lines: z.array(diffLineSchema),
  linesBefore: z.number().int(),
  /** The profile that is added to the AWS config file for it; null where none is needed. */
  profile: z.object({ name: z.string(), file: z.string() }).nullable(),
  /** Stands for the file as it was read and as it would be written; `replace` takes no other. */
  basis: z.string(),
});
export type ExposedPreview = z.infer<typeof exposedPreviewSchema>;
