import { randomUUID } from 'node:crypto';
import {
  type ConnectionRecord,
  connectionRecordSchema,
} from '../../../electron/storage/metadata/schema.ts';

/** A valid record; `changes` replaces what a test is about. */
export const connectionRecord = (changes: Partial<ConnectionRecord> = {}): ConnectionRecord => ({
  ...connectionRecordSchema.parse({
    id: randomUUID(),
    providerId: 'storx',
    label: 'Holiday pictures',
    state: 'active',
    generation: 1,
    createdAtEpochSeconds: 1_800_000_000,
    updatedAtEpochSeconds: 1_800_000_100,
    verifiedAtEpochSeconds: null,
    s3Check: null,
    signInCheck: null,
    needsSignIn: false,
    problem: null,
    settings: { clientId: 'client', scopes: ['read', 'list'], jwtMinutes: 5 },
    facts: { account: null, expiresAtEpochSeconds: null, grant: null, s3: null },
  }),
  ...changes,
});
