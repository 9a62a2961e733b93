import type { GrantView } from '../../shared/schemas.ts';
import type { AllowedPath } from './caveat.ts';
import type { EncryptionAccess } from './encryption-access.ts';

export type GrantBucket = NonNullable<GrantView['buckets']>[number];

/** Makes an allowed path readable, with the help of the grant's own store entries. */
export const toGrantBucket = (path: AllowedPath, encryption: EncryptionAccess): GrantBucket => ({
  // StorX writes bucket scopes as `<name>/`, which matches no bucket; the name is still what the
  // person meant, and the warning `bucket-name-slash` tells them.
  bucket: printable(path.bucket.replace(/\/+$/, '')),
  prefix: path.encryptedPrefix === '' ? null : readablePrefix(path, encryption),
});

const readablePrefix = (path: AllowedPath, encryption: EncryptionAccess): GrantBucket['prefix'] => {
  const entry = encryption.entries.find(
    (candidate) =>
      candidate.bucket === path.bucket && candidate.encryptedPath === path.encryptedPrefix,
  );
  return entry === undefined
    ? { encryptedBytes: path.encryptedPrefix.length }
    : printable(entry.unencryptedPath);
};

/** Decodes UTF-8 for showing, with control and direction characters replaced. */
const printable = (bytes: string): string =>
  Buffer.from(bytes, 'latin1')
    .toString('utf8')
    .replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}');
