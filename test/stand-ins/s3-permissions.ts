import { type DecodedGrant, grantEndEpochMs } from './grant-verifier.ts';
import type { S3KeyRecord } from './ledger.ts';
import { S3Refusal } from './s3-errors.ts';

type Action = 'read' | 'write' | 'list' | 'delete';

const prohibitions = {
  read: 'disallowReads',
  write: 'disallowWrites',
  list: 'disallowLists',
  delete: 'disallowDeletes',
} as const;

/** The readable prefix that an encrypted one stands for; null when the grant has no key for it. */
const readablePrefix = (grant: DecodedGrant, bucket: string, encrypted: Buffer): string | null => {
  if (encrypted.length === 0) return '';
  const entry = grant.storeEntries.find(
    (one) => one.bucket === bucket && one.encryptedPath.equals(encrypted),
  );
  return entry === undefined ? null : `${entry.unencryptedPath.replace(/\/$/, '')}/`;
};

/** Says whether every caveat lets the grant reach the bucket, and the path in it if one is given. */
export const reaches = (grant: DecodedGrant, bucket: string, path: string | null): boolean =>
  grant.caveats
    .filter((caveat) => caveat.allowedPaths.length > 0)
    .every((caveat) =>
      caveat.allowedPaths.some((allowed) => {
        if (allowed.bucket !== bucket) return false;
        const prefix = readablePrefix(grant, bucket, allowed.prefix);
        return prefix !== null && (path === null || path.startsWith(prefix));
      }),
    );

/** Refuses what the grant does not allow, in the manner of Storj's gateway. */
export const demand = (
  grant: DecodedGrant,
  action: Action,
  at: { readonly bucket: string; readonly path: string | null } | null,
): void => {
  const prohibition = prohibitions[action];
  if (grant.caveats.some((caveat) => caveat[prohibition])) {
    throw new S3Refusal('AccessDenied', `the grant does not allow ${action}`);
  }
  if (at !== null && !reaches(grant, at.bucket, at.path)) {
    throw new S3Refusal('AccessDenied', 'the grant does not reach this path');
  }
};

/** An expired grant's keys vanish from the auth service, so the gateway does not know them. */
export const demandInTime = (grant: DecodedGrant, nowEpochMs: number): void => {
  const end = grantEndEpochMs(grant);
  if (end !== null && nowEpochMs >= end) {
    throw new S3Refusal('InvalidAccessKeyId', 'the grant has expired');
  }
  if (grant.caveats.some(({ notBeforeEpochMs: start }) => start !== null && nowEpochMs < start)) {
    throw new S3Refusal('AccessDenied', 'the grant is not valid yet');
  }
};

/** Temporary keys are nobody's without their token, and nothing after their time, as at AWS. */
export const demandSession = (
  record: S3KeyRecord,
  given: string | readonly string[] | undefined,
  nowEpochMs: number,
): void => {
  if (record.sessionToken !== undefined && given === undefined) {
    throw new S3Refusal('InvalidAccessKeyId', 'temporary keys without their session token');
  }
  if (given !== record.sessionToken) throw new S3Refusal('InvalidToken', 'another session token');
  if (record.expiresEpochMs !== undefined && nowEpochMs >= record.expiresEpochMs) {
    throw new S3Refusal('ExpiredToken');
  }
};
