import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import { signInWithCode } from '../../../electron/oauth/flow/code.ts';
import { signInWithDevice } from '../../../electron/oauth/flow/device.ts';
import { registerClient } from '../../../electron/oauth/flow/registration.ts';
import { discoverServer } from '../../../electron/oauth/server/discovery.ts';
import { strictReplies } from '../../../electron/oauth/token/reply.ts';
import {
  exchangeCode,
  refreshTokens,
  revokeToken,
} from '../../../electron/oauth/token/requests.ts';
import { fetchUserinfo } from '../../../electron/oauth/token/userinfo.ts';
import type {
  ClientAuthentication,
  CodeFlow,
  OAuthClient,
  OAuthServer,
  TokenSet,
} from '../../../electron/oauth/types.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { createCookieBrowser } from '../../support/oauth/cookie-browser.ts';
import {
  type OidcServer,
  oidcClientSecret,
  startOidcServer,
} from '../../support/oauth/oidc-server.ts';
import { createSignInContext, type TestContext } from '../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../support/oauth/start-attempt.ts';

let oidc: OidcServer;
let server: OAuthServer;
const methods = new Map<string, ClientAuthentication>();

beforeAll(async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  oidc = await startOidcServer({ clientKeys: [{ ...(await exportJWK(publicKey)), kid: 'one' }] });
  server = await discoverServer(createSignInContext().context, oidc.issuer);
  const secret = new Secret(oidcClientSecret);
  const all: readonly ClientAuthentication[] = [
    { kind: 'none' },
    { kind: 'client_secret_post', secret },
    { kind: 'client_secret_basic', secret },
    { kind: 'client_secret_jwt', secret },
    {
      kind: 'private_key_jwt',
      key: new Secret(await exportPKCS8(privateKey)),
      algorithm: 'ES256',
      keyId: 'one',
    },
  ];
  for (const method of all) methods.set(method.kind, method);
});
afterAll(() => oidc.close());

const browsing = (): TestContext =>
  createSignInContext({
    visit: (address) => void createCookieBrowser().walkThrough(address),
  });

const publicClient: OAuthClient = { clientId: 'none', authentication: { kind: 'none' } };

const flowFor = (client: OAuthClient, changes: Partial<CodeFlow> = {}): CodeFlow => ({
  server,
  client,
  scopes: ['email', 'profile'],
  scopeSeparator: ' ',
  redirect: { kind: 'ephemeral', host: '127.0.0.1', path: '/callback' },
  responseMode: 'query',
  authorizationParameters: {},
  pkce: 'S256',
  openid: true,
  quirks: strictReplies,
  keepFromRedirect: [],
  ...changes,
});

const refreshTokenOf = (tokens: TokenSet): Secret => {
  if (tokens.refreshToken === null) throw new Error('no refresh token');
  return tokens.refreshToken;
};

const refresh = (client: OAuthClient, refreshToken: Secret): Promise<TokenSet> =>
  refreshTokens(createSignInContext().context, {
    server,
    client,
    refreshToken,
    scopes: ['openid', 'email', 'profile'],
    quirks: strictReplies,
  });

