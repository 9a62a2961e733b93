import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';
import { z } from 'zod';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { parseJson } from '../platform/json.ts';
import { iterations, maxIterations } from './limits.ts';
import { deriveKey, passphraseAlgorithm, unwrapKey, wrapKey } from './passphrase-key.ts';
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
const encryption = 'A256GCM';
const gcm = { name: 'aes-256-gcm', ivBytes: 12, keyBytes: 32, tagBytes: 16 } as const;
const saltBytes = 16;

const versionSchema = z.object({
  typ: z.literal(fileType),
  backup: z.object({ version: z.number().int().min(1) }),
});
const common = {
  enc: z.literal(encryption),
  // Neither is written, and a compressed file could be a small one that becomes endless.
  zip: z.undefined().optional(),
  crit: z.undefined().optional(),
  backup: z.object({
    createdAtEpochSeconds: z.number().int().min(0).max(8_640_000_000_000),
    accounts: z.number().int().min(0).max(10_000_000),
  }),
};
const headerSchema = z.discriminatedUnion('alg', [
  z.object({
    ...common,
    alg: z.literal(passphraseAlgorithm),
    p2c: z.number().int().min(1).max(maxIterations),
    p2s: z.string().min(11).max(200),
  }),
  z.object({ ...common, alg: z.enum(keyAlgorithms), kid: z.string().max(200).optional() }),
]);

const encoded = (bytes: Buffer | string): string => Buffer.from(bytes).toString('base64url');

/** Null for anything but base64url in its one spelling, so that no letter of a file is without meaning. */
const decoded = (text: string): Buffer | null => {
  const bytes = Buffer.from(text, 'base64url');
  return encoded(bytes) === text ? bytes : null;
};

/**
 * Encrypts a backup as one JWE in compact form (RFC 7516): under a passphrase (PBES2, RFC 7518 section
 * 4.8) or for the holder of a key.
 */
export const seal = async (
  text: Secret,
  about: Pick<BackupHeader, 'createdAtEpochSeconds' | 'accounts'>,
  lock: Lock,
  rounds: number = iterations,
): Promise<string> => {
  const { createdAtEpochSeconds, accounts } = about;
  const header = {
    enc: encryption,
    typ: fileType,
    backup: { version, createdAtEpochSeconds, accounts },
  };
  if (lock.kind === 'key') {
    const { algorithm, fingerprint, key } = lock.key;
    return new CompactEncrypt(Buffer.from(text.expose()))
      .setProtectedHeader({ alg: algorithm, ...header, kid: fingerprint })
      .encrypt(key);
  }
  const salt = randomBytes(saltBytes);
  const named = { alg: passphraseAlgorithm, ...header, p2c: rounds, p2s: encoded(salt) };
  const shown = encoded(JSON.stringify(named));
  const key = randomBytes(gcm.keyBytes);
  const iv = randomBytes(gcm.ivBytes);
  const cipher = createCipheriv(gcm.name, key, iv, { authTagLength: gcm.tagBytes });
  // The header is authenticated as it stands in the file (RFC 7516, section 5.1).
  cipher.setAAD(Buffer.from(shown, 'ascii'));
  const content = Buffer.concat([cipher.update(text.expose(), 'utf8'), cipher.final()]);
  const wrapped = wrapKey(await deriveKey(lock.passphrase, salt, rounds), key);
  return [shown, ...[wrapped, iv, content, cipher.getAuthTag()].map(encoded)].join('.');
};

/** Reads the header of a file. Throws what `readHeader` does. */
const parse = (file: string): z.infer<typeof headerSchema> => {
  const end = file.indexOf('.');
  if (end < 1 || end > maxHeaderLength) throw new AppError('backup.not-a-backup');
  const said = parseJson(decoded(file.slice(0, end))?.toString('utf8') ?? '');
  const known = versionSchema.safeParse(said);
  if (!known.success) throw new AppError('backup.not-a-backup');
  if (known.data.backup.version > version) throw new AppError('backup.newer-version');
  const header = headerSchema.safeParse(said);
  if (!header.success) throw new AppError('backup.not-a-backup');
  return header.data;
};

/**
 * Reads what a file says of itself. Throws `backup.not-a-backup`, and `backup.newer-version` for what a
 * version to come wrote.
 */
export const readHeader = (file: string): BackupHeader => {
  const header = parse(file);
  return header.alg === passphraseAlgorithm
    ? { ...header.backup, lockedWith: 'passphrase', keyId: null }
    : { ...header.backup, lockedWith: 'key', keyId: header.kid ?? null };
};

/**
 * Decrypts a backup. Throws what `readHeader` throws, and `backup.not-opened` for the wrong passphrase
 * or key and for a file with so much as one altered byte: nobody can tell these apart.
 */
export const unseal = async (file: string, key: Secret | KeyObject): Promise<Secret> => {
  const header = parse(file);
  const [shown = '', ...rest] = file.split('.');
  const parts = rest.flatMap((part) => decoded(part) ?? []);
  if (parts.length !== 4 || rest.length !== 4) throw new AppError('backup.not-a-backup');
  try {
    const plain = !(key instanceof Secret)
      ? (await compactDecrypt(file, key, { keyManagementAlgorithms: [...keyAlgorithms] })).plaintext
      : header.alg === passphraseAlgorithm
        ? await decrypt(header, shown, parts, key)
        : null;
    if (plain !== null) return new Secret(new TextDecoder('utf-8', { fatal: true }).decode(plain));
  } catch {
    // A message of a library may quote what it was given, so none is kept as a cause.
  }
  throw new AppError('backup.not-opened');
};

type PassphraseHeader = Extract<z.infer<typeof headerSchema>, { alg: typeof passphraseAlgorithm }>;

/** Null for another passphrase; throws for what was altered. */
const decrypt = async (
  { p2s, p2c }: PassphraseHeader,
  shown: string,
  parts: readonly Buffer[],
  passphrase: Secret,
): Promise<Buffer | null> => {
  const [wrapped, iv, content, tag] = parts;
  const salt = decoded(p2s);
  if (salt === null || wrapped === undefined || iv === undefined || content === undefined) {
    return null;
  }
  const isWhole = wrapped.length === gcm.keyBytes + 8 && iv.length === gcm.ivBytes;
  if (!isWhole || tag?.length !== gcm.tagBytes) return null;
  const key = unwrapKey(await deriveKey(passphrase, salt, p2c), wrapped);
  if (key === null) return null;
  const decipher = createDecipheriv(gcm.name, key, iv, { authTagLength: gcm.tagBytes });
  decipher.setAAD(Buffer.from(shown, 'ascii')).setAuthTag(tag);
  return Buffer.concat([decipher.update(content), decipher.final()]);
};
