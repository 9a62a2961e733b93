import { fold } from '../../shared/fold.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { otherNamesOf } from '../../shared/words/search.ts';

type Kept = { readonly providerName: string; readonly text: string };

/** What is searched of connections that stayed as they were, besides their status. */
const kept = new WeakMap<ConnectionView, Kept>();

const textOf = (connection: ConnectionView, providerName: string): string => {
  const known = kept.get(connection);
  if (known?.providerName === providerName) return known.text;
  const { account, grant, s3, broker } = connection.facts;
  const text = fold(
    [
      connection.label,
      connection.providerId,
      providerName,
      otherNamesOf(connection.providerId),
      account ?? '',
      grant?.satellite ?? '',
      s3?.endpoint ?? '',
      broker === null ? '' : `${broker.connector} ${broker.connectionId}`,
      ...connection.tags,
    ].join('\n'),
  );
  kept.set(connection, { providerName, text });
  return text;
};

/**
 * Keeps the connections in which every word of the query occurs, in name, provider, account,
 * satellite, endpoint, broker, tags or status, whatever the case or accents.
 */
export const searchConnections = (
  connections: readonly ConnectionView[],
  query: string,
  providerName: (providerId: string) => string,
  statusWords: (connection: ConnectionView) => string,
): readonly ConnectionView[] => {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return connections;
  return connections.filter((connection) => {
    const text = textOf(connection, providerName(connection.providerId));
    const left = words.filter((word) => !text.includes(word));
    if (left.length === 0) return true;
    const status = fold(statusWords(connection));
    return left.every((word) => status.includes(word));
  });
};
