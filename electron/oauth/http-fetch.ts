import { allowInsecureRequests, type CustomFetchOptions, customFetch } from 'oauth4webapi';
import { AppError } from '../diagnostics/errors.ts';
import { isSecureOrLoopback } from '../platform/address-policy.ts';
import type { HttpRequest, HttpResponse } from '../platform/ports.ts';
import type { ServerContext } from './context.ts';

/** Statuses whose `Response` must be built without a body. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

type Options = CustomFetchOptions<string, URLSearchParams | string | null | undefined | unknown>;

/**
 * Sends what oauth4webapi asks for through our client, which follows no redirects and keeps to a
 * deadline and a size.
 *
 * Throws `server.insecure` for an endpoint that is neither https nor http to literal loopback, before
 * anything is sent; only for the latter is the library told to let http pass.
 */
export const requestOptions = (context: ServerContext, endpoint: string) => {
  const url = secureUrl(endpoint);
  return {
    [customFetch]: async (address: string, options: Options): Promise<Response> =>
      asResponse(await context.http(asRequest(address, options, context.signal))),
    [allowInsecureRequests]: url.protocol === 'http:',
  };
};

/** Gives the endpoint's URL. Throws `server.insecure`, or `server.invalid-response` for no URL. */
export const secureUrl = (endpoint: string): URL => {
  if (!URL.canParse(endpoint)) throw new AppError('server.invalid-response', { params: noHost });
  const url = new URL(endpoint);
  if (isSecureOrLoopback(url)) return url;
  throw new AppError('server.insecure', { params: { host: url.host } });
};

const noHost = { host: '' };

/** Takes a reply back out of the library's hands before it judges it. */
export const readReply = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  headers: response.headers,
  body: await response.text(),
});

/** Hands a checked reply to the library, in the form that it insists on. */
export const jsonResponse = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const asRequest = (address: string, options: Options, signal: AbortSignal): HttpRequest => {
  const { 'user-agent': _, ...headers } = options.headers;
  const { body } = options;
  return {
    method: options.method === 'GET' ? 'GET' : 'POST',
    url: new URL(address),
    headers,
    signal,
    ...(body === undefined || body === null ? {} : { body: String(body) }),
  };
};

const asResponse = (reply: HttpResponse): Response =>
  new Response(withoutBody.has(reply.status) ? null : reply.body, {
    status: reply.status,
    headers: reply.headers,
  });
