import { z } from 'zod';
import { connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import { maxFieldTextLength } from '../../../shared/limits.ts';
import { reminderSchema } from '../../../shared/reminder-schemas.ts';
import { renewalPolicies } from '../../../shared/renewal-policies.ts';
import { errorCodes } from '../../../shared/result.ts';
import {
  connectionFactsSchema,
  s3CheckSchema,
  signInCheckSchema,
} from '../../../shared/schemas.ts';
import { maxTagLength, maxTags } from '../../../shared/tags.ts';
import { currentVersion } from './limits.ts';

const epochSeconds = z.number().int();
const settingText = z.string().max(maxFieldTextLength);

/** What a provider remembers that is no secret (`ProviderSettings` of `providers/adapter.ts`). */
const settingsSchema = z.record(
  z.string().max(60),
  z.union([settingText, z.number(), z.boolean(), z.array(settingText).max(64).readonly()]),
);

/** Facts of a connection whose secret has not been seen yet. */
export const emptyFacts = connectionFactsSchema.parse({
  account: null,
  expiresAtEpochSeconds: null,
  grant: null,
  s3: null,
});

const problemSchema = z
  .object({
    code: z.enum(errorCodes),
    params: z.record(z.string().max(60), z.union([z.string().max(500), z.number()])),
  })
  .nullable()
  // A code that this version does not know must not cost the connection.
  .catch(null);

/** One line of the list of connections. Holds no secret. */
export const connectionRecordSchema = z.object({
  id: connectionIdSchema,
  providerId: providerIdSchema,
  label: z.string().max(200),
  /**
   * `pending`: the secret may or may not be in the keychain yet. `rotating`: the keychain may hold
   * this generation or the next. `deleting`: the person asked for it to be gone. `abandoned`: it
   * was never connected, and what it may have left in the keychain is still to be removed.
   */
  state: z.enum(['pending', 'active', 'rotating', 'deleting', 'abandoned']),
  /** Generation of the keychain record that `facts` were made from. */
  generation: z.number().int().min(1),
  createdAtEpochSeconds: epochSeconds,
  updatedAtEpochSeconds: epochSeconds,
  verifiedAtEpochSeconds: epochSeconds.nullable(),
  /** What that verification showed of S3 keys; null where it showed nothing more. */
  s3Check: s3CheckSchema.nullable().default(null).catch(null),
  /** What a verification showed of a sign-in; kept until another one shows it anew. */
  signInCheck: signInCheckSchema.nullable().default(null).catch(null),
  needsSignIn: z.boolean(),
  /** How often in a row a renewal of this generation was refused without the provider's word. */
  refusedRenewals: z.number().int().min(0).default(0).catch(0),
  /** The last thing known to be wrong; null when nothing is. */
  problem: problemSchema,
  renewalPolicy: z.enum(renewalPolicies).default('automatic').catch('automatic'),
  reminder: reminderSchema.default('default').catch('default'),
  isFavourite: z.boolean().default(false).catch(false),
  tags: z.array(z.string().max(maxTagLength)).max(maxTags).readonly().default([]).catch([]),
  /** How far towards its end this generation was when that was told; null when nothing was. */
  toldExpiry: z
    .object({ stage: z.enum(['expiring', 'expired']), generation: z.number().int() })
    .nullable()
    .default(null)
    .catch(null),
  settings: settingsSchema,
  /** While `rotating`: the settings of the generation that is being written. */
  nextSettings: settingsSchema.nullable().default(null),
  /** The same: what is known of it, where it comes from a copy. */
  nextNoted: z
    .object({
      needsSignIn: z.boolean(),
      problem: problemSchema,
      verifiedAtEpochSeconds: epochSeconds.nullable(),
    })
    .nullable()
    .optional()
    .catch(null),
  /** Worked out from the secret, so one that no longer fits is no loss. */
  facts: connectionFactsSchema.catch(() => emptyFacts),
});
export type ConnectionRecord = z.infer<typeof connectionRecordSchema>;

/** What of a record means something elsewhere: the rest is of its keychain, and begins anew there. */
export const copiedRecordSchema = connectionRecordSchema.omit({
  state: true,
  generation: true,
  nextSettings: true,
  nextNoted: true,
  toldExpiry: true,
});
export type CopiedRecord = z.infer<typeof copiedRecordSchema>;

/** The file around the records, each of which is checked by itself. Unknown fields stay. */
export const metadataFileSchema = z.looseObject({
  version: z.literal(currentVersion),
  sentinel: z.string().max(200).nullable(),
  connections: z.array(z.unknown()),
  /** Entries that did not pass: kept as they are, and tried again at each start. */
  quarantined: z.array(z.unknown()).optional(),
});
