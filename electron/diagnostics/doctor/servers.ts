import type { ConnectionView } from '../../../shared/schemas.ts';
import { isLoopbackLiteral } from '../../platform/address-policy.ts';
import type { HttpClient } from '../../platform/interfaces.ts';
import type { FindRoutes } from '../../platform/proxy-routes.ts';
import { isAppError } from '../errors.ts';
import { type Check, found } from './examine.ts';

const deadlineMs = 6_000;

export type ServersOf = {
  readonly views: () => readonly Pick<ConnectionView, 'providerId' | 'facts'>[];
  readonly providers: () => readonly {
    readonly id: string;
    readonly contacts: readonly string[];
  }[];
};

/** A pattern such as `*.amazonaws.com` names no host that could be asked. */
const isPattern = (host: string): boolean => host.startsWith('*.');

/** What listens on this computer seldom has a certificate, and answers either way. */
const originOf = (host: string): string =>
  isLoopbackLiteral(host.replace(/:\d+$/, '')) ? `http://${host}` : `https://${host}`;

/** Lists whom the accounts need: the endpoints of their keys, and the hosts that their providers name. */
export const originsOf = ({ views, providers }: ServersOf): readonly string[] => {
  const used = views();
  const usedIds = new Set<string>(used.map(({ providerId }) => providerId));
  const endpoints = used.flatMap(({ facts }) => facts.s3?.endpoint ?? []);
  const contacts = providers()
    .filter(({ id }) => usedIds.has(id))
    .flatMap((provider) => provider.contacts.filter((host) => !isPattern(host)).map(originOf));
  const origins = [...endpoints, ...contacts]
    .filter((text) => URL.canParse(text))
    .map((text) => new URL(text).origin);
  return [...new Set(origins)];
};

/** Asks each server for nothing: whatever it answers proves name, TLS and proxy. */
export const checkServers = (options: {
  readonly origins: () => readonly string[];
  readonly http: HttpClient;
  readonly findRoutes: FindRoutes;
}): Check => {
  const { origins, http, findRoutes } = options;
  const ask = async (origin: string) => {
    const url = new URL('/', origin);
    const { host } = url;
    try {
      const [route] = await findRoutes(url);
      await http({ method: 'HEAD', url, deadlineMs });
      const proxy = route.kind === 'proxy' ? route.address : '';
      return found('servers.reached', { host, proxy });
    } catch (error) {
      if (!isAppError(error)) throw error;
      return found('servers.failed', { host, ...error.params, code: error.code });
    }
  };
  return async () => {
    const asked = await Promise.all(origins().map(ask));
    return asked.length === 0 ? [found('servers.none')] : asked;
  };
};

/** What their replies say of this computer's clock; asked after them. */
export const checkClock =
  (minutesOff: () => number | null, aheadMs: () => number | null): Check =>
  async () => {
    const minutes = minutesOff();
    if (minutes !== null) return [found('clock.off', { minutes })];
    return [found(aheadMs() === null ? 'clock.unknown' : 'clock.right')];
  };
