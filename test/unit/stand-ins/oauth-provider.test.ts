import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { google } from '../../stand-ins/profiles/google.ts';
import { jx } from '../../stand-ins/profiles/jx.ts';
import { omniport } from '../../stand-ins/profiles/omniport.ts';
import { handClock } from './client-side.ts';
import {
  bearer,
  challenge,
  codeFor,
  exchange,
  get,
  loopback,
  openConsent,
  post,
  press,
  redirectOf,
  refresh,
} from './oauth-client-side.ts';

const day = 86_400;
let clock: ReturnType<typeof handClock>;
let provider: OAuthProvider;

beforeEach(() => {
  clock = handClock();
});
afterEach(() => provider.close());

describe('the OAuth engine, as JX Solutions', () => {
  beforeEach(async () => {
    provider = await startOAuthProvider({ profile: jx, clock });
  });

  it('gives tokens for a code, and fresh ones for the refresh token', async () => {
    const page = await openConsent(provider);
    expect(page.text).toContain('Stand-in for evaluation');
    const redirect = redirectOf(await press(provider, page, 'approve'));
    expect(redirect.get('state')).toBe('our-state');
    const tokens = await exchange(provider, redirect.get('code') ?? '');
    expect(tokens.status).toBe(200);
    expect(tokens.headers.get('cache-control')).toBe('no-store');
    expect(tokens.json).toMatchObject({ token_type: 'Bearer', expires_in: 3600 });
    const fresh = await refresh(provider, tokens.json.refresh_token);
    expect(fresh.status).toBe(200);
    expect(fresh.json.access_token).not.toBe(tokens.json.access_token);
    expect(fresh.json.refresh_token).toBeUndefined();
    expect(provider.tokenRequests).toEqual([
      { grantType: 'authorization_code', refusal: null },
      { grantType: 'refresh_token', refusal: null },
    ]);
  });

  it('says clearly that a code is invalid or has expired', async () => {
    const unknown = await exchange(provider, 'no-such-code');
    expect(unknown.json).toEqual({
      error: 'invalid_grant',
      error_description: 'The authorization code is invalid.',
    });
    const code = await codeFor(provider);
    clock.advanceSeconds(601);
    const expired = await exchange(provider, code);
    expect(expired.json.error_description).toBe('The authorization code has expired.');
  });

  it('says clearly that a refresh token is invalid or has expired', async () => {
    const message = 'The refresh token is invalid or has expired.';
    expect((await refresh(provider, 'none')).json.error_description).toBe(message);
    const tokens = await exchange(provider, await codeFor(provider));
    clock.advanceSeconds(31 * day);
    const late = await refresh(provider, tokens.json.refresh_token);
    expect(late).toMatchObject({ status: 400, json: { error_description: message } });
  });

  it('takes a code once, and ends what came of it when it comes again', async () => {
    const code = await codeFor(provider);
    const tokens = await exchange(provider, code);
    expect((await exchange(provider, code)).json.error).toBe('invalid_grant');
    expect((await refresh(provider, tokens.json.refresh_token)).status).toBe(400);
  });

  it('L19 gives nothing for a stolen code without its verifier', async () => {
    const code = await codeFor(provider);
    for (const code_verifier of [null, 'w'.repeat(43), 'short']) {
      expect((await exchange(provider, code, { code_verifier })).json.error).toBe('invalid_grant');
    }
    expect((await exchange(provider, code)).status).toBe(200);
  });

  it('binds a code to its client and redirect URI', async () => {
    const code = await codeFor(provider);
    const other = provider.registerClient();
    expect((await exchange(provider, code, {}, other)).json.error).toBe('invalid_grant');
    const elsewhere = { redirect_uri: 'http://127.0.0.1:21531/callback' };
    expect((await exchange(provider, code, elsewhere)).json.error).toBe('invalid_grant');
    expect((await exchange(provider, code)).status).toBe(200);
  });

  it('refuses a verifier without a challenge and a plain challenge', async () => {
    const code = await codeFor(provider, { code_challenge: null, code_challenge_method: null });
    expect((await exchange(provider, code)).json.error).toBe('invalid_grant');
    const page = await openConsent(provider, { code_challenge_method: 'plain' });
    expect(redirectOf(page).get('error')).toBe('invalid_request');
  });

  it.each([
    ['no secret', { client_secret: null }, 400, 'invalid_request'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'nobody' }, 401, 'invalid_client'],
    ['no grant type', { grant_type: null }, 400, 'invalid_request'],
    ['another grant type', { grant_type: 'password' }, 400, 'unsupported_grant_type'],
    ['no redirect URI', { redirect_uri: null }, 400, 'invalid_request'],
  ])('refuses %s at the token endpoint', async (_name, changes, status, error) => {
    const answer = await exchange(provider, await codeFor(provider), changes);
    expect(answer).toMatchObject({ status, json: { error } });
  });

  it('takes the secret in the header instead, but not in both places', async () => {
    const { clientId, clientSecret } = provider.client;
    const header = Buffer.from(
      `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret ?? '')}`,
    ).toString('base64');
    const send = async (changes: Record<string, string | null>) =>
      post(
        provider.endpoints.token,
        {
          grant_type: 'authorization_code',
          code: await codeFor(provider),
          redirect_uri: loopback,
          code_verifier: 'v'.repeat(43),
          ...changes,
        },
        { authorization: `Basic ${header}` },
      );
    expect((await send({})).status).toBe(200);
    expect((await send({ client_secret: clientSecret })).json.error).toBe('invalid_request');
  });

  it('refuses JSON bodies, repeated parameters and secrets in URLs', async () => {
    const { token } = provider.endpoints;
    const json = await post(token, '{}', { 'content-type': 'application/json' });
    expect(json.json.error).toBe('invalid_request');
    const twice = await post(token, 'code=1&code=2');
    expect(twice.json.error).toBe('invalid_request');
    const inUrl = await post(`${token}?client_secret=x`, { grant_type: 'refresh_token' });
    expect(inUrl.json.error).toBe('invalid_request');
    const page = await openConsent(provider, { client_secret: 'x' });
    expect(page.status).toBe(400);
  });

  it('never redirects to an address that was not registered', async () => {
    for (const redirect_uri of [
      'http://127.0.0.1:28532/callback',
      `${loopback}/`,
      'http://localhost:28531/callback',
      null,
    ]) {
      const page = await openConsent(provider, { redirect_uri });
      expect([page.status, page.headers.get('location')]).toEqual([400, null]);
    }
  });

  it('lets the person choose another account, which is a grant of its own', async () => {
    const mine = await exchange(provider, await codeFor(provider));
    const page = await openConsent(provider);
    expect(page.text.match(/name="account"/g)).toHaveLength(2);
    const account = 'grace@stand-in.test';
    const hers = await exchange(provider, await codeFor(provider, {}, { account }));
    provider.revokeFromOutside(account);
    expect((await refresh(provider, hers.json.refresh_token)).status).toBe(400);
    expect((await refresh(provider, mine.json.refresh_token)).status).toBe(200);
  });

  it('tells the redirect URI that the person refused', async () => {
    const pressed = await press(provider, await openConsent(provider), 'deny');
    expect(redirectOf(pressed).get('error')).toBe('access_denied');
    expect(redirectOf(pressed).get('state')).toBe('our-state');
  });

  it('bends the rules for token replies when told to', async () => {
    Object.assign(provider.settings, { omitTokenType: true, expiresInAsString: true });
    const bent = await exchange(provider, await codeFor(provider));
    expect(bent.json.token_type).toBeUndefined();
    expect(bent.json.expires_in).toBe('3600');
    provider.settings.formEncodedReplies = true;
    const encoded = await exchange(provider, await codeFor(provider));
    expect(encoded.headers.get('content-type')).toBe('application/x-www-form-urlencoded');
    expect(new URLSearchParams(encoded.text).get('expires_in')).toBe('3600');
  });

  it('plays with the state on demand', async () => {
    const returned = async () =>
      redirectOf(await press(provider, await openConsent(provider), 'approve')).get('state');
    const seen = [];
    for (const stateReturn of ['drop', 'blank', 'other'] as const) {
      provider.settings.stateReturn = stateReturn;
      seen.push(await returned());
    }
    expect(seen).toEqual([null, '', 'another-state']);
  });

  it('spends faults on the endpoint it is told to, and never on pages', async () => {
    provider.settings.faultsAt = 'token';
    provider.faults.failNextWith(429, '', { 'retry-after': '7' });
    const code = await codeFor(provider);
    const limited = await exchange(provider, code);
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '7']);
    expect((await exchange(provider, code)).status).toBe(200);
  });

  it('pours without end on demand, until the client goes', async () => {
    provider.settings.faultsAt = 'token';
    provider.faults.endlessNext();
    const response = await fetch(provider.endpoints.token, { method: 'POST' });
    let bytes = 0;
    for await (const chunk of response.body ?? []) {
      bytes += (chunk as Uint8Array).length;
      if (bytes > 3_000_000) break;
    }
    expect(bytes).toBeGreaterThan(3_000_000);
  });
});

