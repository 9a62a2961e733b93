import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { AppError } from '../../diagnostics/errors.ts';
import { parseJson } from '../../platform/json.ts';
import { mostCost, type ScryptCost, usualCost, type VaultKey } from './key.ts';

/** The longest vault file that is read or written, in bytes. */
export const maxVaultBytes = 64 * 1024 * 1024;

export const saltBytes = 16;
const fileType = 'stowkey-vault';
const version = 1;
const maxHeaderLength = 1_024;

/** How a vault's key is derived: all that stands unencrypted in its file. */
export type VaultHeader = { readonly salt: Buffer; readonly cost: ScryptCost };

/** Texts by the name of their item. */
export type VaultItems = ReadonlyMap<string, string>;

const versionSchema = z.object({
  typ: z.literal(fileType),
  vault: z.object({ version: z.number().int().min(1) }),
});
/** Less would be guessed faster than the program promises, and more is an attack on this computer. */
const between = (low: number, high: number) => z.number().int().min(low).max(high);
const isPowerOfTwo = (count: number): boolean => (count & (count - 1)) === 0;
// A header with anything else in it, such as a compression, is none of ours.
const headerSchema = z.strictObject({
  alg: z.literal('dir'),
  enc: z.literal('A256GCM'),
  typ: z.literal(fileType),
  vault: z.strictObject({
    version: z.literal(version),
    kdf: z.literal('scrypt'),
    N: between(usualCost.N, mostCost.N).refine(isPowerOfTwo),
    r: z.literal(usualCost.r),
    p: between(usualCost.p, mostCost.p),
    salt: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
  }),
});
const contentSchema = z.strictObject({ items: z.array(z.tuple([z.string(), z.string()])) });

/** Says that a vault file cannot be worked with; it is left as it is. */
export const vaultTrouble = (
  reason: 'vault-damaged' | 'vault-newer' | 'vault-unreadable',
  cause?: unknown,
): AppError => new AppError('keychain.failed', { params: { keychain: 'vault', reason }, cause });

const decodeHeader = (file: string): unknown => {
  const end = file.indexOf('.');
  if (end < 1 || end > maxHeaderLength) return null;
  try {
    return decodeProtectedHeader(file);
  } catch {
    return null;
  }
};

/** Reads how the key of a file is derived. Throws `keychain.failed` for what is no vault of this version. */
export const readVaultHeader = (file: string): VaultHeader => {
  const said = decodeHeader(file);
  const known = versionSchema.safeParse(said);
  if (known.success && known.data.vault.version > version) throw vaultTrouble('vault-newer');
  const header = headerSchema.safeParse(said);
  if (!header.success) throw vaultTrouble('vault-damaged');
  const { N, r, p, salt } = header.data.vault;
  return { salt: Buffer.from(salt, 'base64url'), cost: { N, r, p } };
};

/**
 * Encrypts items as one JWE in compact form (RFC 7516), directly under the key that the header tells how
 * to derive, with a fresh initialization vector each time.
 */
export const sealVault = (
  items: VaultItems,
  { salt, cost }: VaultHeader,
  key: VaultKey,
): Promise<string> =>
  new CompactEncrypt(Buffer.from(JSON.stringify({ items: [...items] })))
    .setProtectedHeader({
      alg: 'dir',
      enc: 'A256GCM',
      typ: fileType,
      vault: { version, kdf: 'scrypt', ...cost, salt: salt.toString('base64url') },
    })
    .encrypt(key);

/**
 * Decrypts a vault file; null for another key and for a file with so much as one altered byte, which nobody
 * can tell apart.
 */
export const unsealVault = async (file: string, key: VaultKey): Promise<VaultItems | null> => {
  let plain: Uint8Array;
  try {
    ({ plaintext: plain } = await compactDecrypt(file, key, {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
    }));
  } catch {
    // A library's message may quote what it was given, so none is kept.
    return null;
  }
  const content = contentSchema.safeParse(parseJson(new TextDecoder().decode(plain)));
  if (!content.success) throw vaultTrouble('vault-damaged');
  return new Map(content.data.items);
};
