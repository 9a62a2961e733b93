import type { ConnectionFacts, CopyFormat, S3CopyFormat } from '../../shared/schemas.ts';

/**
 * In the order of menus. Written out again because the schemas bring zod, which probes for `eval`
 * and has no place in the window; a test compares the two.
 */
export const s3Formats: readonly S3CopyFormat[] = [
  'access-key-id',
  'secret-access-key',
  'endpoint',
  'region',
  'env-sh',
  'aws-profile',
  'json',
];

/** Lists what can be copied of a connection: only what it has. */
export const copyFormatsOf = ({ s3, tokens, broker }: ConnectionFacts): readonly CopyFormat[] => [
  ...(s3 === null ? [] : s3Formats),
  ...(tokens === null ? [] : (['access-token', 'authorization-header'] as const)),
  ...(broker === null ? [] : (['connection-id', 'connection-id-env'] as const)),
];

/** Names what a connection has to copy, for a button. */
export const copyNoun = ({ s3, tokens, broker }: ConnectionFacts): string => {
  if (s3 !== null) return 'keys';
  if (tokens !== null) return 'token';
  return broker === null ? 'keys' : 'connection ID';
};
