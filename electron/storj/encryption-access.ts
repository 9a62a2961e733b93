import { createHash } from 'node:crypto';
import { AccessGrantError } from './access-grant-error.ts';
import { byteText } from './caveat.ts';
import { bytesOf, lastBytesOf, type ProtobufField, readFields } from './protobuf-reader.ts';

/** What a grant's encryption access tells without its keys. Paths are byte-exact text. */
export type EncryptionAccess = {
  readonly defaultKeyHash: string | null;
  readonly entries: readonly {
    readonly bucket: string;
    readonly unencryptedPath: string;
    readonly encryptedPath: string;
  }[];
};

const fieldNumbers = { defaultKey: 1, storeEntries: 2 };
const entryFieldNumbers = { bucket: 1, unencryptedPath: 2, encryptedPath: 3, key: 4 };
const keyBytes = 32;

/**
 * Reads the encryption access of a grant. The keys decrypt the person's files: they are measured
 * and hashed here and go no further.
 *
 * Throws `ProtobufError`, or `AccessGrantError` with `bad-key-length`. Source: storj/common
 * `pb/encryption_access.proto`.
 */
export const readEncryptionAccess = (fields: readonly ProtobufField[]): EncryptionAccess => {
  const defaultKey = lastBytesOf(fields, fieldNumbers.defaultKey);
  const hasDefaultKey = defaultKey !== undefined && defaultKey.length > 0;
  if (hasDefaultKey) requireKeyLength(defaultKey);
  return {
    defaultKeyHash: hasDefaultKey ? truncatedSha256(defaultKey) : null,
    entries: bytesOf(fields, fieldNumbers.storeEntries).map(readStoreEntry),
  };
};

/** Gives the first 16 hex digits of the SHA-256: enough to tell apart, too little to be the key. */
export const truncatedSha256 = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex').slice(0, 16);

const readStoreEntry = (bytes: Uint8Array) => {
  const entry = readFields(bytes);
  requireKeyLength(lastBytesOf(entry, entryFieldNumbers.key));
  return {
    bucket: byteText(lastBytesOf(entry, entryFieldNumbers.bucket)),
    unencryptedPath: byteText(lastBytesOf(entry, entryFieldNumbers.unencryptedPath)),
    encryptedPath: byteText(lastBytesOf(entry, entryFieldNumbers.encryptedPath)),
  };
};

const requireKeyLength = (key: Uint8Array | undefined): void => {
  if (key?.length !== keyBytes) throw new AccessGrantError('bad-key-length');
};
