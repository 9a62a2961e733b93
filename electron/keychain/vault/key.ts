import { type ScryptOptions, scrypt, type webcrypto } from 'node:crypto';
import type { Secret } from '../../diagnostics/secret.ts';

/** What a guess at a passphrase costs (RFC 7914). `N * r * 128` bytes are needed at once. */
export type ScryptCost = { readonly N: number; readonly r: number; readonly p: number };

/** 128 MiB a guess: the strongest that OWASP's Password Storage Cheat Sheet names for scrypt. */
export const usualCost: ScryptCost = { N: 2 ** 17, r: 8, p: 1 };

/** The most that a file may ask for: twice the memory, and with `p` some seconds. */
export const mostCost: ScryptCost = { N: 2 ** 18, r: 8, p: 4 };

export type VaultKey = webcrypto.CryptoKey;
export type DeriveVaultKey = (
  passphrase: Secret,
  salt: Buffer,
  cost: ScryptCost,
) => Promise<VaultKey>;

const derive = (
  passphrase: string,
  salt: Buffer,
  options: ScryptOptions,
): Promise<Uint8Array<ArrayBuffer>> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase, salt, 32, options, (error, key) =>
      error === null
        ? resolve(new Uint8Array(key.buffer, key.byteOffset, key.length))
        : reject(error),
    );
  });

/**
 * Derives the key of a vault file. Nothing can read it out again, and no copy of its bytes is kept.
 * Passphrases that look the same are the same on every keyboard (Unicode NFKC).
 */
export const deriveVaultKey: DeriveVaultKey = async (passphrase, salt, { N, r, p }) => {
  const text = passphrase.expose().normalize('NFKC');
  const maxmem = 128 * r * (N + p) + 1024 * 1024;
  const bytes = await derive(text, salt, { N, r, p, maxmem });
  try {
    return await crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
  } finally {
    bytes.fill(0);
  }
};
