/** Longest URL given to the system; Windows takes no more than about this. */
const maxBrowserUrlLength = 2_048;

const loopbackHosts: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** The characters of RFC 3986. Others would reach a shell script on Linux or be reinterpreted. */
const urlCharacters = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;

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
  if (url.username !== '' || url.password !== '' || /^[a-z]+:\/*[^/?#]*@/i.test(text)) {
    return 'userinfo';
  }
  if (url.protocol === 'http:' && !loopbackHosts.has(url.hostname)) return 'not-https';
  if (expectedHost !== undefined && url.host !== expectedHost) return 'wrong-host';
  return null;
};
