import type { ConnectionFacts, CopyFormat } from '../../shared/schemas.ts';
import { s3CopyFormats } from '../../shared/schemas.ts';

/** Lists what can be copied of a connection: only what it has. */
export const copyFormatsOf = ({ s3, tokens, broker }: ConnectionFacts): readonly CopyFormat[] => [
  ...(s3 === null ? [] : s3CopyFormats),
  ...(tokens === null ? [] : (['access-token', 'authorization-header'] as const)),
  ...(broker === null ? [] : (['connection-id', 'connection-id-env'] as const)),
];

/** Names what a connection has to copy, for a button. */
export const copyNoun = ({ s3, tokens, broker }: ConnectionFacts): string => {
  if (s3 !== null) return 'keys';
  if (tokens !== null) return 'token';
  return broker === null ? 'keys' : 'connection ID';
};
