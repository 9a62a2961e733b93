import { AppError, isAppError } from '../diagnostics/errors.ts';
import { systemErrorCode, unreachableReason } from './http-errors.ts';
import type { FindRoutes, Route } from './proxy-routes.ts';

type Fetch = (url: URL, init: RequestInit) => Promise<Response>;

/**
 * Builds a fetch that takes the first route that answers.
 *
 * The next route is tried only where nothing was sent, so that no request happens twice. Throws
 * `server.unreachable` with the `proxy`'s address and a `reason` of `proxy`, `proxy-login` or
 * `proxy-setting` where the way is at fault, else what fetch throws. The connection ends with the
 * answer only where the request says `connection: close`.
 */
export const createProxiedFetch =
  (findRoutes: FindRoutes, fetchDirectly: Fetch = globalThis.fetch): Fetch =>
  async (url, init) => {
    const [first, ...others] = await untilAborted(findRoutes(url), init.signal);
    let answer = fetchBy(first, url, init, fetchDirectly);
    for (const route of others) {
      answer = answer.catch((error: unknown) => {
        if (!isAppError(error, 'server.unreachable')) throw error;
        return fetchBy(route, url, init, fetchDirectly);
      });
    }
    return answer;
  };

/** A proxy script that never ends must not outlast the request's deadline. */
const untilAborted = async <T>(work: Promise<T>, signal: RequestInit['signal']): Promise<T> => {
  if (!signal) return work;
  signal.throwIfAborted();
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work, aborted]);
};

const fetchBy = async (
  route: Route,
  url: URL,
  init: RequestInit,
  fetchDirectly: Fetch,
): Promise<Response> => {
  if (route.kind === 'direct') return fetchDirectly(url, init);
  if (route.kind === 'unusable') throw proxyError(url, 'proxy-setting', '');
  // Loaded for those who have a proxy only. Node's own fetch takes no dispatcher of another version.
  const { fetch, ProxyAgent, Socks5ProxyAgent } = await import('undici');
  const uri = route.uri.expose();
  // Reached through ProxyAgent, the SOCKS agent would send the login still percent-encoded.
  const agent = uri.startsWith('socks5:') ? new Socks5ProxyAgent(uri) : new ProxyAgent({ uri });
  try {
    const options = { ...init, dispatcher: agent } as Parameters<typeof fetch>[1];
    return (await fetch(url, options)) as unknown as Response;
  } catch (error) {
    await agent.destroy();
    throw withProxyError(error, url, route.address);
  }
};

/** Tells the proxy's faults from the server's, which come through it: TLS, a cut, a late answer. */
const withProxyError = (error: unknown, url: URL, proxy: string): unknown => {
  const code = systemErrorCode(error);
  if (/^UND_ERR_SOCKS5_AUTH/.test(code)) return proxyError(url, 'proxy-login', proxy, error);
  if (code === 'UND_ERR_ABORTED' && /\(407\)/.test(messagesOf(error))) {
    return proxyError(url, 'proxy-login', proxy, error);
  }
  const isProxys =
    /^UND_ERR_(ABORTED|SOCKS5)/.test(code) ||
    ['dns', 'refused', 'offline'].includes(unreachableReason(code));
  return isProxys ? proxyError(url, 'proxy', proxy, error) : error;
};

const proxyError = (
  { host }: URL,
  reason: 'proxy' | 'proxy-login' | 'proxy-setting',
  proxy: string,
  cause?: unknown,
): AppError =>
  new AppError('server.unreachable', {
    params: { host, reason, proxy },
    retryable: reason === 'proxy',
    cause,
  });

const messagesOf = (error: unknown): string =>
  error instanceof Error ? `${error.message} ${messagesOf(error.cause)}` : '';
