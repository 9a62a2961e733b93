import { createHash } from 'node:crypto';
import type { Random } from '../../../electron/platform/interfaces.ts';

/** Gives the same sequence for the same seed; every value differs from the ones before. */
export const createRandom = (seed = 'seed'): Random => {
  let count = 0;
  const bytes = (length: number): Buffer => {
    count += 1;
    const name = `${seed}:${count}`;
    const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) =>
      createHash('sha256').update(`${name}:${index}`).digest(),
    );
    return Buffer.concat(blocks).subarray(0, length);
  };
  return {
    uuid: () => {
      const hex = bytes(16).toString('hex');
      const groups = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`];
      return [...groups, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
    },
    token: (length) => bytes(length).toString('base64url'),
  };
};
