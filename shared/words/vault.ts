import { messages, says } from './messages.ts';
import { formatMoment } from './time.ts';

/** All that is said about the vault file, beside the errors of it. */
export const vaultWords = messages('vault', {
  banner: {
    use: 'Use a vault file instead…',
    unlock: 'Unlock…',
    anew: 'Start a new vault…',
    move: {
      title: 'This computer has a keychain now',
      text: 'It is the better place for your keys: it opens with your session, without a passphrase. They can move there, and the vault file is deleted then.',
      button: 'Move to the keychain',
    },
    moved: 'Your keys are in the keychain now. The vault file is gone.',
  },
  create: {
    title: 'Use a vault file',
    worth: 'What it is worth',
    points: [
      'Your keys lie in one encrypted file in Stowkey’s folder. It opens with your passphrase and nothing else.',
      'Whoever gets the file can try passphrases for as long as they like, each of which costs about half a second and 128 MB of memory.',
      'While it is unlocked, programs that run as you can get at the keys, as with a keychain.',
      'Nobody can restore a forgotten passphrase. You would sign in to each account again.',
    ],
    staying: 'Keys that are in a keychain stay there. Those accounts ask you to sign in again.',
    passphrase: 'Passphrase',
    again: 'Passphrase again',
    help: 'Five random words are good, or what a password manager makes.',
    tooShort: says('Use {length} characters or more.', (length: number) => ({ length })),
    differs: 'The two are not the same.',
    button: 'Create the vault',
    busy: 'Creating…',
  },
  anew: {
    title: 'Start a new vault',
    text: 'Without its passphrase nobody can open the vault that you have. It is kept beside the new one, under a dated name. Your accounts stay in the list, and each one asks you to sign in again.',
  },
  unlock: {
    title: 'Unlock your vault',
    passphrase: 'Passphrase',
    button: 'Unlock',
    busy: 'Unlocking…',
    missing: 'Type the passphrase.',
    forgotten: 'I forgot it…',
  },
  change: {
    title: 'Change the passphrase',
    from: 'Passphrase now',
    to: 'New passphrase',
    again: 'New passphrase again',
    button: 'Change',
    busy: 'Changing…',
    done: 'The vault has its new passphrase.',
  },
  settings: {
    group: 'Vault file',
    change: 'Change passphrase…',
    lock: 'Lock now',
  },
  status: {
    locked: 'Vault locked',
  },
});

/** What the command line prints and asks. */
export const vaultLines = {
  passphrase: 'Passphrase: ',
  newPassphrase: 'New passphrase: ',
  again: 'Again: ',
  tooShort: (length: number) => `A new passphrase has ${length} characters or more.`,
  unlocked: (locksAtEpochMs: number | null) =>
    locksAtEpochMs === null
      ? 'Unlocked until Stowkey ends, you lock it or the screen locks.'
      : `Unlocked until ${formatMoment(locksAtEpochMs / 1000)}.`,
  locked: 'Locked.',
  movedToVault: 'Your keys are in the vault file now.',
  movedToKeychain: 'Your keys are in the keychain now. The vault file is gone.',
  changed: 'The vault has its new passphrase.',
} as const;
