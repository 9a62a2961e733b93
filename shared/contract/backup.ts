import { z } from 'zod';
import {
  backupFoundSchema,
  backupPreviewSchema,
  backupSavedSchema,
  restoreChoices,
} from '../backup.ts';
import { connectionIdSchema } from '../ids.ts';
import { maxPassphraseLength, minPassphraseLength } from '../limits.ts';
import { type ChannelGroup, manyAccounts, nothing, usual } from './call.ts';

/** Deriving a key takes a second of a processor, and a dialog a person. */
const seldom = { limit: { burst: 3, perSecond: 0.5 } } as const;

/** Copies of accounts in one encrypted file. A passphrase crosses once, and is in no reply. */
export const backup = {
  /** Has the person choose a public key to lock for; null when they changed their mind. */
  chooseRecipient: {
    argument: nothing,
    reply: z
      .object({ recipient: z.uuid(), fileName: z.string(), fingerprint: z.string() })
      .nullable(),
    ...usual,
    ...seldom,
  },
  save: {
    argument: z.strictObject({
      /** Null for all. */
      connectionIds: z.array(connectionIdSchema).min(1).max(50_000).nullable(),
      lock: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('passphrase'),
          passphrase: z.string().min(minPassphraseLength).max(maxPassphraseLength),
        }),
        z.strictObject({ kind: z.literal('key'), recipient: z.uuid() }),
      ]),
    }),
    reply: backupSavedSchema,
    ...usual,
    ...seldom,
    ...manyAccounts,
  },
  /** Has the person choose a backup and says what anybody can read of it. */
  choose: { argument: nothing, reply: backupFoundSchema.nullable(), ...usual, ...seldom },
  /** Opens it; null when the person chose no private key. */
  open: {
    argument: z.strictObject({
      backup: z.uuid(),
      key: z.discriminatedUnion('kind', [
        z.strictObject({
          kind: z.literal('passphrase'),
          passphrase: z.string().min(1).max(maxPassphraseLength),
        }),
        z.strictObject({
          kind: z.literal('key'),
          /** Of the file with the private key, where it has one. */
          passphrase: z.string().min(1).max(maxPassphraseLength).nullable(),
        }),
      ]),
    }),
    reply: backupPreviewSchema.nullable(),
    ...usual,
    ...seldom,
  },
  restore: {
    argument: z.strictObject({
      backup: z.uuid(),
      /** One for each account of the preview. */
      choices: z.array(z.enum(restoreChoices)).max(50_000),
    }),
    reply: z.object({ added: z.number().int(), replaced: z.number().int() }),
    ...usual,
    ...seldom,
    ...manyAccounts,
  },
  /** The person has left it: main drops what it read. */
  forget: { argument: nothing, reply: nothing, ...usual },
} as const satisfies ChannelGroup<'backup'>;
