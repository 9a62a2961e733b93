import type { GrantView } from '../../shared/schemas.ts';
import type { AccessGrant, GrantWarning } from './access-grant.ts';

const warningText: Readonly<Record<GrantWarning, string>> = {
  'never-valid': 'This grant ends before it begins, so it can never be used.',
  'nothing-allowed': 'This grant forbids reading, writing, listing and deleting.',
  'no-bucket-left': 'The limits of this grant leave no bucket that it could reach.',
  'bucket-name-slash':
    'A bucket name in this grant ends with a slash. The server may match no bucket with it.',
  'no-list': 'This grant cannot list objects, so most S3 tools will not be able to browse.',
  'no-encryption-key':
    'This grant holds no encryption key, so it may not be able to read existing objects.',
  'unknown-restriction':
    'This grant has a restriction that Stowkey does not know. It may allow less than shown.',
};

/** Turns a parsed grant into what the window shows. */
export const toGrantView = (grant: AccessGrant): GrantView => ({
  // The noise key is for storage nodes; to a person it only buries the host name.
  satellite: grant.satelliteAddress.replace(/\?.*$/, ''),
  permissions: grant.permissions,
  notBeforeEpochSeconds: grant.notBefore,
  notAfterEpochSeconds: grant.notAfter,
  maxObjectTtlSeconds: grant.maxObjectTtlSeconds,
  buckets: grant.buckets === null ? null : [...grant.buckets],
  fingerprint: grant.fingerprint,
  warnings: grant.warnings.map((warning) => warningText[warning]),
});
