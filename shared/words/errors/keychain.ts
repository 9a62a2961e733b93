import type { KeychainId } from '../../keychains.ts';
import { messages } from '../messages.ts';
import type { Wording } from './wording.ts';

const thenTryAgain = 'Then choose “Try again”.';

type Words = {
  /** As its own program calls it. */
  readonly name: string;
  readonly locked?: Partial<Wording>;
  readonly unavailable?: Partial<Wording>;
};

/**
 * What is said of one keychain and of no other. What is left out is said as of any. Which one it is on
 * Linux only a service tells that is running.
 */
export const keychainWords: Readonly<Record<KeychainId, Words>> = messages('errors/keychain', {
  macos: {
    name: 'Keychain',
    locked: {
      action: `Open Keychain Access, select the keychain “login” and unlock it. ${thenTryAgain}`,
    },
    unavailable: {
      title: 'The Keychain does not answer',
      text: 'Stowkey keeps keys only in the macOS Keychain.',
      action: 'Log out of macOS and in again, then choose “Try again”.',
    },
  },
  windows: {
    name: 'Credential Manager',
    locked: { action: `Sign out of Windows and in again. ${thenTryAgain}` },
    unavailable: {
      title: 'Credential Manager does not answer',
      text: 'Stowkey keeps keys only in Windows Credential Manager.',
      action: `Open Services, start “Credential Manager”. ${thenTryAgain}`,
    },
  },
  'gnome-keyring': {
    name: 'GNOME Keyring',
    locked: {
      action: `Open “Passwords and Keys”, right-click the “Login” keyring and choose Unlock. ${thenTryAgain}`,
    },
    unavailable: {
      title: 'GNOME Keyring has no keyring to use',
      text: 'It is running, but could not open or make one.',
      action: `Open “Passwords and Keys” and make a keyring, or sign out and in again. ${thenTryAgain}`,
    },
  },
  kwallet: {
    name: 'KWallet',
    locked: {
      title: 'Your KDE wallet is locked',
      text: 'Your keys are safe, but Stowkey cannot read or store any until the wallet is open.',
      action: `Open the wallet in KWalletManager. ${thenTryAgain}`,
    },
    unavailable: {
      title: 'There is no KDE wallet to use',
      text: 'KWallet is running, but could not open or make a wallet.',
      action: `Open KWalletManager, make a wallet or open yours. ${thenTryAgain}`,
    },
  },
  keepassxc: {
    name: 'KeePassXC',
    locked: {
      title: 'KeePassXC is locked or said no',
      text: 'Your keys are safe, but Stowkey cannot read or store any until KeePassXC has its database unlocked and allows the access.',
      action:
        'Unlock the database in KeePassXC, choose “Try again”, and allow the access when KeePassXC asks.',
    },
    unavailable: {
      title: 'KeePassXC shows no database',
      text: 'It is running, but no database is open whose Secret Service integration is switched on.',
      action: `Open the database in KeePassXC, choose the group to expose under Database Settings, Secret Service Integration. ${thenTryAgain}`,
    },
  },
  'secret-service': { name: 'Secret Service' },
  vault: {
    name: 'vault file',
    locked: {
      title: 'Your vault file is locked',
      text: 'Your keys are safe in it, and nothing is read or stored until you unlock it.',
      action: 'Unlock it in Stowkey’s window, or with “stowkey unlock” in a terminal.',
    },
    unavailable: {
      title: 'Your vault file is not there',
      text: 'Keys were kept in it, in Stowkey’s folder. Something moved or deleted it.',
      action: `Put vault.jwe back. ${thenTryAgain} Or start a new vault file and sign in to each account again.`,
    },
  },
});

/** Gives what a keychain's error says in the words of that keychain. */
export const wordsOfKeychain = (code: string, id: unknown): Partial<Wording> => {
  if (typeof id !== 'string' || !Object.hasOwn(keychainWords, id)) return {};
  const { locked, unavailable } = keychainWords[id as KeychainId];
  if (code === 'keychain.locked') return locked ?? {};
  return code === 'keychain.unavailable' ? (unavailable ?? {}) : {};
};