describe('Google', () => {
  const scope = 'openid email https://www.googleapis.com/auth/drive.file';
  const offline = { scope, access_type: 'offline', prompt: 'consent' };
  beforeEach(async () => {
    provider = await startOAuthProvider({ profile: google, clock });
  });

  it('takes any loopback port and path, and nothing else', async () => {
    for (const redirect_uri of ['http://127.0.0.1:1/', 'http://[::1]:9/x', 'http://localhost:2']) {
      expect((await openConsent(provider, { scope, redirect_uri })).status).toBe(200);
    }
    for (const redirect_uri of ['https://127.0.0.1:1/', 'http://192.168.0.1:1/', 'x:/y']) {
      expect((await openConsent(provider, { scope, redirect_uri })).status).toBe(400);
    }
  });

  it('gives a refresh token for offline access only, and again only after asking again', async () => {
    const given = async (parameters: Record<string, string>) =>
      (await exchange(provider, await codeFor(provider, { scope, ...parameters }))).json
        .refresh_token;
    expect(await given({})).toBeUndefined();
    provider.revokeFromOutside();
    expect(await given({ access_type: 'offline' })).toMatch(/^1\/\/0/);
    expect(await given({ access_type: 'offline' })).toBeUndefined();
    expect(await given(offline)).toMatch(/^1\/\/0/);
  });

  it('demands the client secret even with PKCE', async () => {
    const answer = await exchange(provider, await codeFor(provider, offline), {
      client_secret: null,
    });
    expect(answer.json).toEqual({
      error: 'invalid_request',
      error_description: 'client_secret is missing.',
    });
  });

  it('ends refresh tokens of unpublished apps after seven days', async () => {
    const tokens = await exchange(provider, await codeFor(provider, offline));
    clock.advanceSeconds(8 * day);
    expect((await refresh(provider, tokens.json.refresh_token)).status).toBe(200);
    provider.settings.testing = true;
    expect((await refresh(provider, tokens.json.refresh_token)).json).toEqual({
      error: 'invalid_grant',
      error_description: 'Token has been expired or revoked.',
    });
  });

  it('names the account, and refuses dead and narrow tokens', async () => {
    const tokens = await exchange(provider, await codeFor(provider, offline));
    const { identity } = provider.endpoints;
    const info = await get(identity ?? '', bearer(tokens.json.access_token));
    expect(info.json).toMatchObject({ email: 'ada@stand-in.test', sub: expect.any(String) });
    const about = `${provider.origin}/drive/v3/about?fields=user`;
    expect((await get(about, bearer(tokens.json.access_token))).status).toBe(200);
    const narrow = await exchange(
      provider,
      await codeFor(provider, offline, { scopes: ['openid'] }),
    );
    expect(narrow.json.scope).toBe('openid');
    expect((await get(about, bearer(narrow.json.access_token))).status).toBe(403);
    clock.advanceSeconds(3600);
    expect((await get(about, bearer(tokens.json.access_token))).status).toBe(401);
  });

  it('revokes the whole grant by either token, and does not know it afterwards', async () => {
    const tokens = await exchange(provider, await codeFor(provider, offline));
    const token = String(tokens.json.refresh_token);
    expect((await post(provider.endpoints.revocation, { token })).status).toBe(200);
    const info = await get(provider.endpoints.identity ?? '', bearer(tokens.json.access_token));
    expect(info.status).toBe(401);
    const again = await post(provider.endpoints.revocation, { token });
    expect(again).toMatchObject({ status: 400, json: { error: 'invalid_token' } });
  });

  it('gives device codes to device clients for narrow scopes, and minds the interval', async () => {
    const { deviceClient: client } = provider;
    const ask = (client_id: string, asked: string) =>
      post(provider.endpoints.device, { client_id, scope: asked });
    expect((await ask(provider.client.clientId, scope)).json.error).toBe('invalid_client');
    const wide = await ask(client.clientId, 'https://www.googleapis.com/auth/drive');
    expect(wide.json.error).toBe('invalid_scope');
    const device = (await ask(client.clientId, scope)).json;
    expect(device).toMatchObject({
      verification_url: 'https://accounts.google.com/device',
      interval: 5,
    });
    const poll = () =>
      post(provider.endpoints.token, {
        grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
        device_code: String(device.device_code),
        client_id: client.clientId,
        client_secret: client.clientSecret,
      });
    expect(await poll()).toMatchObject({ status: 428, json: { error: 'authorization_pending' } });
    expect(await poll()).toMatchObject({ status: 403, json: { error: 'slow_down' } });
    clock.advanceSeconds(10);
    expect((await poll()).status).toBe(428);
    const page = await get(`${provider.origin}/device?user_code=${device.user_code}`);
    expect(page.text).toContain(String(device.user_code));
    expect(provider.answerDevice(String(device.user_code).toLowerCase(), 'approve')).toBe(true);
    clock.advanceSeconds(10);
    expect((await poll()).json.refresh_token).toMatch(/^1\/\/0/);
    clock.advanceSeconds(10);
    expect((await poll()).json.error).toBe('invalid_grant');
  });

  it('ends device codes that nobody answers', async () => {
    const { clientId, clientSecret } = provider.deviceClient;
    const device = (await post(provider.endpoints.device, { client_id: clientId, scope })).json;
    clock.advanceSeconds(1800);
    const late = await post(provider.endpoints.token, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(device.device_code),
      client_id: clientId,
      client_secret: clientSecret,
    });
    expect(late.json.error).toBe('expired_token');
    expect(provider.answerDevice(String(device.user_code), 'approve')).toBe(false);
  });

  it('stands in for the real hosts by path', () => {
    const moved = provider.toStandIn(new URL('https://oauth2.googleapis.com/token?x=1'));
    expect(moved?.href).toBe(`${provider.origin}/token?x=1`);
    expect(provider.toStandIn(new URL('https://example.com/token'))).toBeNull();
    expect(provider.toStandIn(new URL('http://oauth2.googleapis.com/token'))).toBeNull();
  });
});

