import { Secret } from '../../diagnostics/secret.ts';
import { hasUserinfo } from '../../platform/address-policy.ts';

type BadRedirectReason =
  | 'not-an-address'
  | 'other-address'
  | 'too-long'
  | 'too-many'
  | 'bad-encoding'
  | 'control-character'
  | 'duplicate'
  | 'both'
  | 'empty'
  | 'missing';

type Common = {
  readonly state: string | null;
  /** Those of the further parameters that were asked for and came; absent when none were asked for. */
  readonly others?: Readonly<Record<string, string>>;
};

/** What a redirect says, before anyone has looked at its state. */
export type RedirectParameters =
  | (Common & { readonly kind: 'result'; readonly value: Secret })
  | (Common & { readonly kind: 'error'; readonly errorCode: string })
  | { readonly kind: 'bad'; readonly reason: BadRedirectReason };

/** Grants stay under 4 KiB, because the access service takes no more; codes are far shorter. */
const maxValueLength = 4096;
export const maxQueryLength = 8192;
const maxParameters = 32;
const maxErrorCodeLength = 64;

/** StorX marks a refused consent with this in place of a code. */
const rejectedCode = 'REJECTED';

/**
 * Reads the query of a redirect (without its `?`): the result, an `error=`, or why it is neither.
 *
 * Strict where a lenient reader could be led astray: a parameter may come once only (RFC 6749
 * section 3.1), and result and error exclude each other. `error_description` is not read: it is the
 * server's own text, and the error code is what the wording is made from.
 */
export const parseRedirectQuery = (
  query: string,
  resultParameter: string,
  further: readonly string[] = [],
): RedirectParameters => {
  if (query.length > maxQueryLength) return bad('too-long');
  if (hasControlCharacter(query)) return bad('control-character');
  // Raw bytes beyond ASCII reach us as Latin-1 and would be misread; a browser escapes them.
  if (/[^ -~]/.test(query)) return bad('bad-encoding');
  const parameters = decodeParameters(query);
  if (typeof parameters === 'string') return bad(parameters);

  const value = parameters.get(resultParameter);
  const error = parameters.get('error');
  // pCloud sends a blank one for the one it was given; a blank state proves as much as none.
  const state = parameters.get('state') || null;
  const others = Object.fromEntries(
    further.flatMap((name) => {
      const text = parameters.get(name);
      return text === undefined || text === '' ? [] : [[name, text] as const];
    }),
  );
  const common: Common = further.length === 0 ? { state } : { state, others };
  const used = [value, error || null, state, ...Object.values(others)].filter(
    (text) => text !== undefined && text !== null,
  );
  if (used.some((text) => text.length > maxValueLength)) return bad('too-long');
  if (used.some(hasControlCharacter)) return bad('control-character');
  if (used.includes('')) return bad('empty');

  const rejected = parameters.get('code') === rejectedCode;
  if (error !== undefined) {
    if (value !== undefined && !(rejected && resultParameter === 'code')) return bad('both');
    // StorX sends an empty one as well; what it means is that there will be no result.
    const text = rejected ? error || rejectedCode : error;
    return { kind: 'error', errorCode: asErrorCode(text), ...common };
  }
  if (rejected) {
    if (value !== undefined && resultParameter !== 'code') return bad('both');
    return { kind: 'error', errorCode: rejectedCode, ...common };
  }
  if (value === undefined) return bad('missing');
  return { kind: 'result', value: new Secret(value), ...common };
};

type PastedAttempt = {
  /** Empty when none was sent. */
  readonly redirectUri: string;
  readonly resultParameter: string;
  readonly further?: readonly string[];
  /** The provider shows the result by itself, for the person to copy. */
  readonly takesBareResult?: boolean;
};

/**
 * Reads an address that a person copied from the browser: whole, without its scheme, or its query
 * alone; spaces, line breaks and quotes around it do no harm.
 *
 * A whole address must be the attempt's redirect URI. Any fragment is dropped.
 */
