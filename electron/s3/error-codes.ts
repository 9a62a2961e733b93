import type { ErrorCode } from '../../shared/result.ts';

/**
 * What S3 and the security token service refuse in words that either of them may use: servers that
 * are both in one (MinIO, Ceph, moto) do not keep them apart.
 */
export const commonErrors: readonly (readonly [code: string, means: ErrorCode])[] = [
  ['InvalidAccessKeyId', 's3.invalid-access-key'],
  ['InvalidClientTokenId', 's3.invalid-access-key'],
  ['UnrecognizedClientException', 's3.invalid-access-key'],
  ['InvalidToken', 's3.invalid-access-key'],
  ['InvalidTokenId', 's3.invalid-access-key'],
  ['TokenRefreshRequired', 's3.invalid-access-key'],
  ['SignatureDoesNotMatch', 's3.signature-mismatch'],
  ['RequestTimeTooSkewed', 's3.clock-skew'],
  ['RequestExpired', 's3.clock-skew'],
  ['InternalError', 'server.trouble'],
  ['InternalFailure', 'server.trouble'],
  ['ServiceUnavailable', 'server.trouble'],
  ['SlowDown', 'server.trouble'],
];
