import { getProxyForUrl } from 'proxy-from-env';
import { Secret } from '../diagnostics/secret.ts';
import { isLoopbackLiteral, isPrivateHttp } from './address-policy.ts';

/** One way to a server. */
export type Route =
  | { readonly kind: 'direct' }
  | {
      readonly kind: 'proxy';
      /** Host and port, for people. */
      readonly address: string;
      /** The proxy's URL, a name and password in its userinfo where it wants them. */
      readonly uri: Secret;
    }
  /** A setting that cannot be followed. Going around it would betray whoever made it. */
  | { readonly kind: 'unusable' };

/** Finds the ways to a server, the preferred one first. There is always one. */
export type FindRoutes = (url: URL) => Promise<readonly [Route, ...Route[]]>;

const direct: Route = { kind: 'direct' };

/**
 * Finds routes as curl and browsers do: the environment's `https_proxy`, `http_proxy`, `all_proxy`
 * and `no_proxy` first, in either case, then what the system has set, a PAC script included.
 *
 * `resolveInSystem` takes an origin and answers as a PAC script does (`PROXY host:port; DIRECT`).
 * Loopback is never sent to a proxy: it would be another computer's. Nor is plain http that was
 * allowed inside the person's own network: it would leave it. Where the person wants no proxy,
 * none of these is asked.
 */
export const createRouteFinder =
  (
    resolveInSystem: (origin: string) => Promise<string>,
    usesProxy: () => boolean = () => true,
  ): FindRoutes =>
  async (url) => {
    if (!usesProxy()) return [direct];
    if (isLoopbackLiteral(url.hostname) || isPrivateHttp(url)) return [direct];
    const setting = getProxyForUrl(url.href);
    if (setting !== '') return [toProxy(asWritten(setting))];
    // A path may hold a secret, and a PAC script is a stranger.
    return readPacAnswer(await resolveInSystem(`${url.origin}/`));
  };

/** The library lends a setting without a scheme the target's; to everyone else it means http. */
const asWritten = (setting: string): string =>
  Object.values(process.env).includes(setting) ? setting : setting.replace(/^https:/, 'http:');

/** `SOCKS` alone is version 4, which cannot be spoken here. */
const schemeByPacWord: ReadonlyMap<string, string> = new Map([
  ['PROXY', 'http'],
  ['HTTP', 'http'],
  ['HTTPS', 'https'],
  ['SOCKS5', 'socks5'],
]);

const readPacAnswer = (answer: string): readonly [Route, ...Route[]] => {
  const routes = answer.split(';').flatMap((entry): readonly Route[] => {
    const [word = '', address = ''] = entry.trim().split(/\s+/);
    if (word === '') return [];
    if (word.toUpperCase() === 'DIRECT') return [direct];
    const scheme = schemeByPacWord.get(word.toUpperCase());
    return [scheme === undefined ? { kind: 'unusable' } : toProxy(`${scheme}://${address}`)];
  });
  const [first, ...others] = routes;
  return first === undefined ? [direct] : [first, ...others];
};

const toProxy = (setting: string): Route => {
  // SOCKS5 is always given the name, never an address, so the two are one here.
  const text = setting.replace(/^socks5h:/i, 'socks5:');
  try {
    const { protocol, host, href, username, password } = new URL(text);
    // Throws on what is no percent-encoding, which would otherwise be found out while sending.
    decodeURIComponent(username + password);
    if (host === '' || !/^(https?|socks5):$/.test(protocol)) return { kind: 'unusable' };
    return { kind: 'proxy', address: host, uri: new Secret(href) };
  } catch {
    return { kind: 'unusable' };
  }
};
