import { AppError } from '../diagnostics/errors.ts';
import type { HttpResponse } from './interfaces.ts';

/** Who was asked, for the wording, and when the reply came. */
export type ReplyOrigin = { readonly host: string; readonly nowEpochMs: number };

/** Tells a web page (a captive portal, a site's own 404) from an answer of an API. */
export const looksLikeHtml = (response: HttpResponse): boolean =>
  /^text\/html\b/i.test(response.headers.get('content-type') ?? '') ||
  /^\s*<(!doctype\s+html|html)\b/i.test(response.body.slice(0, 1_024));

/** The same where a body is not needed: servers call an empty one HTML as well. */
export const isHtmlPage = (response: HttpResponse): boolean =>
  response.body.trim() !== '' && looksLikeHtml(response);

/**
 * Says what a reply means that does not come of the protocol which was spoken: a limit of the rate,
 * trouble at the server, a proxy, a redirect or a web page. Null when the protocol has the word.
 *
 * None of these is the word of the provider: they cost no token and no connection. The first three
 * may go away by themselves (`retryable`).
 */
export const statusError = (response: HttpResponse, asked: ReplyOrigin): AppError | null => {
  const { status } = response;
  const { host } = asked;
  const params = { host, status };
  if (status === 429) return rateLimitError(response.headers, asked);
  if (status >= 500) return new AppError('server.trouble', { params, retryable: true });
  if (status === 407) {
    return new AppError('server.unreachable', {
      params: { host, reason: 'other' },
      retryable: true,
    });
  }
  // Redirects are never followed; see `HttpClient`.
  const isRedirect = status >= 300 && status < 400;
  if (isRedirect || looksLikeHtml(response)) return new AppError('server.wrong-host', { params });
  return null;
};

/**
 * Says what a reply means that the protocol has no word for: `statusError`, or a path that is
 * not there (`server.wrong-host`), a success that does not read as one (`server.invalid-response`),
 * or a plain refusal (`server.rejected`).
 */
export const unexpectedReplyError = (response: HttpResponse, asked: ReplyOrigin): AppError => {
  const { status } = response;
  const params = { host: asked.host, status };
  const byStatus = statusError(response, asked);
  if (byStatus !== null) return byStatus;
  if (status === 404 || status === 405 || status === 410) {
    return new AppError('server.wrong-host', { params });
  }
  return new AppError(status < 300 ? 'server.invalid-response' : 'server.rejected', { params });
};

/** Asks to wait as long as the headers say, for servers that limit the rate in a way of their own. */
export const rateLimitError = (headers: Headers, { host, nowEpochMs }: ReplyOrigin): AppError =>
  new AppError('server.rate-limited', {
    params: { host, retryAfterSeconds: retryAfterSeconds(headers, nowEpochMs) },
    retryable: true,
  });

const minWaitSeconds = 1;
const maxWaitSeconds = 3_600;
const usualWaitSeconds = 60;

/**
 * Gives the wait that a 429 asks for, in whole seconds: between one second and one hour whatever
 * the server says, and one minute when it says nothing. RFC 9110 section 10.2.3.
 */
const retryAfterSeconds = (headers: Headers, nowEpochMs: number): number => {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - nowEpochMs) / 1000);
  if (Number.isNaN(seconds)) return usualWaitSeconds;
  return Math.min(maxWaitSeconds, Math.max(minWaitSeconds, seconds));
};
