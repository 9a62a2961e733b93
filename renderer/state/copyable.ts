import { type CopyFormat, copyFormatIds, copyFormats } from '../../shared/copy-formats.ts';
import type { ConnectionFacts } from '../../shared/schemas.ts';
import type { CopyNoun } from '../../shared/words/connect.ts';

/** Lists what can be copied of a connection: only what it has. */
export const copyFormatsOf = (facts: ConnectionFacts): readonly CopyFormat[] =>
  copyFormatIds.filter((id) => facts[copyFormats[id].needs] !== null);

/** What the short menu offers of it: single values and the forms that are asked for most. */
const quickFormats: ReadonlySet<CopyFormat> = new Set<CopyFormat>([
  'access-key-id',
  'secret-access-key',
  'endpoint',
  'region',
  'env-sh',
  'aws-profile',
  'json',
  'access-token',
  'authorization-header',
  'connection-id',
  'connection-id-env',
]);

export const quickFormatsOf = (facts: ConnectionFacts): readonly CopyFormat[] =>
  copyFormatsOf(facts).filter((id) => quickFormats.has(id));

/** Says whether there is more to copy than the short menu has. */
export const hasMoreFormats = (facts: ConnectionFacts): boolean =>
  copyFormatsOf(facts).length > quickFormatsOf(facts).length;

/** Names what a connection has to copy, for a button. */
export const copyNoun = ({ s3, tokens, broker }: ConnectionFacts): CopyNoun => {
  if (s3 !== null) return 'keys';
  if (tokens !== null) return 'token';
  return broker === null ? 'keys' : 'connectionId';
};
