import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from 'jose';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { startKeyring } from '../../support/desktop/keyring.ts';
import { createCookieBrowser } from '../../support/oauth/cookie-browser.ts';
import {
  type OidcServer,
  oidcClientSecret,
  startOidcServer,
} from '../../support/oauth/oidc-server.ts';
import { startRealKeytar, testService } from '../../support/processes/real-keytar.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

/**
 * The two providers for any server, from the form to the keychain, against a server that nobody here
 * wrote.
 */

const account = 'person@example.test';
let privateKey: string;
let publicKey: JWK;
let oidc: OidcServer;
let app: ServiceWorld;
let items: () => Promise<readonly string[]>;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256', { extractable: true });
  privateKey = await exportPKCS8(pair.privateKey);
  publicKey = { ...(await exportJWK(pair.publicKey)), kid: 'one' };
});
afterEach(async () => {
  await app.close();
  await oidc.close();
});

const start = async (
  options: Parameters<typeof startOidcServer>[0] = {},
  world: Parameters<typeof startServices>[0] = {},
): Promise<void> => {
  oidc = await startOidcServer({ clientKeys: [publicKey], ...options });
  app = await startServices(world);
  items = async () => [...app.keytar.items.keys()];
  app.onVisit((address) => void createCookieBrowser().walkThrough(address));
};

const connections = () => app.services().handlers.connections;

const common = {
  keepClientSecret: true,
  useDeviceCode: false,
  redirectPolicy: 'ephemeral-ip',
} as const;

const byIssuer = (over: FormInput): FormInput => ({
  ...common,
  issuer: oidc.issuer,
  registerClient: false,
  scopes: ['email', 'offline_access'],
  ...over,
});

const byEndpoints = (over: FormInput): FormInput => ({
  ...common,
  authorizationUrl: `${oidc.issuer}/auth`,
  tokenUrl: `${oidc.issuer}/token`,
  revocationUrl: `${oidc.issuer}/token/revocation`,
  userinfoUrl: `${oidc.issuer}/me`,
  moreScopes: 'openid email',
  ...over,
});

const withSecret = (method: string): FormInput => ({
  clientId: method,
  authentication: method,
  clientSecret: oidcClientSecret,
});

const withKey = (): FormInput => ({
  clientId: 'private_key_jwt',
  authentication: 'private_key_jwt',
  privateKey,
  keyAlgorithm: 'ES256',
  keyId: 'one',
});

const begin = async (provider: 'oidc' | 'oauth2', input: FormInput): Promise<OperationId> => {
  const providerId = providerIdSchema.parse(provider);
  const reply = await connections().connect({ providerId, label: 'Mine', input, draft: null });
  return reply.operationId;
};

const connect = async (provider: 'oidc' | 'oauth2', input: FormInput): Promise<ConnectionId> => {
  const { connectionId } = await app.done(await begin(provider, input));
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

const run = async (act: 'refresh' | 'verify' | 'disconnect' | 'reconnect', id: ConnectionId) =>
  app.ended((await connections()[act]({ connectionId: id })).operationId);

const accessToken = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'access-token' })).value;

/** Everything after the sign-in: shown, renewed twice with rotation, verified, ended at the server. */
const live = async (id: ConnectionId, secrets: readonly string[]): Promise<void> => {
  expect(app.connection(id)).toMatchObject({
    state: 'active',
    needsSignIn: false,
    facts: { account, tokens: { renewable: true, scopes: expect.arrayContaining(['email']) } },
  });
  const written = await readFile(join(app.folder, 'connections.json'), 'utf8');
  for (const secret of [...secrets, await accessToken(id)]) expect(written).not.toContain(secret);

  expect((await items()).some((item) => item.startsWith(id))).toBe(true);

  const access = [await accessToken(id)];
  const refresh = [...(await oidc.liveRefreshTokens())];
  await app.restart();
  for (const _ of [1, 2]) {
    expect(await run('refresh', id)).toMatchObject({ status: 'done' });
    access.push(await accessToken(id));
    // The server rotates: the one before is spent, and exactly one is good.
    const good = await oidc.liveRefreshTokens();
    expect(good).toHaveLength(1);
    refresh.push(...good);
  }
  expect(new Set(access).size).toBe(3);
  expect(new Set(refresh).size).toBe(3);
  expect(await run('verify', id)).toMatchObject({ status: 'done' });

  const over = await run('disconnect', id);
  expect(over).toMatchObject({ status: 'done', notice: null });
  expect(oidc.revocations()).toBe(1);
  expect(await oidc.liveRefreshTokens()).toEqual([]);
  expect(app.snapshot().connections).toEqual([]);
  expect((await items()).filter((item) => item.startsWith(id))).toEqual([]);
};

