import type { NativeCall } from './call-lane.ts';
import type { Presence, SecretService } from './secret-service.ts';

/** The part of keytar that is used. `find*` can crash the process and is left out on purpose. */
export type KeytarApi = {
  readonly getPassword: (service: string, account: string) => Promise<string | null>;
  readonly setPassword: (service: string, account: string, password: string) => Promise<void>;
  readonly deletePassword: (service: string, account: string) => Promise<boolean>;
};

/** Single items of one service, each call under the lane's deadline. */
export type KeychainItems = {
  /** Null for absent *and* for locked. */
  readonly get: (account: string) => Promise<string | null>;
  readonly set: (account: string, text: string) => Promise<void>;
  /** False for absent *and* for locked. */
  readonly remove: (account: string) => Promise<boolean>;
  /** Always `absent` where a locked keychain says so by itself. */
  readonly presence: (account: string) => Promise<Presence>;
  readonly unlock: () => Promise<void>;
  /** Makes the next call in a new session with the keychain's service, where that can be had. */
  readonly changeSession: () => void;
  /** Says what an item is to a person who looks at the keychain; nobody waits for that. */
  readonly label: (account: string, text: string) => void;
};

export const keychainItems = (
  keytar: KeytarApi & { readonly replace?: () => void },
  service: string,
  call: NativeCall,
  secretService: SecretService | undefined,
): KeychainItems => ({
  get: (account) => call(() => keytar.getPassword(service, account)),
  set: (account, text) => call(() => keytar.setPassword(service, account, text)),
  remove: (account) => call(() => keytar.deletePassword(service, account)),
  presence: async (account) =>
    secretService === undefined ? 'absent' : call(() => secretService.find(service, account)),
  unlock: async () => {
    if (secretService !== undefined) await call(secretService.unlock);
  },
  changeSession: () => keytar.replace?.(),
  label: (account, text) => {
    secretService?.label(service, account, text).catch(() => undefined);
  },
});
