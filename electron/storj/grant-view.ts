import type { GrantView } from '../../shared/schemas.ts';
import type { AccessGrant } from './access-grant.ts';

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
  warnings: [...grant.warnings],
});
