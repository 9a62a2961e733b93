import { z } from 'zod';
import { connectionIdSchema, providerIdSchema } from './ids.ts';
import { copyStates } from './schemas.ts';

const epochSeconds = z.number().int();

/** What became of a backup. */
export const backupSavedSchema = z.object({
  /** Null when the person changed their mind. */
  fileName: z.string().nullable(),
  accounts: z.number().int(),
  /** Whose secret is gone or damaged, so that there is nothing to save. */
  leftOut: z.array(connectionIdSchema),
});
export type BackupSaved = z.infer<typeof backupSavedSchema>;

/** What a file says of itself before it is opened. */
export const backupFoundSchema = z.object({
  /** Names it in the calls that follow. */
  backup: z.uuid(),
  fileName: z.string(),
  createdAtEpochSeconds: epochSeconds,
  accounts: z.number().int(),
  lockedWith: z.enum(['passphrase', 'key']),
});
export type BackupFound = z.infer<typeof backupFoundSchema>;

const backedUpAccountSchema = z.object({
  label: z.string(),
  providerId: providerIdSchema,
  account: z.string().nullable(),
  updatedAtEpochSeconds: epochSeconds,
  state: z.enum(copyStates),
  /** A second copy ends the first at its next renewal. */
  worksOnce: z.boolean(),
  /** The same account, as it is here. */
  here: z
    .object({
      connectionId: connectionIdSchema,
      label: z.string(),
      updatedAtEpochSeconds: epochSeconds,
    })
    .nullable(),
});
export type BackedUpAccount = z.infer<typeof backedUpAccountSchema>;

/** What is in an opened backup, without any secret. */
export const backupPreviewSchema = z.object({
  accounts: z.array(backedUpAccountSchema),
  /** Providers that people brought, which come along with their accounts. */
  templates: z.array(
    z.object({ providerId: providerIdSchema, name: z.string(), contacts: z.array(z.string()) }),
  ),
});
export type BackupPreview = z.infer<typeof backupPreviewSchema>;

export const restoreChoices = ['skip', 'add', 'replace'] as const;
export type RestoreChoice = (typeof restoreChoices)[number];
