import { randomBytes, randomUUID } from 'node:crypto';
import type { Random } from './interfaces.ts';

/** Draws from the operating system's cryptographic generator. */
export const systemRandom: Random = {
  uuid: () => randomUUID(),
  token: (bytes) => randomBytes(bytes).toString('base64url'),
};
