import { createHash } from 'node:crypto';

/** Gives the SHA-256 of several parts, in hex: no two lists of parts have the same bytes. */
export const digestOf = (...parts: readonly (string | Uint8Array | null)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) {
    hash.update(part === null ? 'none' : `${Buffer.byteLength(part)}:`);
    hash.update(part ?? '');
  }
  return hash.digest('hex');
};
