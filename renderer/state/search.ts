import type { ConnectionView } from '../../shared/schemas.ts';

/** Makes texts comparable: without case, accents and presentation forms. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Keeps the connections in which every word of the query occurs, in name, provider, account,
 * satellite, endpoint or broker, whatever the case or accents.
 */
export const searchConnections = (
  connections: readonly ConnectionView[],
  query: string,
  providerName: (providerId: string) => string,
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
        account ?? '',
        grant?.satellite ?? '',
        s3?.endpoint ?? '',
        broker === null ? '' : `${broker.connector} ${broker.connectionId}`,
      ].join('\n'),
    );
    return words.every((word) => text.includes(word));
  });
};
