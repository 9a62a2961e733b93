import { z } from 'zod';
import { assistantActs } from './assistants.ts';
import { handedOutIds } from './copy-formats.ts';
import { connectionIdSchema } from './ids.ts';
import { errorCodes } from './result.ts';
import { operationKinds, revealFields } from './schemas.ts';

/** The account as it was called then. */
const account = { account: z.object({ id: connectionIdSchema, label: z.string() }) };
const consumer = z.string();

/** What one line of the activity says. Bears no secret, and nothing that a provider wrote. */
const activityEntrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.enum(['connected', 'verified', 'expiring', 'expired', 'signed-out', 'disconnected']),
    ...account,
  }),
  /** By that operation; null for one that a crash had cut short. */
  z.object({ kind: z.literal('renewed'), by: z.enum(operationKinds).nullable(), ...account }),
  z.object({ kind: z.literal('renewal-failed'), code: z.enum(errorCodes), ...account }),
  z.object({ kind: z.literal('copied'), as: z.enum(handedOutIds), ...account }),
  z.object({ kind: z.literal('revealed'), field: z.enum(revealFields), ...account }),
  /** So many times since the last line of the kind, or once. */
  z.object({
    kind: z.literal('handed-out'),
    consumer,
    as: z.enum(handedOutIds),
    times: z.number().int().min(1),
    ...account,
  }),
  z.object({ kind: z.enum(['approved', 'refused']), consumer, ...account }),
  /** An assistant had that done, or was refused; without an account where it named none that it has. */
  z.object({
    kind: z.literal('assisted'),
    consumer,
    act: z.enum(['list-accounts', ...assistantActs]),
    /** The bucket, and what in it; null where it is about no bucket. */
    where: z.string().nullable(),
    outcome: z.enum(['done', ...errorCodes]),
    account: account.account.optional(),
  }),
  /** So many accounts were saved in a backup, or taken over from one. */
  z.object({ kind: z.enum(['backed-up', 'restored']), accounts: z.number().int().min(0) }),
  /** Of the file itself: a crash cut a line short; the lines before were changed; lines were lost. */
  z.object({ kind: z.enum(['cut-short', 'chain-broken']) }),
  z.object({ kind: z.literal('lines-lost'), count: z.number().int().min(1) }),
]);
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
export type ActivityKind = ActivityEntry['kind'];

/** Reads what a line says; null for what another version wrote. */
export const readActivityEntry = (line: unknown): ActivityEntry | null =>
  activityEntrySchema.safeParse(line).data ?? null;

const activityKinds = [
  'connected',
  'renewed',
  'renewal-failed',
  'verified',
  'expiring',
  'expired',
  'signed-out',
  'disconnected',
  'copied',
  'revealed',
  'handed-out',
  'approved',
  'refused',
  'assisted',
  'backed-up',
  'restored',
  'cut-short',
  'chain-broken',
  'lines-lost',
] as const satisfies readonly ActivityKind[];

const activityLineSchema = z.object({
  number: z.number().int(),
  atEpochMs: z.number(),
  /** Null for what another version wrote. */
  entry: activityEntrySchema.nullable(),
  /** Something between this line and the one before it was changed or removed. */
  isBroken: z.boolean(),
});
export type ActivityLine = z.infer<typeof activityLineSchema>;

/** Which lines are asked for: newest first, older than `before`. */
export const activityQuerySchema = z.strictObject({
  before: z.number().int().min(0).nullable(),
  limit: z.number().int().min(1).max(500),
  /** Null for all. */
  kinds: z.array(z.enum(activityKinds)).max(activityKinds.length).nullable(),
  connectionId: connectionIdSchema.nullable(),
  /** Stands in the name of the account or of the consumer; letters of any case. */
  text: z.string().max(200),
});
export type ActivityQuery = z.infer<typeof activityQuerySchema>;

export const activityPageSchema = z.object({
  lines: z.array(activityLineSchema).readonly(),
  /** There are older ones. */
  hasMore: z.boolean(),
  /** The file is not as it was written, here or on another page. */
  isBroken: z.boolean(),
  /** Who took credentials of the account that was asked for, the last one first; else empty. */
  usedBy: z
    .array(z.object({ consumer, lastAtEpochMs: z.number(), times: z.number().int() }))
    .readonly(),
});
export type ActivityPage = z.infer<typeof activityPageSchema>;
