import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { handClock } from './client-side.ts';
import {
  bearer,
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

const startAs = (id: keyof typeof oauthProfiles) => async (): Promise<void> => {
  clock = handClock();
  provider = await startOAuthProvider({ profile: oauthProfiles[id], clock });
};
afterEach(() => provider.close());

describe('Dropbox', () => {
  beforeEach(startAs('dropbox'));
  const asked = { token_access_type: 'offline', scope: 'account_info.read files.metadata.read' };
  const call = (name: string, token: unknown, body = 'null', type = 'application/json') =>
    post(`${provider.origin}/2/${name}`, body, { ...bearer(token), 'content-type': type });

  it('connects a public client with PKCE, and names the account', async () => {
    const tokens = await exchange(provider, await codeFor(provider, asked));
    expect(tokens.json).toMatchObject({
      token_type: 'bearer',
      expires_in: 14_400,
      scope: asked.scope,
      account_id: expect.stringMatching(/^dbid:/),
    });
    const account = await call('users/get_current_account', tokens.json.access_token);
    expect(account.json).toMatchObject({
      email: 'ada@stand-in.test',
      name: { display_name: 'Ada Lovelace' },
    });
  });

  it('refuses public clients without PKCE', async () => {
    const page = await openConsent(provider, {
      code_challenge: null,
      code_challenge_method: null,
    });
    expect(page.status).toBe(400);
  });

  it('shows the code when no redirect URI is sent', async () => {
    const page = await openConsent(provider, { ...asked, redirect_uri: null });
    const shown = await press(provider, page, 'approve');
    const code = /id="code">([^<]+)</.exec(shown.text)?.[1] ?? '';
    const wrong = await exchange(provider, code);
    expect(wrong.json.error_description).toBe('redirect_uri mismatch');
    expect((await exchange(provider, code, { redirect_uri: null })).status).toBe(200);
  });

  it('gives a refresh token for offline access only, and does not rotate it', async () => {
    const online = await exchange(provider, await codeFor(provider));
    expect(online.json.refresh_token).toBeUndefined();
    const tokens = await exchange(provider, await codeFor(provider, asked));
    for (const _ of [1, 2]) {
      const fresh = await refresh(provider, tokens.json.refresh_token);
      expect(Object.keys(fresh.json).sort()).toEqual(['access_token', 'expires_in', 'token_type']);
    }
  });

  it('takes calls with the argument null only, and names what is wrong with a token', async () => {
    const tokens = await exchange(provider, await codeFor(provider, asked));
    const token = tokens.json.access_token;
    const name = 'users/get_current_account';
    expect((await call(name, token, '{}')).status).toBe(400);
    expect((await call(name, token, '', 'application/x-www-form-urlencoded')).status).toBe(400);
    expect((await call(name, 'x')).json.error).toEqual({ '.tag': 'invalid_access_token' });
    clock.advanceSeconds(14_400);
    expect((await call(name, token)).json.error).toEqual({ '.tag': 'expired_access_token' });
  });

  it('revokes by a call of its own, refresh token and all', async () => {
    const tokens = await exchange(provider, await codeFor(provider, asked));
    const revoked = await call('auth/token/revoke', tokens.json.access_token);
    expect([revoked.status, revoked.text]).toEqual([200, 'null']);
    const dead = await refresh(provider, tokens.json.refresh_token);
    expect(dead).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });
});

describe('Microsoft', () => {
  beforeEach(startAs('microsoft'));
  const redirect_uri = 'http://localhost:50123';
  const asked = { scope: 'User.Read offline_access Files.Read', redirect_uri };

  it('ignores the port of localhost, adds a slash, and takes no 127.0.0.1', async () => {
    const page = await openConsent(provider, asked);
    const pressed = await press(provider, page, 'approve');
    expect(pressed.headers.get('location')).toMatch(/^http:\/\/localhost:50123\/\?/);
    for (const uri of ['http://127.0.0.1:50123', 'http://localhost:1/other', loopback]) {
      expect((await openConsent(provider, { ...asked, redirect_uri: uri })).status).toBe(400);
    }
  });

  it('answers under every tenant', async () => {
    const url = new URL(provider.endpoints.authorization);
    for (const tenant of ['common', 'consumers', 'organizations', 'contoso.onmicrosoft.com']) {
      const page = await get(`${url.origin}/${tenant}${url.pathname}?client_id=x`);
      expect(page.text).toContain('invalid_client');
    }
  });

  it('refuses secrets of public clients', async () => {
    const code = await codeFor(provider, asked);
    const answer = await exchange(provider, code, { redirect_uri, client_secret: 'x' });
    expect(answer).toMatchObject({ status: 401, json: { error: 'invalid_client' } });
  });

  it('replaces refresh tokens at each use without revoking them, until they lie idle', async () => {
    const tokens = await exchange(provider, await codeFor(provider, asked), { redirect_uri });
    expect(tokens.json.scope).toBe('User.Read Files.Read');
    const first = await refresh(provider, tokens.json.refresh_token);
    expect(first.json.refresh_token).not.toBe(tokens.json.refresh_token);
    expect((await refresh(provider, tokens.json.refresh_token)).status).toBe(200);
    clock.advanceSeconds(91 * day);
    const dead = await refresh(provider, first.json.refresh_token);
    expect(dead.json).toMatchObject({ error: 'invalid_grant', error_codes: [70000] });
  });

  it('gives no refresh token without offline_access', async () => {
    const code = await codeFor(provider, { ...asked, scope: 'User.Read' });
    const tokens = await exchange(provider, code, { redirect_uri });
    expect(tokens.json.refresh_token).toBeUndefined();
  });

  it('names the account through Graph', async () => {
    const tokens = await exchange(provider, await codeFor(provider, asked), { redirect_uri });
    const me = await get(provider.endpoints.identity ?? '', bearer(tokens.json.access_token));
    expect(me.json).toMatchObject({ userPrincipalName: 'ada@stand-in.test' });
    const nobody = await get(provider.endpoints.identity ?? '', bearer('x'));
    expect(nobody).toMatchObject({
      status: 401,
      json: { error: { code: 'InvalidAuthenticationToken' } },
    });
  });

  it('has its own word for a device code that the person declined', async () => {
    const { clientId } = provider.client;
    const device = await post(provider.endpoints.device, { client_id: clientId, ...asked });
    provider.answerDevice(String(device.json.user_code), 'deny');
    const poll = await post(provider.endpoints.token, {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      device_code: String(device.json.device_code),
      client_id: clientId,
    });
    expect(poll.json.error).toBe('authorization_declined');
  });
});

describe('Box', () => {
  beforeEach(startAs('box'));

  it('takes any loopback port but the registered path only', async () => {
    for (const [uri, status] of [
      ['http://127.0.0.1:49999/callback', 200],
      ['http://localhost:49999/callback', 200],
      ['http://127.0.0.1:49999/other', 400],
      ['https://127.0.0.1:49999/callback', 400],
    ] as const) {
      expect((await openConsent(provider, { redirect_uri: uri })).status).toBe(status);
    }
  });

  it('demands the secret and lets a code live half a minute', async () => {
    const code = await codeFor(provider);
    expect((await exchange(provider, code, { client_secret: null })).status).toBe(400);
    clock.advanceSeconds(31);
    expect((await exchange(provider, code)).json.error_description).toBe(
      'The authorization code has expired',
    );
  });

  it('takes a refresh token once, within sixty days', async () => {
    const tokens = await exchange(provider, await codeFor(provider));
    const fresh = await refresh(provider, tokens.json.refresh_token);
    expect(fresh.status).toBe(200);
    const again = await refresh(provider, tokens.json.refresh_token);
    expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
    clock.advanceSeconds(61 * day);
    expect((await refresh(provider, fresh.json.refresh_token)).status).toBe(400);
  });

  it('names the account, and revokes with the client’s secret only', async () => {
    const tokens = await exchange(provider, await codeFor(provider));
    const { identity, revocation } = provider.endpoints;
    const me = await get(identity ?? '', bearer(tokens.json.access_token));
    expect(me.json).toMatchObject({ login: 'ada@stand-in.test' });
    const token = String(tokens.json.refresh_token);
    const { clientId: client_id, clientSecret: client_secret } = provider.client;
    expect((await post(revocation, { token, client_id })).status).toBe(400);
    expect((await post(revocation, { token, client_id, client_secret })).status).toBe(200);
    const dead = await get(identity ?? '', bearer(tokens.json.access_token));
    expect(dead.status).toBe(401);
    expect(dead.headers.get('www-authenticate')).toContain('invalid_token');
  });
});

describe('pCloud', () => {
  beforeEach(startAs('pcloud'));
  const plain = { code_challenge: null, code_challenge_method: null };

  it('names its host in the redirect, the European one too', async () => {
    const redirect = redirectOf(await press(provider, await openConsent(provider), 'approve'));
    expect(redirect.get('hostname')).toBe('api.pcloud.com');
    expect(redirect.get('locationid')).toBe('1');
    provider.settings.hostname = 'eapi.pcloud.com';
    const europe = redirectOf(await press(provider, await openConsent(provider), 'approve'));
    expect(europe.get('locationid')).toBe('2');
  });

  it('gives a token without end and without a refresh token', async () => {
    const tokens = await exchange(provider, await codeFor(provider, plain), {
      grant_type: null,
      redirect_uri: null,
      code_verifier: null,
    });
    expect(tokens.json).toEqual({
      result: 0,
      access_token: expect.any(String),
      token_type: 'bearer',
      uid: 1,
      locationid: 1,
    });
    clock.advanceSeconds(3650 * day);
    const info = await get(provider.endpoints.identity ?? '', bearer(tokens.json.access_token));
    expect(info.json).toMatchObject({ result: 0, email: 'ada@stand-in.test' });
  });

  it('says with status 200 what went wrong', async () => {
    const bad = await exchange(provider, 'no-such-code');
    expect(bad).toMatchObject({ status: 200, json: { result: 2012 } });
    const wrong = await exchange(provider, await codeFor(provider, plain), { client_secret: 'x' });
    expect(wrong).toMatchObject({ status: 200, json: { result: 2000, error: 'Log in failed.' } });
    const info = await get(provider.endpoints.identity ?? '');
    expect(info).toMatchObject({ status: 200, json: { result: 1000 } });
  });
});

describe.each(Object.keys(oauthProfiles) as (keyof typeof oauthProfiles)[])('%s', (id) => {
  beforeEach(startAs(id));

  it('tells the log why it refused, and no secret', async () => {
    const entries: unknown[] = [];
    const watched = await startOAuthProvider({
      profile: oauthProfiles[id],
      log: (entry) => entries.push(entry),
    });
    await exchange(watched, 'a-code-that-must-stay-secret', {
      client_secret: 'a-secret-that-must-stay-secret',
    });
    await watched.close();
    expect(entries).toMatchObject([{ server: id, refusal: expect.stringMatching(/^\w+: /) }]);
    expect(JSON.stringify(entries)).not.toContain('must-stay-secret');
  });

  it('shows its own name on the consent page and serves no page of another', async () => {
    const scope = provider.profile.scopes.known?.[0] ?? 'any';
    const redirect_uri = provider.client.redirectUris[0] ?? '';
    const page = await openConsent(provider, { scope, redirect_uri });
    expect(page.text).toContain(`is not ${provider.profile.name}`);
    expect(page.text).toContain('id="approve"');
    expect(page.text).toContain('id="deny"');
    expect((await get(`${provider.origin}/nowhere`)).status).toBe(404);
  });
});
