import type { HttpClient } from '../../platform/interfaces.ts';
import type { FindRoutes } from '../../platform/proxy-routes.ts';
import { isAppError } from '../errors.ts';
import { type Check, found } from './examine.ts';

const deadlineMs = 6_000;

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
