import { describe, expect, it } from 'vitest';
import type { AppError } from '../../../electron/diagnostics/errors.ts';
import type { HttpResponse } from '../../../electron/platform/interfaces.ts';
import {
  rateLimitError,
  statusError,
  unexpectedReplyError,
} from '../../../electron/platform/reply.ts';

const nowEpochMs = Date.UTC(2026, 0, 31, 12);
const asked = { host: 'api.example', nowEpochMs };

const reply = (
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = {},
): HttpResponse => ({ status, body, headers: new Headers(headers) });

const said = (error: AppError | null): string | null =>
  error === null ? null : `${error.code}${error.retryable ? ', retryable' : ''}`;

const page = '<!DOCTYPE html><title>Sign in to the Wi-Fi</title>';
const html = { 'content-type': 'text/html; charset=utf-8' };

describe('what a reply means whatever the protocol', () => {
  it.each([
    ['a limit of the rate', reply(429), 'server.rate-limited, retryable'],
    ['a page that limits the rate', reply(429, page, html), 'server.rate-limited, retryable'],
    ['trouble', reply(500), 'server.trouble, retryable'],
    ['a gateway’s page', reply(502, page, html), 'server.trouble, retryable'],
    ['a status that nobody knows', reply(599), 'server.trouble, retryable'],
    ['a proxy that wants a password', reply(407, page, html), 'server.unreachable, retryable'],
    ['a redirect', reply(302, '', { location: 'https://evil.example' }), 'server.wrong-host'],
    ['not modified', reply(304), 'server.wrong-host'],
    ['a portal’s page that says 200', reply(200, page), 'server.wrong-host'],
    ['a page by its type alone', reply(200, '', html), 'server.wrong-host'],
    ['a page after empty lines', reply(200, '\n\n <html lang="en">'), 'server.wrong-host'],
    ['a page that says 401', reply(401, page, html), 'server.wrong-host'],
    ['a page that says 403', reply(403, page, html), 'server.wrong-host'],
  ])('%s is not the provider’s word', (_, response, expected) => {
    expect(said(statusError(response, asked))).toBe(expected);
    expect(said(unexpectedReplyError(response, asked))).toBe(expected);
  });

  it.each([
    ['200', reply(200, '{}'), 'server.invalid-response'],
    ['204', reply(204), 'server.invalid-response'],
    ['JSON that speaks of a page', reply(200, '{"a":"<html>"}'), 'server.invalid-response'],
    ['400', reply(400, '{}'), 'server.rejected'],
    ['401', reply(401), 'server.rejected'],
    ['403', reply(403), 'server.rejected'],
    ['404', reply(404, 'not found'), 'server.wrong-host'],
    ['405', reply(405), 'server.wrong-host'],
    ['410', reply(410), 'server.wrong-host'],
  ])('%s is left to the protocol, and without a word of it final', (_, response, expected) => {
    expect(statusError(response, asked)).toBeNull();
    expect(said(unexpectedReplyError(response, asked))).toBe(expected);
  });

  it('names the host and the status, and nothing that the server wrote', () => {
    const error = unexpectedReplyError(reply(400, 'token=abc', { 'x-secret': 'abc' }), asked);
    expect(error.params).toEqual({ host: 'api.example', status: 400 });
    expect(error.cause).toBeUndefined();
  });
});

describe('how long a limit of the rate asks to wait', () => {
  it.each([
    ['seconds', '17', 17],
    ['seconds with spaces', ' 17 ', 17],
    ['a date', 'Sat, 31 Jan 2026 12:01:30 GMT', 90],
    ['a date that has passed', 'Sat, 31 Jan 2026 11:00:00 GMT', 1],
    ['no time at all', '0', 1],
    ['a year', '31536000', 3_600],
    ['more digits than a number holds', '9'.repeat(400), 3_600],
    ['a negative number', '-5', 1],
    ['words', 'soon', 60],
    ['nothing', null, 60],
  ])('%s', (_, text, seconds) => {
    const headers = new Headers(text === null ? {} : { 'retry-after': text });
    expect(rateLimitError(headers, asked).params).toEqual({
      host: 'api.example',
      retryAfterSeconds: seconds,
    });
  });
});
