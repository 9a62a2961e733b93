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
  /** Which keychain it is; null when that cannot be told. Never throws, and asks the person nothing. */
  readonly identify: () => Promise<KeychainProgram | null>;
};
