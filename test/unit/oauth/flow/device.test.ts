import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceCodeView } from '../../../../electron/oauth/context.ts';
import { signInWithDevice } from '../../../../electron/oauth/flow/device.ts';
import { strictReplies } from '../../../../electron/oauth/token/reply.ts';
import type { HttpClient } from '../../../../electron/platform/interfaces.ts';
import { createClock, type FakeClock } from '../../../support/fakes/clock.ts';
import type { TinyReply } from '../../../support/network/tiny-server.ts';
import { json, tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../../support/oauth/start-attempt.ts';

const tiny = tinyServerPerTest();
let clock: FakeClock;
beforeEach(() => {
  clock = createClock({ eager: true });
});

const started = {
  device_code: 'device-canary',
  user_code: 'WDJB-MJHT',
  verification_uri: 'https://as.example/device',
  expires_in: 600,
};
const error = (word: string, status = 400): TinyReply => json({ error: word }, status);
const granted = json({ access_token: 'a', token_type: 'bearer' });

const signIn = (onDeviceCode: (code: DeviceCodeView) => void = () => undefined) => {
  const test = createSignInContext({ clock, onDeviceCode });
  const result = signInWithDevice(test.context, {
    server: serverAt(tiny.url),
    client: clientWith({ kind: 'none' }),
    scopes: ['a', 'b'],
    scopeSeparator: ' ',
    openid: false,
    quirks: strictReplies,
  });
  return { ...test, result };
};

/** In seconds, between the requests to the token endpoint. */
const pauses = (): readonly number[] => clock.delays.map((ms) => ms / 1000);

describe('a device code', () => {
  it('is asked for, shown, and asked about until the person is done', async () => {
    tiny.answer(json(started), error('authorization_pending'), granted);
    let shown: DeviceCodeView | null = null;
    const { result } = signIn((code) => {
      shown = code;
    });
    expect((await result).scopes).toEqual(['a', 'b']);
    expect(shown).toEqual({
      userCode: 'WDJB-MJHT',
      verificationUri: 'https://as.example/device',
      verificationUriComplete: null,
      expiresAtEpochSeconds: Date.parse('2030-01-01T00:10:00Z') / 1000,
    });
    expect(tiny.requests[0]?.body).toBe('scope=a+b&client_id=client');
    expect(Object.fromEntries(new URLSearchParams(tiny.requests[1]?.body))).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: 'device-canary',
      client_id: 'client',
    });
    expect(pauses()).toEqual([5, 5]);
  });

  it('L17 offers the page with the code filled in only on the host that is shown', async () => {
    const shown: (string | null)[] = [];
    for (const host of ['as.example', 'as.example.evil']) {
      const page = `https://${host}/device?user_code=WDJB-MJHT`;
      tiny.answer(json({ ...started, verification_uri_complete: page }), granted);
      await signIn((code) => void shown.push(code.verificationUriComplete)).result;
    }
    expect(shown).toEqual(['https://as.example/device?user_code=WDJB-MJHT', null]);
  });

  it('goes by the interval of the server, and 5 s more after each slow_down, for good', async () => {
    const slow = error('slow_down');
    const pending = error('authorization_pending');
    tiny.answer(json({ ...started, interval: 2 }), pending, slow, pending, slow, granted);
    await signIn().result;
    expect(pauses()).toEqual([2, 2, 7, 7, 12]);
  });

  it('asks ever more slowly while the server is away or in trouble', async () => {
    const busy = { status: 429, headers: { 'retry-after': '45' } };
    tiny.answer(json(started), 'reset', { status: 503 }, busy, granted);
    await signIn().result;
    expect(pauses()).toEqual([5, 10, 20, 45]);
  });

  it('lets no server put it off for longer than a minute', async () => {
    tiny.answer(json(started), { status: 429, headers: { 'retry-after': '3600' } }, granted);
    await signIn().result;
    expect(pauses()).toEqual([5, 60]);
  });

  it.each(['verification_uri', 'verification_uri_complete'])(
    'N13 a server elsewhere cannot send the person to this computer in %s',
    async (name) => {
      const body = JSON.stringify({ ...started, [name]: 'https://127.0.0.1:8443/admin' });
      const http: HttpClient = async () => ({
        status: 200,
        headers: new Headers({ 'content-type': 'application/json' }),
        body,
      });
      const shown: DeviceCodeView[] = [];
      const onDeviceCode = (code: DeviceCodeView) => void shown.push(code);
      const { context } = createSignInContext({ clock, http, onDeviceCode });
      const result = signInWithDevice(context, {
        server: serverAt(new URL('https://as.example')),
        client: clientWith({ kind: 'none' }),
        scopes: [],
        scopeSeparator: ' ',
        openid: false,
        quirks: strictReplies,
      });
      expect(await codeOf(result)).toBe('server.invalid-response');
      expect(shown).toEqual([]);
    },
  );

  it.each<[string, TinyReply, string]>([
    ['access_denied', error('access_denied'), 'oauth.denied'],
    ["access_denied, in Google's way", error('access_denied', 403), 'oauth.denied'],
    ['expired_token', error('expired_token'), 'oauth.device-code-expired'],
    ['invalid_grant', error('invalid_grant'), 'oauth.code-refused'],
    ['invalid_client', error('invalid_client', 401), 'oauth.invalid-client'],
    ['a redirect', { status: 302, headers: { location: '/' } }, 'server.wrong-host'],
  ])('ends with %s', async (_, reply, code) => {
    tiny.answer(json(started), error('authorization_pending'), reply);
    expect(await codeOf(signIn().result)).toBe(code);
    expect(tiny.requests).toHaveLength(3);
  });

  it('ends when its time is up, with no request after that', async () => {
    tiny.answer(json({ ...started, expires_in: 12 }), error('authorization_pending'));
    expect(await codeOf(signIn().result)).toBe('oauth.device-code-expired');
    expect(pauses()).toEqual([5, 5, 5]);
    expect(tiny.requests).toHaveLength(3);
  });

  it('N8 ends when the machine slept past its time', async () => {
    clock = createClock();
    tiny.answer(json(started), granted);
    const { result } = signIn();
    await clock.untilTimer();
    clock.setNowEpochMs(clock.nowEpochMs() + 600_000);
    clock.advance(5_000);
    expect(await codeOf(result)).toBe('oauth.device-code-expired');
    expect(tiny.requests).toHaveLength(1);
  });

  it('L14 stops at once when cancelled, and leaves no timer', async () => {
    clock = createClock();
    tiny.answer(json(started), granted);
    const { result, cancel } = signIn();
    await clock.untilTimer();
    cancel();
    expect(await codeOf(result)).toBe('operation.cancelled');
    expect(clock.pendingTimers()).toBe(0);
    expect(tiny.requests).toHaveLength(1);
  });

  it('is read under the names that Google uses', async () => {
    const { verification_uri: url, ...rest } = started;
    tiny.answer(json({ ...rest, verification_url: url, interval: '7' }), granted);
    await signIn().result;
    expect(pauses()).toEqual([7]);
  });

  it.each<[string, TinyReply, string]>([
    [
      'a page over http',
      json({ ...started, verification_uri: 'http://as.example' }),
      'server.insecure',
    ],
    [
      'a script',
      json({ ...started, verification_uri_complete: 'javascript:1' }),
      'server.insecure',
    ],
    ['a code of two lines', json({ ...started, user_code: 'A\nB' }), 'server.invalid-response'],
    [
      'a code without end',
      json({ ...started, user_code: 'A'.repeat(65) }),
      'server.invalid-response',
    ],
    ['no expiry', json({ ...started, expires_in: undefined }), 'server.invalid-response'],
    ['a negative interval', json({ ...started, interval: -1 }), 'server.invalid-response'],
    ['invalid_scope', error('invalid_scope'), 'oauth.invalid-scope'],
    ['503', { status: 503 }, 'server.trouble'],
  ])('is not shown at all with %s', async (_, reply, code) => {
    tiny.answer(reply);
    let shown = false;
    const { result } = signIn(() => {
      shown = true;
    });
    expect(await codeOf(result)).toBe(code);
    expect(shown).toBe(false);
  });
});