describe('against oidc-provider', () => {
  it('discovers its endpoints, and that it names itself in redirects', () => {
    expect(server).toMatchObject({
      issuer: oidc.issuer,
      announcesIssuer: true,
      requiresPushedAuthorizationRequests: false,
    });
    for (const [name, value] of Object.entries(server)) {
      if (name.endsWith('Endpoint') || name === 'jwksUri') expect(value).toContain(oidc.issuer);
    }
  });

  it.each([
    'none',
    'client_secret_post',
    'client_secret_basic',
    'client_secret_jwt',
    'private_key_jwt',
  ])('signs in, rotates and revokes as a client with %s', async (kind) => {
    const authentication = methods.get(kind);
    if (authentication === undefined) throw new Error('unknown method');
    const client = { clientId: kind, authentication };
    const { context, steps } = browsing();

    const first = await signInWithCode(context, flowFor(client));
    expect(steps).toEqual(['open-listener', 'exchange-code']);
    expect(first.scopes).toEqual(['openid', 'email', 'profile']);
    expect(first.idToken).not.toBeNull();
    expect(first.expiresAtEpochSeconds).toBeGreaterThan(Date.now() / 1000 + 500);

    const second = await refresh(client, refreshTokenOf(first));
    expect(refreshTokenOf(second).expose()).not.toBe(refreshTokenOf(first).expose());
    expect(second.accessToken.expose()).not.toBe(first.accessToken.expose());
    expect(second.idToken).not.toBeNull();

    const token = refreshTokenOf(second);
    await revokeToken(context, { server, client, token, kind: 'refresh_token' });
    expect(await codeOf(refresh(client, token))).toBe('oauth.sign-in-again');
    // Revoking what is gone is no mistake (RFC 7009 section 2.2).
    await revokeToken(context, { server, client, token, kind: 'refresh_token' });
  });

  it.each(['client_secret_post', 'client_secret_basic', 'client_secret_jwt'] as const)(
    'N5 tells a wrong %s from a wrong token, so that no token is given up',
    async (kind) => {
      const secret = new Secret(`${oidcClientSecret} mistyped`);
      const client = { clientId: kind, authentication: { kind, secret } };
      expect(await codeOf(refresh(client, new Secret('any')))).toBe('oauth.invalid-client');
    },
  );

  it('N6 learns that a spent refresh token came back, and that the whole grant is over', async () => {
    const { context } = browsing();
    const first = await signInWithCode(context, flowFor(publicClient));
    const second = await refresh(publicClient, refreshTokenOf(first));
    expect(await codeOf(refresh(publicClient, refreshTokenOf(first)))).toBe('oauth.sign-in-again');
    expect(await codeOf(refresh(publicClient, refreshTokenOf(second)))).toBe('oauth.sign-in-again');
  });

  it('signs in over localhost', async () => {
    const { context, opened } = browsing();
    const redirect = { kind: 'ephemeral', host: 'localhost', path: '/callback' } as const;
    await signInWithCode(context, flowFor(publicClient, { redirect }));
    const sent = new URL(opened[0] ?? '').searchParams.get('redirect_uri');
    expect(sent).toMatch(/^http:\/\/localhost:\d+\/callback$/);
  });

  it('signs in with the redirect as a form', async () => {
    const { context } = browsing();
    const flow = flowFor(publicClient, { responseMode: 'form_post' });
    expect((await signInWithCode(context, flow)).accessToken).toBeInstanceOf(Secret);
  });

  it('L15 sends an S256 challenge, another one each time, and the verifier to nobody else', async () => {
    const challenges = new Set<string | null>();
    for (const _ of [1, 2]) {
      const { context, opened, requests } = browsing();
      await signInWithCode(context, flowFor(publicClient));
      const query = new URL(opened[0] ?? '').searchParams;
      expect(query.get('code_challenge_method')).toBe('S256');
      challenges.add(query.get('code_challenge'));
      const verifier = new URLSearchParams(requests[0]?.body).get('code_verifier') ?? '';
      expect(Buffer.from(verifier, 'base64url')).toHaveLength(32);
      expect(opened.join()).not.toContain(verifier);
    }
    expect(challenges.size).toBe(2);
  });

  it('L19 a stolen code is useless without the verifier', async () => {
    const { context } = browsing();
    const { authorize } = context;
    const stolen = await new Promise<{ code: Secret; redirectUri: string }>((resolve, reject) => {
      const thief = {
        ...context,
        authorize: async (request: Parameters<typeof authorize>[0]) => {
          const result = await authorize(request);
          resolve({ code: result.value, redirectUri: result.redirectUri });
          return new Promise<never>(() => undefined);
        },
      };
      signInWithCode(thief, flowFor(publicClient)).catch(reject);
    });
    const exchange = exchangeCode(context, {
      ...flowFor(publicClient),
      ...stolen,
      pkce: { verifier: new Secret('a'.repeat(43)) },
      nonce: null,
      keepFromReply: [],
    });
    expect(await codeOf(exchange)).toBe('oauth.code-refused');
  });

  it('L10 refuses a redirect that names another issuer, and sends the code nowhere', async () => {
    const { context, requests } = browsing();
    const flow = flowFor(publicClient, { server: { ...server, issuer: 'https://honest.example' } });
    expect(await codeOf(signInWithCode(context, flow))).toBe('oauth.wrong-issuer');
    expect(requests).toEqual([]);
  });

  it('L6 reports that the person said no', async () => {
    oidc.decide('deny');
    const { context } = browsing();
    const denied = await codeOf(signInWithCode(context, flowFor(publicClient)));
    oidc.decide('approve');
    expect(denied).toBe('oauth.denied');
  });

  it('tells who signed in, and refuses another subject than the ID token had', async () => {
    const { context } = browsing();
    const { accessToken } = await signInWithCode(context, flowFor(publicClient));
    const ask = (expectedSubject: string) =>
      fetchUserinfo(context, server, accessToken, { clientId: 'none', expectedSubject });
    expect(await ask('person')).toMatchObject({ sub: 'person', email: 'person@example.test' });
    expect(await codeOf(ask('somebody'))).toBe('oauth.invalid-id-token');
    const stale = fetchUserinfo(context, server, new Secret('stale'), {
      clientId: 'none',
      expectedSubject: null,
    });
    expect(await codeOf(stale)).toBe('oauth.sign-in-again');
  });

  it.each(['approve', 'deny'] as const)(
    'waits for a device code until the person says %s',
    async (decision) => {
      oidc.decide(decision);
      const clock = createClock({ startEpochMs: Date.now(), eager: true });
      let walked: Promise<unknown> = Promise.resolve();
      const { context, requests } = createSignInContext({
        clock,
        onDeviceCode: ({ verificationUriComplete, userCode }) => {
          expect(userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
          walked = createCookieBrowser().walkThrough(verificationUriComplete ?? '');
        },
      });
      const {
        authorizationParameters: _a,
        redirect: _r,
        responseMode: _m,
        ...rest
      } = flowFor(publicClient);
      const signingIn = signInWithDevice(context, rest);
      if (decision === 'deny') expect(await codeOf(signingIn)).toBe('oauth.denied');
      else expect((await signingIn).idToken).not.toBeNull();
      await walked;
      oidc.decide('approve');
      expect(requests.length).toBeGreaterThanOrEqual(2);
    },
  );

  it.each(['none', 'client_secret_basic'] as const)(
    'registers itself as a client with %s, and signs in',
    async (kind) => {
      const { context } = browsing();
      const client = await registerClient(context, server, {
        redirectUris: ['http://127.0.0.1/callback'],
        clientName: 'Stowkey',
        authentication: { kind },
        scopes: ['openid', 'email'],
      });
      expect(client.authentication.kind).toBe(kind);
      const flow = flowFor(client, { scopes: ['email'] });
      expect((await signInWithCode(context, flow)).scopes).toEqual(['openid', 'email']);
    },
  );

  it.each(['ES256', 'EdDSA'] as const)('checks ID tokens signed with %s', async (algorithm) => {
    const other = await startOidcServer({ idTokenAlgorithm: algorithm });
    try {
      const { context } = browsing();
      const found = await discoverServer(context, other.issuer);
      const tokens = await signInWithCode(context, flowFor(publicClient, { server: found }));
      expect(tokens.idToken).not.toBeNull();
    } finally {
      await other.close();
    }
  });

  it('pushes the request where the server demands it, and shows the browser a reference only', async () => {
    const other = await startOidcServer({ requiresPushedRequests: true });
    try {
      const { context, opened } = browsing();
      const found = await discoverServer(context, other.issuer);
      expect(found.requiresPushedAuthorizationRequests).toBe(true);
      await signInWithCode(context, flowFor(publicClient, { server: found }));
      const sent = new URL(opened[0] ?? '').searchParams;
      expect([...sent.keys()]).toEqual(['client_id', 'request_uri']);
      const unpushed = { ...found, requiresPushedAuthorizationRequests: false };
      const refused = signInWithCode(context, flowFor(publicClient, { server: unpushed }));
      expect(await codeOf(refused)).toBe('oauth.provider-error');
    } finally {
      await other.close();
    }
  });
});
