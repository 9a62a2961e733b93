import type { ConnectionView } from '../../shared/schemas.ts';
import { otherNamesOf } from '../../shared/words/search.ts';
import { fold } from './fold.ts';

/**
 * Keeps the connections in which every word of the query occurs, in name, provider, account,
 * satellite, endpoint, broker or status, whatever the case or accents.
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
    const { account, grant, s3, broker } = connection.facts;
    const text = fold(
      [
        connection.label,
        connection.providerId,
        providerName(connection.providerId),
        otherNamesOf(connection.providerId),
        statusWords(connection),
        account ?? '',
        grant?.satellite ?? '',
        s3?.endpoint ?? '',
        broker === null ? '' : `${broker.connector} ${broker.connectionId}`,
      ].join('\n'),
    );
    return words.every((word) => text.includes(word));
  });
};
