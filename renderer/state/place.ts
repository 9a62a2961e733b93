import type { ConnectionView } from '../../shared/schemas.ts';

/** Shortens `nodeId@host:port` to the part that a person recognises; 7777 is the usual port. */
export const satelliteHost = (address: string): string => {
  const afterNode = address.slice(address.lastIndexOf('@') + 1);
  const query = afterNode.indexOf('?');
  const host = query === -1 ? afterNode : afterNode.slice(0, query);
  return host.replace(/:7777$/, '');
};

/**
 * Says in one short text where a connection leads: the account, else the satellite, the endpoint or
 * the app behind a broker.
 */
export const placeOf = ({ facts }: ConnectionView): string | null => {
  if (facts.account !== null) return facts.account;
  if (facts.grant !== null) return satelliteHost(facts.grant.satellite);
  if (facts.s3 !== null) return facts.s3.endpoint.replace(/^https?:\/\//, '');
  return facts.broker?.connector ?? null;
};
