import type { Wording } from './wording.ts';

/** The keychains that people have; on Linux each of the last four speaks the Secret Service. */
export const keychainIds = [
  'macos',
  'windows',
  'gnome-keyring',
  'kwallet',
  'keepassxc',
  'secret-service',
] as const;
type KeychainId = (typeof keychainIds)[number];

const isKeychainId = (value: unknown): value is KeychainId =>
  (keychainIds as readonly unknown[]).includes(value);

/** The keychain of a platform, as far as that alone tells. */
export const keychainOf = (platform: string): KeychainId => {
  if (platform === 'darwin') return 'macos';
  return platform === 'win32' ? 'windows' : 'secret-service';
};

const thenTryAgain = 'Then choose “Try again”.';

type Words = {
  /** As its own program calls it. */
  readonly name: string;
  readonly locked?: Partial<Wording>;
  readonly unavailable?: Partial<Wording>;
};

/** What is said of one keychain and of no other. What is left out is said as of any. */
export const keychainWords: Readonly<Record<KeychainId, Words>> = {
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
      title: 'GNOME Keyring does not answer',
      text: 'Stowkey keeps keys only there, and it is not running in this session.',
      action: 'Sign out and in again, then choose “Try again”.',
    },
  },
  kwallet: {
    name: 'KWallet',
    locked: { action: `Open KWalletManager and open the wallet. ${thenTryAgain}` },
    unavailable: {
      title: 'KWallet does not answer',
      text: 'Stowkey keeps keys only there, and it is not running in this session.',
      action: `Enable it in System Settings under KDE Wallet. ${thenTryAgain}`,
    },
  },
  keepassxc: {
    name: 'KeePassXC',
    locked: { action: `Unlock your database in KeePassXC. ${thenTryAgain}` },
    unavailable: {
      title: 'KeePassXC does not answer',
      text: 'Stowkey keeps keys only there, and it is not running in this session.',
      action: `Start KeePassXC, and see that Secret Service Integration is enabled in its settings. ${thenTryAgain}`,
    },
  },
  'secret-service': { name: 'Secret Service' },
};

/** Gives what a keychain's error says in the words of that keychain. */
export const wordsOfKeychain = (code: string, id: unknown): Partial<Wording> => {
  if (!isKeychainId(id)) return {};
  const { locked, unavailable } = keychainWords[id];
  if (code === 'keychain.locked') return locked ?? {};
  return code === 'keychain.unavailable' ? (unavailable ?? {}) : {};
};