describe('OpenID Connect, from sign-in to sign-out', () => {
  it.each(['client_secret_basic', 'client_secret_post', 'client_secret_jwt'])(
    'with %s',
    async (method) => {
      await start();
      await live(await connect('oidc', byIssuer(withSecret(method))), [oidcClientSecret]);
      expect(app.opened).toHaveLength(1);
    },
  );

  it('with no secret', async () => {
    await start();
    await live(await connect('oidc', byIssuer({ clientId: 'none', authentication: 'none' })), []);
  });

  it('with private_key_jwt', async () => {
    await start();
    const [, line = ''] = privateKey.split('\n');
    await live(await connect('oidc', byIssuer(withKey())), [line]);
  });

  it('with private_key_jwt, and a real keychain', async () => {
    const keyring = await startKeyring();
    const keytar = await startRealKeytar(keyring.env);
    try {
      await start({}, { openKeychain: () => keytar.store });
      items = () => keyring.listItems(testService);
      const [, line = ''] = privateKey.split('\n');
      await live(await connect('oidc', byIssuer(withKey())), [line]);
    } finally {
      await keytar.close();
      await keyring.close();
    }
  });

  it('with a request that has to be pushed', async () => {
    await start({ requiresPushedRequests: true });
    const id = await connect('oidc', byIssuer(withSecret('client_secret_basic')));
    const shown = new URL(app.opened[0] ?? '').searchParams;
    expect([...shown.keys()]).toEqual(['client_id', 'request_uri']);
    expect(oidc.paths).toContain('/request');
    await live(id, [oidcClientSecret]);
  });

  it.each(['none', 'client_secret_basic', 'client_secret_jwt'])(
    'with a client that is registered for %s on the way, once',
    async (authentication) => {
      await start();
      const id = await connect('oidc', byIssuer({ registerClient: true, authentication }));
      expect(await run('reconnect', id)).toMatchObject({ status: 'done' });
      expect(oidc.registrations).toMatchObject([{ token_endpoint_auth_method: authentication }]);
      expect(await run('disconnect', id)).toMatchObject({ status: 'done', notice: null });
    },
  );

  it('with a client that is registered for a private key, of which the server gets the public half', async () => {
    await start();
    const key = { privateKey, keyAlgorithm: 'ES256', keyId: '' };
    const authentication = 'private_key_jwt';
    const id = await connect('oidc', byIssuer({ registerClient: true, authentication, ...key }));
    expect(oidc.registrations).toHaveLength(1);
    const { kid: _, ...half } = publicKey;
    expect(oidc.registrations[0]).toMatchObject({
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'ES256',
      jwks: { keys: [half] },
    });
    expect(JSON.stringify(oidc.registrations)).not.toContain('"d"');
    const [, line = ''] = privateKey.split('\n');
    await live(id, [line]);
    expect(oidc.registrations).toHaveLength(1);
  });

  it('asks for the key again when the server preferred a secret, and that ran out', async () => {
    await start();
    const chosen = {
      client_id: 'client_secret_basic',
      client_secret: oidcClientSecret,
      client_secret_expires_at: 1_000_000_000,
      token_endpoint_auth_method: 'client_secret_basic',
    };
    oidc.answerNext('/reg', 201, JSON.stringify(chosen));
    const key = { privateKey, keyAlgorithm: 'ES256', keyId: '' };
    const authentication = 'private_key_jwt';
    const id = await connect('oidc', byIssuer({ registerClient: true, authentication, ...key }));
    expect(await run('refresh', id)).toMatchObject({ status: 'done' });
    expect([...app.keytar.items.values()].join()).not.toContain('PRIVATE KEY');

    const { operationId } = await connections().reconnect({ connectionId: id });
    expect(await app.prompt(operationId, 'secret')).toMatchObject({ secret: 'private-key' });
    await app.answer(operationId, { kind: 'secret', value: privateKey });
    await app.done(operationId);
    expect(oidc.registrations).toMatchObject([{ token_endpoint_auth_method: 'private_key_jwt' }]);
    expect(await run('refresh', id)).toMatchObject({ status: 'done' });
  });

  it('registers nothing with a key that cannot sign', async () => {
    await start();
    const key = { privateKey, keyAlgorithm: 'RS256', keyId: '' };
    const authentication = 'private_key_jwt';
    const input = byIssuer({ registerClient: true, authentication, ...key });
    expect(await app.ended(await begin('oidc', input))).toMatchObject({
      error: { code: 'oauth.invalid-key', params: { problem: 'wrong-algorithm' } },
    });
    expect(oidc.paths).not.toContain('/reg');
    expect(app.opened).toEqual([]);
  });
});

