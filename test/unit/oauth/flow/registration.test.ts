import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import type { SigningAlgorithm } from '../../../../electron/oauth/client/signing-key.ts';
import {
  type RequestedAuthentication,
  registerClient,
} from '../../../../electron/oauth/flow/registration.ts';
import type { TinyReply } from '../../../support/network/tiny-server.ts';
import { json, tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { serverAt } from '../../../support/oauth/oauth-parties.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../../support/oauth/start-attempt.ts';

const tiny = tinyServerPerTest();

const { context } = createSignInContext();

const register = (changes = {}, authentication: RequestedAuthentication = { kind: 'none' }) =>
  registerClient(context, serverAt(tiny.url, changes), {
    redirectUris: ['http://127.0.0.1/callback'],
    clientName: 'Stowkey',
    authentication,
    scopes: ['a', 'b'],
  });

describe('registering a client', () => {
  it('asks for a native client that may sign in, refresh, and show device codes', async () => {
    tiny.answer(json({ client_id: 'new' }, 201));
    expect(await register()).toEqual({
      clientId: 'new',
      authentication: { kind: 'none' },
      secretExpiresAtEpochSeconds: null,
    });
    expect(JSON.parse(tiny.requests[0]?.body ?? '')).toEqual({
      client_name: 'Stowkey',
      redirect_uris: ['http://127.0.0.1/callback'],
      response_types: ['code'],
      grant_types: [
        'authorization_code',
        'refresh_token',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      token_endpoint_auth_method: 'none',
      application_type: 'native',
      scope: 'a b',
    });
  });

  it('takes the method and the secret that the server chose', async () => {
    tiny.answer(
      json(
        {
          client_id: 'new',
          client_secret: 'chosen',
          client_secret_expires_at: 2_000_000_000,
          token_endpoint_auth_method: 'client_secret_post',
        },
        201,
      ),
    );
    const client = await register();
    expect(client.secretExpiresAtEpochSeconds).toBe(2_000_000_000);
    if (client.authentication.kind !== 'client_secret_post') throw new Error('other method');
    expect(client.authentication.secret.expose()).toBe('chosen');
  });

  it.each<[string, TinyReply, string]>([
    ['200', json({ client_id: 'new' }), 'server.invalid-response'],
    ['no id', json({}, 201), 'server.invalid-response'],
    [
      'a method with a key',
      json({ client_id: 'new', token_endpoint_auth_method: 'private_key_jwt' }, 201),
      'server.invalid-response',
    ],
    [
      'a method without its secret',
      json({ client_id: 'new', token_endpoint_auth_method: 'client_secret_basic' }, 201),
      'server.invalid-response',
    ],
    ['a redirect', json({ error: 'invalid_redirect_uri' }, 400), 'oauth.redirect-mismatch'],
    ['its metadata', json({ error: 'invalid_client_metadata' }, 400), 'server.rejected'],
    ['nobody', json({}, 403), 'server.rejected'],
  ])('is refused over %s', async (_, reply, code) => {
    tiny.answer(reply);
    expect(await codeOf(register())).toBe(code);
  });

  it('is not tried where the server offers none', async () => {
    expect(await codeOf(register({ registrationEndpoint: null }))).toBe('server.rejected');
    expect(tiny.requests).toEqual([]);
  });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');

const asPem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();
const asJwk = (key: KeyObject): JWK => key.export({ format: 'jwk' }) as JWK;
const byKey = (
  text: string,
  algorithm: SigningAlgorithm,
  keyId: string | null = null,
): RequestedAuthentication => ({
  kind: 'private_key_jwt',
  key: new Secret(text),
  algorithm,
  keyId,
});

describe('registering a client with a private key', () => {
  const taken = json({ client_id: 'new', token_endpoint_auth_method: 'private_key_jwt' }, 201);
  const sent = () => JSON.parse(tiny.requests[0]?.body ?? '');

  it.each<[SigningAlgorithm, 'PEM' | 'JWK', { publicKey: KeyObject; privateKey: KeyObject }]>([
    ['RS256', 'PEM', rsa],
    ['PS256', 'JWK', rsa],
    ['ES256', 'PEM', p256],
    ['ES256', 'JWK', p256],
    ['EdDSA', 'PEM', ed25519],
    ['EdDSA', 'JWK', ed25519],
  ])(
    'N11 sends the public half for %s from %s, and nothing else of the key',
    async (algorithm, form, pair) => {
      const text = form === 'PEM' ? asPem(pair.privateKey) : JSON.stringify(asJwk(pair.privateKey));
      tiny.answer(taken);
      const { authentication } = await register({}, byKey(text, algorithm));
      const publicJwk = asJwk(pair.publicKey);
      const kid = await calculateJwkThumbprint(publicJwk);
      expect(sent()).toMatchObject({
        token_endpoint_auth_method: 'private_key_jwt',
        token_endpoint_auth_signing_alg: algorithm,
      });
      expect(sent().jwks).toEqual({ keys: [{ ...publicJwk, kid, alg: algorithm, use: 'sig' }] });
      expect(authentication).toMatchObject({ kind: 'private_key_jwt', algorithm, keyId: kid });
      const { d, p, q, dp, dq, qi } = asJwk(pair.privateKey);
      for (const part of [d, p, q, dp, dq, qi]) {
        if (part !== undefined) expect(tiny.requests[0]?.body).not.toContain(part);
      }
    },
  );

  it('names the key as the person does, else as the JWK does', async () => {
    const text = JSON.stringify({ ...asJwk(p256.privateKey), kid: 'own' });
    tiny.answer(taken);
    expect((await register({}, byKey(text, 'ES256', 'typed'))).authentication).toMatchObject({
      keyId: 'typed',
    });
    expect((await register({}, byKey(text, 'ES256'))).authentication).toMatchObject({
      keyId: 'own',
    });
    const names = tiny.requests.map(({ body }) => JSON.parse(body).jwks.keys[0].kid);
    expect(names).toEqual(['typed', 'own']);
  });

  it('is not tried with a key that cannot sign', async () => {
    tiny.answer(taken);
    const publicOnly = p256.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    for (const text of [publicOnly, JSON.stringify(asJwk(p256.publicKey)), asPem(rsa.privateKey)]) {
      expect(await codeOf(register({}, byKey(text, 'ES256')))).toBe('oauth.invalid-key');
    }
    expect(tiny.requests).toEqual([]);
  });

  it('takes a secret where the server chose one instead', async () => {
    tiny.answer(
      json(
        {
          client_id: 'new',
          client_secret: 'chosen',
          client_secret_expires_at: 0,
          token_endpoint_auth_method: 'client_secret_basic',
        },
        201,
      ),
    );
    const { authentication } = await register({}, byKey(asPem(p256.privateKey), 'ES256'));
    expect(authentication).toMatchObject({ kind: 'client_secret_basic' });
  });

  it('refuses another algorithm than the key is for', async () => {
    tiny.answer(
      json(
        {
          client_id: 'new',
          token_endpoint_auth_method: 'private_key_jwt',
          token_endpoint_auth_signing_alg: 'PS256',
        },
        201,
      ),
    );
    const registering = register({}, byKey(asPem(rsa.privateKey), 'RS256'));
    expect(await codeOf(registering)).toBe('server.invalid-response');
  });
});
