import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type DjangoOmniport,
  pressDjangoConsent,
  startDjangoOmniport,
} from '../../support/oauth/django-server.ts';

/**
 * Shows by hand, without the product, that Django OAuth Toolkit behaves as Omniport's document says;
 * the stand-in's profile was written by the same document.
 */

const redirectUri = 'http://127.0.0.1:28521/callback';
const verifier = 'v'.repeat(64);

let server: DjangoOmniport;
beforeAll(async () => {
  server = await startDjangoOmniport([redirectUri]);
});
afterAll(() => server?.close());

const authorizeUrl = (changes: Readonly<Record<string, string>> = {}): string =>
  `${server.authorizationUrl}?${new URLSearchParams({
    response_type: 'code',
    client_id: server.clientId,
    redirect_uri: redirectUri,
    state: 'our-state',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  }).toString()}`;

const codeFor = async (): Promise<string> => {
  const { location } = await pressDjangoConsent(authorizeUrl(), 'approve');
  return new URL(location ?? '').searchParams.get('code') ?? '';
};

const post = async (parameters: Readonly<Record<string, string | null>>) => {
  const given = Object.entries({
    client_id: server.clientId,
    client_secret: server.clientSecret,
    ...parameters,
  }).filter((pair): pair is [string, string] => pair[1] !== null);
  const response = await fetch(server.tokenUrl, {
    method: 'POST',
    body: new URLSearchParams(given),
  });
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
};

const exchange = (code: string, changes: Readonly<Record<string, string | null>> = {}) =>
  post({
    grant_type: 'authorization_code',
    redirect_uri: redirectUri,
    code,
    code_verifier: verifier,
    ...changes,
  });

describe('Django OAuth Toolkit at Omniport’s paths', () => {
  it('gives what Omniport’s document shows', async () => {
    const { location } = await pressDjangoConsent(authorizeUrl(), 'approve');
    const redirect = new URL(location ?? '');
    expect(redirect.searchParams.get('state')).toBe('our-state');
    const tokens = await exchange(redirect.searchParams.get('code') ?? '');
    expect(tokens.status).toBe(200);
    expect(tokens.json).toEqual({
      access_token: expect.any(String),
      expires_in: 36_000,
      token_type: 'Bearer',
      scope: 'read write',
      refresh_token: expect.any(String),
    });
    expect(await server.isAccessTokenLive(String(tokens.json.access_token))).toBe(true);
  });

  it('tells the redirect URI of a refusal', async () => {
    const { location } = await pressDjangoConsent(authorizeUrl(), 'deny');
    expect(new URL(location ?? '').searchParams.get('error')).toBe('access_denied');
  });

  it('shows an error page for a redirect URI that is not registered', async () => {
    // Another port alone would be taken since version 3.4 (RFC 8252 section 7.3).
    const other = authorizeUrl({ redirect_uri: 'http://127.0.0.1:1/elsewhere' });
    const page = await pressDjangoConsent(other, 'approve');
    expect([page.status, page.location]).toEqual([400, null]);
  });

  it.each([
    ['an expired code', async () => server.expireCodes(), {}, 400, 'invalid_grant'],
    ['a wrong verifier', null, { code_verifier: 'w'.repeat(64) }, 400, 'invalid_grant'],
    ['a wrong secret', null, { client_secret: 'x' }, 401, 'invalid_client'],
    ['no grant type', null, { grant_type: null }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_name, before, changes, status, error) => {
    const code = await codeFor();
    await before?.();
    expect(await exchange(code, changes)).toMatchObject({ status, json: { error } });
  });

  it('takes a code once', async () => {
    const code = await codeFor();
    expect((await exchange(code)).status).toBe(200);
    expect(await exchange(code)).toMatchObject({ status: 400, json: { error: 'invalid_grant' } });
  });

  it('rotates refresh tokens and refuses revoked ones', async () => {
    const refresh = (token: unknown) =>
      post({ grant_type: 'refresh_token', refresh_token: String(token) });
    const tokens = await exchange(await codeFor());
    const fresh = await refresh(tokens.json.refresh_token);
    expect(fresh.status).toBe(200);
    expect(fresh.json.refresh_token).not.toBe(tokens.json.refresh_token);
    expect((await refresh(tokens.json.refresh_token)).json.error).toBe('invalid_grant');
    await server.revokeRefreshTokens();
    expect(await refresh(fresh.json.refresh_token)).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
  });
});