describe('OAuth 2 with its addresses typed in, from sign-in to sign-out', () => {
  it.each(['client_secret_basic', 'client_secret_post'])('with %s', async (method) => {
    await start();
    const id = await connect('oauth2', byEndpoints(withSecret(method)));
    expect(oidc.paths).not.toContain('/.well-known/openid-configuration');
    await live(id, [oidcClientSecret]);
  });
});

describe('a signed description of the account', () => {
  it.each(['RS256', 'ES256', 'EdDSA'] as const)(
    'names the connection, by %s',
    async (algorithm) => {
      await start({ userinfoAlgorithm: algorithm });
      const id = await connect('oidc', byIssuer(withSecret('client_secret_basic')));
      expect(app.connection(id)?.facts.account).toBe(account);
      expect(await run('verify', id)).toMatchObject({ status: 'done' });
    },
  );

  it('is not read from a server whose keys are not known, and costs no sign-in', async () => {
    await start({ userinfoAlgorithm: 'RS256' });
    const id = await connect('oauth2', byEndpoints(withSecret('client_secret_basic')));
    expect(app.connection(id)?.facts.account).toBeNull();
    expect(await run('verify', id)).toMatchObject({
      error: { code: 'oauth.unreadable-account', params: { reason: 'no-keys' } },
    });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
  });

  it('is said to be encrypted where it is, and the ID token names the connection', async () => {
    const { publicKey: key } = await generateKeyPair('RSA-OAEP-256', { extractable: true });
    const userinfoEncryptionKey = { ...(await exportJWK(key)), use: 'enc', alg: 'RSA-OAEP-256' };
    await start({ userinfoAlgorithm: 'RS256', userinfoEncryptionKey, emailInIdToken: true });
    const id = await connect('oidc', byIssuer(withSecret('client_secret_basic')));
    expect(app.connection(id)?.facts.account).toBe(account);
    expect(await run('verify', id)).toMatchObject({
      error: { code: 'oauth.unreadable-account', params: { reason: 'encrypted' } },
    });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
  });
});

describe('N5 only the server’s own word costs a sign-in', () => {
  it.each<[string, () => FormInput]>([
    ['a client with a key', withKey],
    ['a client with a signing secret', () => withSecret('client_secret_jwt')],
    [
      'a client that was registered with a key',
      () => ({
        registerClient: true,
        authentication: 'private_key_jwt',
        privateKey,
        keyAlgorithm: 'ES256',
        keyId: '',
      }),
    ],
  ])('of %s', async (_, client) => {
    await start();
    const id = await connect('oidc', byIssuer(client()));
    for (const [status, body, code] of [
      [503, '', 'server.trouble'],
      [429, '', 'server.rate-limited'],
      [401, '{"error":"invalid_client"}', 'oauth.invalid-client'],
      [400, '{"error":"invalid_request"}', 'server.rejected'],
      [403, '<html>', 'server.wrong-host'],
      [200, '{"access_token":', 'server.invalid-response'],
    ] as const) {
      oidc.answerNext('/token', status, body);
      expect(await run('refresh', id)).toMatchObject({ status: 'failed', error: { code } });
      expect(app.connection(id)).toMatchObject({ needsSignIn: false });
    }
    expect(await run('refresh', id)).toMatchObject({ status: 'done' });

    await oidc.revokeAll();
    expect(await run('refresh', id)).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(app.connection(id)).toMatchObject({ state: 'active', needsSignIn: true });
    expect(await run('reconnect', id)).toMatchObject({ status: 'done' });
    expect(app.connection(id)).toMatchObject({ needsSignIn: false });
  });
});
