import { maxQueryLength } from './parameters.ts';

/** The parts of a request that decide whether it can be the browser coming back, as Node gives them. */
type RedirectRequest = {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders: readonly string[];
};

type Screening =
  | { readonly kind: 'query'; readonly query: string }
  /** The parameters are in the body, which is yet to be read. */
  | { readonly kind: 'form'; readonly bytes: number }
  | { readonly kind: 'refused'; readonly status: 400 | 403 | 404 | 405 | 421 };

/**
 * Tells the browser's top-level navigation to the redirect URI from everything else that can reach a
 * port on this machine. Looks at no parameter.
 *
 * - Host must be the URI's, once: a page that rebinds its own name to 127.0.0.1 sends that name.
 * - The path must equal the URI's byte for byte.
 * - A page can make the browser fetch the address, but not without `Origin` or `Sec-Fetch-*` saying
 *   so (W3C Fetch Metadata). Browsers that send neither are taken at their word.
 * - A prefetch is refused: nobody has looked at the answer yet, and the real visit follows.
 * - A form (OAuth 2.0 Form Post Response Mode) is taken where one was asked for. It always comes with
 *   an `Origin`, so here the browser has to say that it is a navigation: silence is not enough.
 */
export const screenRequest = (
  request: RedirectRequest,
  redirect: URL,
  acceptsFormPost = false,
): Screening => {
  if (hostOf(request) !== redirect.host) return refused(421);
  const target = request.url ?? '';
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  if (path !== redirect.pathname) return refused(404);
  if (acceptsFormPost && request.method === 'POST') return screenForm(request, mark);
  if (request.method !== 'GET') return refused(405);
  if (!isNavigation(request.headers)) return refused(403);
  if (hasBody(request.headers)) return refused(400);
  return { kind: 'query', query: mark === -1 ? '' : target.slice(mark + 1) };
};

/** As much as a query may have. */
const maxFormBytes = maxQueryLength;

const screenForm = ({ headers }: RedirectRequest, mark: number): Screening => {
  const isStated = headers['sec-fetch-mode'] === 'navigate' && headers.origin !== undefined;
  if (!isStated || !isTopLevel(headers)) return refused(403);
  const type = headers['content-type'];
  const length = headers['content-length'];
  const isForm =
    typeof type === 'string' && /^application\/x-www-form-urlencoded\s*(;|$)/i.test(type);
  // Browsers always name the length. Parameters in two places could contradict each other.
  const isMeasured =
    typeof length === 'string' &&
    /^\d{1,6}$/.test(length) &&
    headers['transfer-encoding'] === undefined;
  if (!isForm || !isMeasured || mark !== -1 || Number(length) > maxFormBytes) return refused(400);
  return { kind: 'form', bytes: Number(length) };
};

const refused = (status: 400 | 403 | 404 | 405 | 421): Screening => ({ kind: 'refused', status });

/** Null unless there is exactly one; `headers.host` would silently keep the first of several. */
const hostOf = ({ rawHeaders }: RedirectRequest): string | null => {
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  );
  return hosts.length === 1 ? (hosts[0] ?? null) : null;
};

const isNavigation = (headers: RedirectRequest['headers']): boolean =>
  headers.origin === undefined && isTopLevel(headers);

const isTopLevel = (headers: RedirectRequest['headers']): boolean =>
  isAbsentOr(headers['sec-fetch-mode'], 'navigate') &&
  isAbsentOr(headers['sec-fetch-dest'], 'document') &&
  headers['sec-purpose'] === undefined &&
  headers.purpose === undefined;

const isAbsentOr = (header: string | readonly string[] | undefined, expected: string): boolean =>
  header === undefined || header === expected;

const hasBody = (headers: RedirectRequest['headers']): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0;