describe('Omniport', () => {
  beforeEach(async () => {
    provider = await startOAuthProvider({ profile: omniport, clock });
  });
  const plain = { response_type: null, code_challenge: null, code_challenge_method: null };

  it('gives what its document shows for the five parameters', async () => {
    const code = await codeFor(provider, plain);
    const tokens = await exchange(provider, code, { code_verifier: null });
    expect(tokens.json).toMatchObject({
      expires_in: 36_000,
      token_type: 'Bearer',
      scope: 'read write',
      refresh_token: expect.any(String),
    });
  });

  it.each(['client_id', 'client_secret', 'grant_type', 'redirect_uri', 'code'])(
    'demands %s',
    async (name) => {
      const code = await codeFor(provider, plain);
      const answer = await exchange(provider, code, { code_verifier: null, [name]: null });
      expect(answer.status).toBe(400);
      expect(answer.json).toEqual({ error: expect.stringMatching(/ /) });
    },
  );

  it('lets a code live one minute', async () => {
    const code = await codeFor(provider);
    clock.advanceSeconds(61);
    expect(await exchange(provider, code)).toMatchObject({
      status: 400,
      json: { error: 'The authorisation code has expired.' },
    });
  });

  it('rotates refresh tokens, each good for one use', async () => {
    const tokens = await exchange(provider, await codeFor(provider));
    const fresh = await refresh(provider, tokens.json.refresh_token);
    expect(fresh.json.refresh_token).not.toBe(tokens.json.refresh_token);
    expect((await refresh(provider, tokens.json.refresh_token)).status).toBe(400);
    expect((await refresh(provider, fresh.json.refresh_token)).status).toBe(200);
  });

  it('knows its British paths only, and adds a missing slash', async () => {
    const american = await get(`${provider.origin}/oauth/authorize/`);
    expect(american.status).toBe(404);
    const bare = await get(`${provider.origin}/oauth/authorise?client_id=1`);
    expect([bare.status, bare.headers.get('location')]).toEqual([
      301,
      '/oauth/authorise/?client_id=1',
    ]);
  });

  it('may send a person who refuses to its own start page', async () => {
    provider.settings.denyGoesHome = true;
    const pressed = await press(provider, await openConsent(provider), 'deny');
    expect(pressed.headers.get('location')).toBe('/');
    expect(challenge).toHaveLength(43);
  });
});
