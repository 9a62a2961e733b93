import { createHash } from 'node:crypto';
import { AccessGrantError } from './access-grant-error.ts';

const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const digitOf = new Map([...alphabet].map((character, digit) => [character, digit]));
const checksumBytes = 4;

/**
 * Is the longest text that is decoded, in characters. Decoding takes time that grows with the
 * square of the length; grants are 160 to 450 characters and the access service takes 4 KiB.
 */
export const maxBase58Characters = 8_192;

/**
 * Decodes Base58Check text into its version byte and payload, and proves the checksum.
 *
 * The payload is a buffer of its own that the caller wipes after use; every other buffer is wiped
 * here. Throws `AccessGrantError` with `too-large`, `not-base58` or `checksum`. Format: storj/common
 * `base58/base58check.go`, the same as Bitcoin's.
 */
export const decodeBase58Check = (text: string): { version: number; payload: Uint8Array } => {
  const bytes = decodeBase58(text);
  let body: Uint8Array | undefined;
  try {
    if (bytes.length < 1 + checksumBytes) throw new AccessGrantError('not-base58');
    body = bytes.subarray(0, -checksumBytes);
    const expected = sha256(sha256(body)).subarray(0, checksumBytes);
    if (!expected.equals(bytes.subarray(-checksumBytes))) throw new AccessGrantError('checksum');
    return { version: body[0] ?? 0, payload: body.slice(1) };
  } finally {
    bytes.fill(0);
  }
};

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest();

const decodeBase58 = (text: string): Uint8Array => {
  if (text.length > maxBase58Characters) throw new AccessGrantError('too-large');
  // Little-endian base 256, grown as needed; 58 characters carry less than 43 bytes.
  const number = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let used = 0;
  let zeros = 0;
  let leading = true;
  try {
    for (const character of text) {
      const digit = digitOf.get(character);
      if (digit === undefined) throw new AccessGrantError('not-base58');
      if (leading && digit === 0) {
        zeros += 1;
        continue;
      }
      leading = false;
      let carry = digit;
      for (let i = 0; i < used || carry > 0; i += 1) {
        carry += (number[i] ?? 0) * 58;
        number[i] = carry & 0xff;
        carry >>= 8;
        if (i >= used) used = i + 1;
      }
    }
    const bytes = new Uint8Array(zeros + used);
    bytes.set(number.subarray(0, used).reverse(), zeros);
    return bytes;
  } finally {
    number.fill(0);
  }
};
