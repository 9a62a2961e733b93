import { hasUserinfo } from '../../platform/address-policy.ts';

/**
 * Hosts of redirect URIs that can be listened on, with every address that each stands for: whichever
 * was not held, another program could take (RFC 8252 section 8.3). `localhost` is for providers that
 * take nothing else; the browser may try either of its addresses first.
 */
const addressesByHost: ReadonlyMap<string, readonly string[]> = new Map([
  ['127.0.0.1', ['127.0.0.1']],
  ['localhost', ['127.0.0.1', '::1']],
]);

type LoopbackRedirect = {
  readonly url: URL;
  readonly addresses: readonly string[];
};

/** Says why a redirect URI cannot be listened on, or what it takes. */
export const readLoopbackRedirect = (
  uri: string,
): LoopbackRedirect | 'not-a-url' | 'not-loopback' | 'bad-format' => {
  if (!URL.canParse(uri)) return 'not-a-url';
  const url = new URL(uri);
  const addresses = addressesByHost.get(url.hostname);
  if (url.protocol !== 'http:' || addresses === undefined) return 'not-loopback';
  const isPlain = !hasUserinfo(url) && !/[?#]/.test(uri);
  return isPlain ? { url, addresses } : 'bad-format';
};

/**
 * Says why a redirect URI that is registered character for character cannot be listened on, or null
 * when it can: it has to name its port.
 */
export const registeredRedirectProblem = (
  uri: string,
): 'not-a-url' | 'not-loopback' | 'bad-format' | null => {
  const redirect = readLoopbackRedirect(uri);
  if (typeof redirect === 'string') return redirect;
  return redirect.url.port === '' || redirect.url.port === '0' ? 'bad-format' : null;
};

/** Tells a registered redirect that can be listened on from one whose address has to be pasted. */
export const isListenedOn = (uri: string): boolean => registeredRedirectProblem(uri) === null;
