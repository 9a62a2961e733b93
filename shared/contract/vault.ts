import { z } from 'zod';
import { maxPassphraseLength, minPassphraseLength, passphraseGuesses } from '../limits.ts';
import { vaultViewSchema } from '../schemas.ts';
import { type ChannelGroup, nothing, usual } from './call.ts';

/** A passphrase that is being chosen, and one that was. It crosses once, and is in no reply. */
const chosen = z.string().min(minPassphraseLength).max(maxPassphraseLength);
const typed = z.string().min(1).max(maxPassphraseLength);

export const vaultArguments = {
  create: z.strictObject({
    passphrase: chosen,
    /** Sets the vault aside that is in use, which nobody can open any more. */
    inPlace: z.boolean(),
    /** The person knows that keys in a keychain which cannot be reached stay there. */
    leavesKeys: z.boolean(),
  }),
  move: z.strictObject({ passphrase: chosen }),
  changePassphrase: z.strictObject({ from: typed, to: chosen }),
  passphrase: typed,
} as const;

/** Each derives a key, for most of a second and in 128 MiB; nobody who guesses is to be faster. */
export const guessed = { ...usual, limit: passphraseGuesses } as const;

/** The vault file, for computers without a keychain. */
export const vault = {
  create: { argument: vaultArguments.create, reply: vaultViewSchema, ...guessed },
  unlock: {
    argument: z.strictObject({ passphrase: typed }),
    reply: vaultViewSchema,
    ...guessed,
  },
  lock: { argument: nothing, reply: nothing, ...usual },
  changePassphrase: { argument: vaultArguments.changePassphrase, reply: nothing, ...guessed },
  moveToKeychain: { argument: nothing, reply: nothing, ...guessed },
} as const satisfies ChannelGroup<'vault'>;