export const parsePastedAddress = (text: string, attempt: PastedAttempt): RedirectParameters => {
  if (text.length > maxQueryLength * 2) return bad('too-long');
  const { redirectUri, resultParameter, further = [] } = attempt;
  const redirect = URL.canParse(redirectUri) ? new URL(redirectUri) : null;
  const pasted = unwrap(text);
  const query = queryOfPasted(pasted, redirect);
  const parameters =
    query.kind === 'bad' ? query : parseRedirectQuery(query.text, resultParameter, further);
  const isReadable = parameters.kind !== 'bad' || !maybeBare.has(parameters.reason);
  return attempt.takesBareResult === true && !isReadable && isBareResult(pasted)
    ? { kind: 'result', value: new Secret(pasted), state: null }
    : parameters;
};

/** How a bare result reads when taken for an address: `a:b` has a scheme, `a==` a parameter. */
const maybeBare: ReadonlySet<BadRedirectReason> = new Set([
  'not-an-address',
  'other-address',
  'missing',
]);

/** Visible characters only (RFC 6749 appendix A.11), and nothing that looks like part of an address. */
const isBareResult = (text: string): boolean =>
  /^[!-~]+$/.test(text) && text.length <= maxValueLength && !/:\/\/|[?&#]/.test(text);

type PastedQuery =
  | { readonly kind: 'query'; readonly text: string }
  | { readonly kind: 'bad'; readonly reason: BadRedirectReason };

const queryOfPasted = (text: string, redirect: URL | null): PastedQuery => {
  const address = withScheme(text, redirect);
  if (/^[a-z][a-z0-9+.-]*:/i.test(address)) {
    const url = URL.canParse(address) ? new URL(address) : null;
    if (url === null) return bad('not-an-address');
    const isOurs = redirect !== null && isSameAddress(url, redirect);
    return isOurs ? asQuery(url.search) : bad('other-address');
  }
  if (/^\?|^[\w.~%+-]+=/.test(text)) return asQuery(text.replace(/#.*$/s, ''));
  return bad('not-an-address');
};

/** Browsers hide the scheme and people copy without it. */
const withScheme = (text: string, redirect: URL | null): string =>
  redirect !== null &&
  redirect.host !== '' &&
  text.startsWith(`${redirect.host}${redirect.pathname}?`)
    ? `${redirect.protocol}//${text}`
    : text;

const asQuery = (search: string): PastedQuery => ({
  kind: 'query',
  text: search.replace(/^\?/, ''),
});

const isSameAddress = (url: URL, redirect: URL): boolean =>
  url.protocol === redirect.protocol &&
  url.host === redirect.host &&
  url.pathname === redirect.pathname &&
  !hasUserinfo(url);

const quotes = /^["'`<\u2018\u201c\u00ab]+|["'`>\u2019\u201d\u00bb]+$/g;

/** Line breaks inside come from mail and terminals that wrap; no address contains one. */
const unwrap = (text: string): string =>
  text
    .replace(/[\r\n\t]+/g, '')
    .trim()
    .replace(quotes, '')
    .trim();

const bad = (
  reason: BadRedirectReason,
): { readonly kind: 'bad'; readonly reason: BadRedirectReason } => ({
  kind: 'bad',
  reason,
});

const decodeParameters = (query: string): ReadonlyMap<string, string> | BadRedirectReason => {
  const parameters = new Map<string, string>();
  let count = 0;
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    count += 1;
    if (count > maxParameters) return 'too-many';
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    if (name === null || value === null) return 'bad-encoding';
    if (parameters.has(name)) return 'duplicate';
    parameters.set(name, value);
  }
  return parameters;
};

/** Null for a broken percent escape or bytes that are no UTF-8, which `URLSearchParams` lets pass. */
const decode = (text: string): string | null => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
};

const hasControlCharacter = (text: string): boolean => /\p{Cc}/u.test(text);

/** Keeps a word that a log or a table can hold, whatever the server put there. */
const asErrorCode = (text: string): string =>
  text.replace(/[^\w.-]/g, '_').slice(0, maxErrorCodeLength);
