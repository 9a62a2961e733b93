import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startTinyServer,
  type TinyReply,
  type TinyServer,
} from '../../support/network/tiny-server.ts';
import { json } from '../../support/network/tiny-server-per-test.ts';
import { type Connected, startConnected } from './connected.ts';

let connected: Connected;
let tiny: TinyServer;
beforeEach(async () => {
  [connected, tiny] = await Promise.all([startConnected(), startTinyServer()]);
});
afterEach(async () => {
  await connected.close();
  await tiny.close();
});

const good = { access_token: 'next-access', token_type: 'bearer', refresh_token: 'next-refresh' };

const refreshWith = (reply: TinyReply) => {
  tiny.answer(reply);
  connected.lead(tiny.url);
  return connected.refresh();
};

/** After all of it the provider still knows the token that is kept. */
const requireStillGood = async (): Promise<void> => {
  connected.lead(null);
  expect(await connected.refresh()).toMatchObject({ status: 'done', error: null });
};

describe('a token endpoint that sends the request elsewhere', () => {
  it.each([301, 302, 303, 307, 308])('N1 with %i is not followed', async (status) => {
    const elsewhere = await startTinyServer();
    elsewhere.answer(json(good));
    const before = connected.items();
    const view = await refreshWith({ status, headers: { location: elsewhere.url.href } });
    expect(view).toMatchObject({ status: 'failed', error: { code: 'server.wrong-host' } });
    connected.requireUntouched(before);
    expect(tiny.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
    await requireStillGood();
  });
});

describe('a reply of odd shape', () => {
  it.each<[string, unknown]>([
    ['an array', []],
    ['an array of what was wanted', [good]],
    ['null', 'null'],
    ['a text', '"next-access"'],
    ['a number', '1'],
    ['nothing', ''],
    ['an empty object', {}],
    ['text after the object', `${JSON.stringify(good)}x`],
    ['an object that is cut off', JSON.stringify(good).slice(0, -3)],
    ['no access_token', { ...good, access_token: undefined }],
    ['a number for access_token', { ...good, access_token: 1 }],
    ['an empty access_token', { ...good, access_token: '' }],
    ['a line break in access_token', { ...good, access_token: 'a\r\nx-injected: 1' }],
    ['an object for refresh_token', { ...good, refresh_token: {} }],
    ['a list for scope', { ...good, scope: ['read'] }],
    ['a number for token_type', { ...good, token_type: 7 }],
    ['a token_type that was not asked for', { ...good, token_type: 'DPoP' }],
    [
      'two values for token_type, the last one wrong',
      '{"access_token":"a","token_type":"bearer","token_type":"mac"}',
    ],
    [
      'two access tokens, the last one no text',
      '{"access_token":"a","token_type":"bearer","access_token":7}',
    ],
  ])('N4 is refused and costs no token: %s', async (_, body) => {
    const before = connected.items();
    const view = await refreshWith(json(body));
    expect(view).toMatchObject({ status: 'failed', error: { code: 'server.invalid-response' } });
    connected.requireUntouched(before);
    await requireStillGood();
  });

  it.each<[string, unknown, Readonly<Record<string, string>>]>([
    ['token_type Bearer', { ...good, token_type: 'Bearer' }, {}],
    ['token_type BEARER', { ...good, token_type: 'BEARER' }, {}],
    ['fields that nobody knows', { ...good, x: { y: [1, { z: null }] }, '': 0 }, {}],
    ['a byte order mark', `\ufeff${JSON.stringify(good)}`, {}],
    [
      'two refresh tokens, of which the last counts',
      '{"refresh_token":"first","access_token":"next-access","token_type":"bearer","refresh_token":"next-refresh"}',
      {},
    ],
    ['__proto__', `{"__proto__":{"scope":1},${JSON.stringify(good).slice(1)}`, {}],
    ['null for what is absent', { ...good, scope: null, expires_in: null }, {}],
  ])('N4 is taken: %s', async (_, body) => {
    expect(await refreshWith(json(body))).toMatchObject({ status: 'done', error: null });
    expect(connected.fields()).toMatchObject({
      accessToken: 'next-access',
      refreshToken: 'next-refresh',
    });
    expect(({} as Record<string, unknown>).scope).toBeUndefined();
  });

  const tenYears = 315_360_000;
  it.each<[unknown, number | null]>([
    [3600, 3600],
    ['3600', 3600],
    [-1, null],
    [0, null],
    ['soon', null],
    [undefined, null],
    [{}, null],
    [1e300, tenYears],
  ])('N4 expires_in %j costs no token and counts as %j seconds', async (given, seconds) => {
    const begun = Math.floor(Date.now() / 1000);
    const view = await refreshWith(json({ ...good, expires_in: given }));
    expect(view).toMatchObject({ status: 'done', error: null });
    expect(connected.fields()).toMatchObject({ refreshToken: 'next-refresh' });
    const { tokens } = connected.app.connection(connected.id)?.facts ?? {};
    const expiresAt = tokens?.accessTokenExpiresAtEpochSeconds ?? null;
    if (seconds === null) return expect(expiresAt).toBeNull();
    expect(expiresAt).toBeGreaterThanOrEqual(begun + seconds);
    expect(expiresAt).toBeLessThanOrEqual(Math.floor(Date.now() / 1000) + seconds);
  });
});

describe('a status that is no last word', () => {
  const inYears = (years: number): string =>
    new Date(Date.now() + years * 365 * 24 * 3600 * 1000).toUTCString();

  it.each<[string, TinyReply, string, number | undefined]>([
    ['401', json({}, 401), 'oauth.renewal-refused', undefined],
    [
      '401 with a page',
      json('<html>', 401, { 'content-type': 'text/html' }),
      'server.wrong-host',
      undefined,
    ],
    [
      '401 that blames the client',
      json({ error: 'invalid_client' }, 401),
      'oauth.invalid-client',
      undefined,
    ],
    ['403', json({}, 403), 'server.rejected', undefined],
    ['403 with a word', json({ error: 'access_denied' }, 403), 'oauth.denied', undefined],
    ['429', json({}, 429), 'server.rate-limited', 60],
    [
      '429 that says invalid_grant',
      json({ error: 'invalid_grant' }, 429),
      'server.rate-limited',
      60,
    ],
    ['429, wait 7 s', json({}, 429, { 'retry-after': '7' }), 'server.rate-limited', 7],
    [
      '429, wait until ten years ago',
      json({}, 429, { 'retry-after': inYears(-10) }),
      'server.rate-limited',
      1,
    ],
    ['429, wait -5 s', json({}, 429, { 'retry-after': '-5' }), 'server.rate-limited', 1],
    [
      '429, wait ten years',
      json({}, 429, { 'retry-after': '315360000' }),
      'server.rate-limited',
      3600,
    ],
    [
      '429, wait until in ten years',
      json({}, 429, { 'retry-after': inYears(10) }),
      'server.rate-limited',
      3600,
    ],
    ['429, wait rubbish', json({}, 429, { 'retry-after': 'a while' }), 'server.rate-limited', 60],
    ['500', json({}, 500), 'server.trouble', undefined],
    [
      '500 that says invalid_grant',
      json({ error: 'invalid_grant' }, 500),
      'server.trouble',
      undefined,
    ],
    [
      '503, wait ten years',
      json({}, 503, { 'retry-after': '315360000' }),
      'server.trouble',
      undefined,
    ],
  ])('N5 costs no token: %s', async (_, reply, code, retryAfterSeconds) => {
    const before = connected.items();
    const view = await refreshWith(reply);
    const params = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    expect(view).toMatchObject({ status: 'failed', error: { code, params } });
    connected.requireUntouched(before);
    await requireStillGood();
  });

  it('N5 only the server’s own word asks for a sign-in, and even that erases nothing', async () => {
    const before = connected.items();
    const view = await refreshWith(json({ error: 'invalid_grant' }, 400));
    expect(view).toMatchObject({ status: 'failed', error: { code: 'oauth.sign-in-again' } });
    expect(connected.app.connection(connected.id)).toMatchObject({
      state: 'active',
      needsSignIn: true,
      problem: { code: 'oauth.sign-in-again' },
    });
    expect(connected.items()).toEqual(before);
  });
});
