import type { KeyObject } from 'node:crypto';
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { iterations, maxIterations } from './limits.ts';
import { keyAlgorithms, type RecipientKey } from './recipients.ts';

/** What a backup is locked with, or opened with. */
export type Lock =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  | { readonly kind: 'key'; readonly key: RecipientKey };

/** What anybody can read of a backup, and nobody can change unnoticed. */
export type BackupHeader = {
  readonly createdAtEpochSeconds: number;
  readonly accounts: number;
  readonly lockedWith: Lock['kind'];
  /** The fingerprint of the key that it is for; null with a passphrase. */
  readonly keyId: string | null;
};

const fileType = 'stowkey-backup';
const version = 1;
const maxHeaderLength = 4_096;
const passphraseAlgorithm = 'PBES2-HS512+A256KW';
const encryption = 'A256GCM';

const versionSchema = z.object({
  typ: z.literal(fileType),
  backup: z.object({ version: z.number().int().min(1) }),
});
const headerSchema = z.object({
  alg: z.enum([passphraseAlgorithm, ...keyAlgorithms]),
  enc: z.literal(encryption),
  // Neither is written, and a compressed file could be a small one that becomes endless.
  zip: z.undefined().optional(),
  crit: z.undefined().optional(),
  p2c: z.number().int().min(1).max(maxIterations).optional(),
  kid: z.string().max(200).optional(),
  backup: z.object({
    createdAtEpochSeconds: z.number().int().min(0).max(8_640_000_000_000),
    accounts: z.number().int().min(0).max(10_000_000),
  }),
});

/** Passphrases look the same on every keyboard, and are the same then (Unicode NFKC). */
const bytesOf = (passphrase: Secret): Uint8Array =>
  new TextEncoder().encode(passphrase.expose().normalize('NFKC'));

/**
 * Encrypts a backup as one JWE in compact form (RFC 7516): under a passphrase (PBES2, RFC 7518 section
 * 4.8) or for the holder of a key.
 */
export const seal = async (
  text: Secret,
  about: Pick<BackupHeader, 'createdAtEpochSeconds' | 'accounts'>,
  lock: Lock,
  passphraseIterations: number = iterations,
): Promise<string> => {
  const { createdAtEpochSeconds, accounts } = about;
  const common = {
    enc: encryption,
    typ: fileType,
    backup: { version, createdAtEpochSeconds, accounts },
  };
  const jwe = new CompactEncrypt(new TextEncoder().encode(text.expose()));
  if (lock.kind === 'key') {
    const { algorithm, fingerprint, key } = lock.key;
    return jwe.setProtectedHeader({ alg: algorithm, ...common, kid: fingerprint }).encrypt(key);
  }
  return jwe
    .setProtectedHeader({ alg: passphraseAlgorithm, ...common })
    .setKeyManagementParameters({ p2c: passphraseIterations })
    .encrypt(bytesOf(lock.passphrase));
};

/**
 * Reads what a file says of itself. Throws `backup.not-a-backup`, and `backup.newer-version` for what a
 * version to come wrote.
 */
export const readHeader = (file: string): BackupHeader => {
  const end = file.indexOf('.');
  if (end < 1 || end > maxHeaderLength) throw new AppError('backup.not-a-backup');
  const said = decoded(file);
  const known = versionSchema.safeParse(said);
  if (!known.success) throw new AppError('backup.not-a-backup');
  if (known.data.backup.version > version) throw new AppError('backup.newer-version');
  const header = headerSchema.safeParse(said);
  if (!header.success) throw new AppError('backup.not-a-backup');
  const { alg, backup, kid } = header.data;
  const lockedWith = alg === passphraseAlgorithm ? 'passphrase' : 'key';
  return { ...backup, lockedWith, keyId: lockedWith === 'key' ? (kid ?? null) : null };
};

const decoded = (file: string): unknown => {
  try {
    return decodeProtectedHeader(file);
  } catch {
    return undefined;
  }
};

/**
 * Decrypts a backup. Throws what `readHeader` throws, and `backup.not-opened` for the wrong passphrase
 * or key and for a file with so much as one altered byte: nobody can tell these apart.
 */
export const unseal = async (file: string, key: Secret | KeyObject): Promise<Secret> => {
  readHeader(file);
  try {
    const { plaintext } = await compactDecrypt(file, key instanceof Secret ? bytesOf(key) : key, {
      keyManagementAlgorithms: [passphraseAlgorithm, ...keyAlgorithms],
      contentEncryptionAlgorithms: [encryption],
      maxPBES2Count: maxIterations,
    });
    return new Secret(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
  } catch {
    // A message of a library may quote what it was given, so none is kept as a cause.
    throw new AppError('backup.not-opened');
  }
};
