import { createCipheriv, createDecipheriv, pbkdf2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '../diagnostics/secret.ts';

/**
 * PBES2-HS512+A256KW (RFC 7518, section 4.8). jose has it from Web Crypto, and Electron's has no AES key
 * wrap: its BoringSSL knows no such cipher. So the wrap (RFC 3394) is made of single blocks here; tests
 * hold it against the RFC's own vectors and against jose.
 */
export const passphraseAlgorithm = 'PBES2-HS512+A256KW';

const derive = promisify(pbkdf2);

/**
 * Derives the key that wraps a file's own, 32 bytes, from a passphrase. Passphrases that look the same
 * are the same on every keyboard (Unicode NFKC).
 */
export const deriveKey = (passphrase: Secret, salt: Buffer, rounds: number): Promise<Buffer> =>
  derive(
    Buffer.from(passphrase.expose().normalize('NFKC')),
    Buffer.concat([Buffer.from(passphraseAlgorithm), Buffer.from([0]), salt]),
    rounds,
    32,
    'sha512',
  );

const initialValue = Buffer.alloc(8, 0xa6);
const passes = [0, 1, 2, 3, 4, 5] as const;

/** The block's first half, with the number of the step in it. */
const withStep = (half: Buffer, step: number): Buffer => {
  const counted = Buffer.from(half);
  counted.writeUInt32BE((counted.readUInt32BE(4) ^ step) >>> 0, 4);
  return counted;
};

const blocksOf = (bytes: Buffer): Buffer[] => {
  const blocks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += 8) blocks.push(bytes.subarray(at, at + 8));
  return blocks;
};

/** Wraps a key of whole 8-byte blocks; the result is 8 bytes longer (RFC 3394, section 2.2.1). */
export const wrapKey = (wrapping: Buffer, key: Buffer): Buffer => {
  const blocks = blocksOf(key);
  const cipher = createCipheriv('aes-256-ecb', wrapping, null).setAutoPadding(false);
  let first: Buffer = initialValue;
  for (const pass of passes) {
    blocks.forEach((block, index) => {
      const mixed = cipher.update(Buffer.concat([first, block]));
      first = withStep(mixed.subarray(0, 8), blocks.length * pass + index + 1);
      blocks[index] = mixed.subarray(8);
    });
  }
  return Buffer.concat([first, ...blocks]);
};

/** Unwraps a key; null where it was wrapped by another (RFC 3394, section 2.2.2). */
export const unwrapKey = (wrapping: Buffer, wrapped: Buffer): Buffer | null => {
  const [start = initialValue, ...blocks] = blocksOf(wrapped);
  const cipher = createDecipheriv('aes-256-ecb', wrapping, null).setAutoPadding(false);
  let first: Buffer = start;
  for (const pass of passes.toReversed()) {
    for (const [index, block] of [...blocks.entries()].toReversed()) {
      const step = withStep(first, blocks.length * pass + index + 1);
      const mixed = cipher.update(Buffer.concat([step, block]));
      first = mixed.subarray(0, 8);
      blocks[index] = mixed.subarray(8);
    }
  }
  return timingSafeEqual(first, initialValue) ? Buffer.concat(blocks) : null;
};
