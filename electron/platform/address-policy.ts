import { isIPv4 } from 'node:net';
import type { FieldProblem } from '../../shared/result.ts';
import { addressKind, isDisguised } from './address-kind.ts';

/** Userinfo hides the real host, and carries a secret in the URL. */
export const hasUserinfo = (url: URL): boolean => url.username !== '' || url.password !== '';

/** Takes the hostname as `URL` normalises it: dotted IPv4, or IPv6 in brackets. */
export const isLoopbackLiteral = (hostname: string): boolean =>
  hostname === '[::1]' || (isIPv4(hostname) && hostname.startsWith('127.'));

const isLoopbackHttp = (url: URL): boolean =>
  url.protocol === 'http:' && isLoopbackLiteral(url.hostname);

/**
 * Tells whether secrets may be sent to a URL: https, or http to a literal loopback address.
 *
 * `localhost` is a name that a resolver can point elsewhere (RFC 8252 section 8.3), so it does not
 * count.
 */
export const isSecureOrLoopback = (url: URL): boolean =>
  !hasUserinfo(url) && (url.protocol === 'https:' || isLoopbackHttp(url));

/** Tells whether a service may stand at a URL: secrets may be sent there, and services exist there. */
export const isServiceUrl = (url: URL): boolean =>
  isSecureOrLoopback(url) && addressKind(url.hostname) !== 'forbidden';

/**
 * Tells whether a URL is plain http to a literal address of a private network (RFC 1918, RFC 4193).
 * Never a name: who answers to it is for a resolver to say.
 */
export const isPrivateHttp = (url: URL): boolean =>
  url.protocol === 'http:' &&
  !hasUserinfo(url) &&
  addressKind(url.hostname) === 'private' &&
  !isDisguised(url.hostname);

/**
 * Tells whether a server elsewhere would aim us at what listens on this computer, under any of its
 * names, whether secrets may be sent there or not.
 */
export const aimsAtThisComputer = (server: URL, target: URL): boolean =>
  addressKind(target.hostname) === 'this-computer' &&
  addressKind(server.hostname) !== 'this-computer';

type EndpointResult =
  | { readonly ok: true; readonly url: URL }
  | {
      readonly ok: false;
      readonly problem: Extract<FieldProblem, 'not-a-url' | 'not-https' | 'bad-format'>;
    };

/**
 * Checks a service's base address: https (or http to literal loopback), a host, perhaps a port,
 * and nothing else.
 *
 * `bad-format`: a path, a query, userinfo, or an address that no storage service has. Link-local and
 * metadata addresses are refused because a signed request sent there would tell a cloud machine's
 * metadata service about the keys, and nothing else answers there. Private networks are allowed:
 * people run storage of their own in them, over plain http (`privateHttp`) only where they said so.
 */
export const parseEndpoint = (
  text: string,
  { privateHttp = false }: { readonly privateHttp?: boolean } = {},
): EndpointResult => {
  if (!URL.canParse(text)) return { ok: false, problem: 'not-a-url' };
  const url = new URL(text);
  const mayBePlain = isLoopbackHttp(url) || (privateHttp && isPrivateHttp(url));
  if (url.protocol !== 'https:' && !mayBePlain) return { ok: false, problem: 'not-https' };
  const bare = url.pathname === '/' && url.search === '' && url.hash === '';
  const isForbidden = addressKind(url.hostname) === 'forbidden';
  if (!bare || hasUserinfo(url) || isForbidden) return { ok: false, problem: 'bad-format' };
  return { ok: true, url: new URL(url.origin) };
};

/** Longest URL given to the system; Windows takes no more than about this. */
const maxBrowserUrlLength = 2_048;

/** The characters of RFC 3986. Others would reach a shell script on Linux or be reinterpreted. */
const urlCharacters = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;

/** What the browser may be sent to over http: pages of this computer, which are shown no secret. */
const browserHttpHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

type BrowserUrlProblem =
  | 'too-long'
  | 'not-a-url'
  | 'forbidden-character'
  | 'forbidden-scheme'
  | 'not-https'
  | 'userinfo'
  | 'wrong-host';

/**
 * Says why a URL may not go to the browser, or null when it may: https, or http to this machine
 * itself; no user name or password; plain characters only.
 *
 * Takes the text, for parsing drops line breaks and tabs silently. With `expectedHost` the host must
 * be exactly that one, port included.
 */
export const checkBrowserUrl = (text: string, expectedHost?: string): BrowserUrlProblem | null => {
  if (text.length > maxBrowserUrlLength) return 'too-long';
  if (!urlCharacters.test(text)) return 'forbidden-character';
  if (!URL.canParse(text)) return 'not-a-url';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'forbidden-scheme';
  if (hasUserinfo(url) || /^[a-z]+:\/*[^/?#]*@/i.test(text)) return 'userinfo';
  if (url.protocol === 'http:' && !browserHttpHosts.has(url.hostname)) return 'not-https';
  if (expectedHost !== undefined && url.host !== expectedHost) return 'wrong-host';
  return null;
};
