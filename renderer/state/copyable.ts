import { type CopyFormat, copyFormatIds, copyFormats } from '../../shared/copy-formats.ts';
import type { ConnectionFacts } from '../../shared/schemas.ts';

/** Lists what can be copied of a connection: only what it has. */
export const copyFormatsOf = (facts: ConnectionFacts): readonly CopyFormat[] =>
  copyFormatIds.filter((id) => facts[copyFormats[id].needs] !== null);

/** Names what a connection has to copy, for a button. */
export const copyNoun = ({ s3, tokens, broker }: ConnectionFacts): string => {
  if (s3 !== null) return 'keys';
  if (tokens !== null) return 'token';
  return broker === null ? 'keys' : 'connection ID';
};
