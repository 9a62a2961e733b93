import type { ConnectionId } from '../../shared/ids.ts';
import type { KeychainId } from '../../shared/keychains.ts';
import type { Secret } from '../diagnostics/secret.ts';

/** The programs that keep a person's secrets on Linux, by what people call them. */
export type KeychainProgram = Extract<KeychainId, 'gnome-keyring' | 'keepassxc' | 'kwallet'>;

/** A connection's secrets by field name, such as `accessGrant` or `secretAccessKey`. */
export type SecretFields = Readonly<Record<string, Secret>>;

export type SecretRecord = {
  /** Starts at 1 and grows by one with each rotation. */
  readonly generation: number;
  readonly fields: SecretFields;
};

/**
 * Keeps one record a connection in the operating system's keychain.
 *
 * Every call throws `AppError` with a `keychain.*` code when the keychain cannot answer. `null` and
 * a resolved delete mean *certainly absent*, never *could not look* (see the sentinel in
 * `keytar-store.ts`).
 */
export type SecretStore = {
  /** Throws `keychain.corrupt` for a record whose digest or shape is wrong. */
  readonly read: (id: ConnectionId) => Promise<SecretRecord | null>;
  /**
   * Replaces the record and reads it back. After a crash the old record or the new one is there,
   * whole.
   */
  readonly write: (id: ConnectionId, record: SecretRecord) => Promise<void>;
  /**
   * Says whose a record is to a person who opens the keychain in its own program (Linux). A write
   * takes that away again. Never fails: a label is no reason to call a save one that went wrong.
   */
  readonly label: (id: ConnectionId, text: string) => Promise<void>;
  readonly delete: (id: ConnectionId) => Promise<void>;
  /**
   * Looks whether the keychain is open and is the one this profile wrote to. Resolves when it is;
   * throws `keychain.locked`, `.unavailable`, `.timeout`, `.replaced` or `.failed` otherwise.
   */
  readonly check: () => Promise<void>;
  /**
   * Takes the keychain that is open now for this profile's, once the former one is known to be gone
   * (`keychain.replaced`). Deletes nothing.
   */
  readonly adopt: () => Promise<void>;
  /** Removes what the store keeps for itself, once every record is deleted. */
  readonly forget: () => Promise<void>;
  /** Says whether it is known to be locked. Never throws, and asks the person nothing. */
  readonly isLocked: () => Promise<boolean>;
  /** Says whether there is one at all, open or not. Never throws, and asks the person nothing. */
  readonly isThere: () => Promise<boolean>;
  /** Which keychain it is; null when that cannot be told. Never throws, and asks the person nothing. */
  readonly identify: () => Promise<KeychainProgram | 'vault' | null>;
};

/**
 * Where the secrets of this list lie: in the system's keychain, or in the vault file once a person has
 * chosen that. The list's sentinel says which, so that changing from one to the other is one write.
 */
export type SecretPlace = {
  /** The one of the two that is in use; all of its calls wait for a move to end. */
  readonly store: SecretStore;
  readonly isVault: () => boolean;
  readonly isVaultOpen: () => boolean;
  /** Whether there is a keychain that a vault could be moved into. Asks the person nothing. */
  readonly hasKeychain: () => Promise<boolean>;
  /**
   * Begins a vault and uses it from now on; secrets that a keychain holds out of reach stay there until
   * `moveToKeychain`. Throws `vault.exists` for one that is in use, unless another is to take its place: it
   * is set aside then.
   */
  readonly createVault: (passphrase: Secret, inPlace: boolean) => Promise<void>;
  /** These three throw `vault.unused` where no vault is in use, and else what `VaultFile` throws. */
  readonly unlockVault: (passphrase: Secret) => Promise<void>;
  readonly changePassphrase: (from: Secret, to: Secret) => Promise<void>;
  /**
   * Copies everything into the keychain, reads it back, uses the keychain from then on and removes the
   * vault. Killed anywhere, it is one of the two, whole. Throws `keychain.*` and `metadata.*`, with the
   * vault in use as before.
   */
  readonly moveToKeychain: () => Promise<void>;
  /**
   * The same the other way: copies everything into a new vault, reads it back, uses the vault from then on
   * and deletes what the keychain holds. Throws `vault.exists` where a vault is in use, and else as
   * `moveToKeychain`, with the keychain in use as before.
   */
  readonly moveToVault: (passphrase: Secret) => Promise<void>;
  readonly lockVault: () => void;
  /**
   * Deletes what accounts left in a keychain when a vault was chosen, as far as nobody needs it any more.
   * False where the keychain cannot be asked.
   */
  readonly eraseLeft: () => Promise<boolean>;
  /** Removes the vault's files, whether one is in use or not. Throws `metadata.*`. */
  readonly eraseVault: () => Promise<void>;
};
