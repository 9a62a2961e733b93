import type { HttpResponse } from './ports.ts';

/** Tells a web page (a captive portal, a site's own 404) from an answer of an API. */
export const looksLikeHtml = (response: HttpResponse): boolean =>
  /^text\/html\b/i.test(response.headers.get('content-type') ?? '') ||
  /^\s*<(!doctype\s+html|html)\b/i.test(response.body.slice(0, 1_024));

/** The same where a body is not needed: servers call an empty one HTML as well. */
export const isPage = (response: HttpResponse): boolean =>
  response.body.trim() !== '' && looksLikeHtml(response);

const shortestWaitSeconds = 1;
const longestWaitSeconds = 3_600;
const usualWaitSeconds = 60;

/**
 * Gives the wait that a 429 asks for, in whole seconds: between one second and one hour whatever
 * the server says, and one minute when it says nothing. RFC 9110 section 10.2.3.
 */
export const retryAfterSeconds = (headers: Headers, nowEpochMs: number): number => {
  const text = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(text)
    ? Number(text)
    : Math.ceil((Date.parse(text) - nowEpochMs) / 1000);
  if (Number.isNaN(seconds)) return usualWaitSeconds;
  return Math.min(longestWaitSeconds, Math.max(shortestWaitSeconds, seconds));
};
