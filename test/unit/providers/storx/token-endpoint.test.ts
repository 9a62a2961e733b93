import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { storxTokenEndpoint } from '../../../../electron/providers/storx/token-endpoint.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';
import { buildAccessGrant } from '../../../stand-ins/grant-builder.ts';
import {
  createScriptedContext,
  jsonReply,
  type Script,
} from '../../../support/fakes/provider-context.ts';

const form: FormInput = {
  clientId: 'client',
  clientSecret: 'secret',
  redirectUris: ['http://127.0.0.1:28521/callback'],
  scopes: ['read'],
  consentUrl: 'https://storx.example/consent?app=1',
  tokenUrl: 'https://storx.example/api/v0/oauth2/token',
  accessServiceUrl: 'https://auth.storx.example',
  bucket: '',
  jwtLifetimeMinutes: 5,
  region: 'us-east-1',
  keepClientSecret: true,
};

const grant = buildAccessGrant({ satellite: 'satellite.example:7777' });
const keys = jsonReply({ access_key_id: 'jk', secret_key: 'js', endpoint: 'https://s3.example' });

const run = async (token: ReturnType<NonNullable<Script['http']>>) => {
  const fake = createScriptedContext({
    redirect: { value: 'the-code', stateVerified: true },
    secrets: { passphrase: 'tree of life' },
    http: ({ url }) => (url.pathname === '/v1/access' ? keys : token),
  });
  return { fake, result: storxTokenEndpoint.prepare(form)(fake.context) };
};

describe('StorX token endpoint', () => {
  it('asks for the passphrase first: the code lives only a minute', async () => {
    const { fake, result } = await run(jsonReply({ access_grant: grant, scopes: ['read'] }));
    await result;
    expect(fake.asked).toEqual(['passphrase']);
    expect(fake.opened[0]?.href).toBe(
      'https://storx.example/consent?app=1&client_id=client&redirect_uri=http%3A%2F%2F127.0.0.1%3A28521%2Fcallback&scope=read&state=the-state',
    );
    expect(JSON.parse(fake.requests[0]?.body ?? '')).toMatchObject({
      client_id: 'client',
      redirect_uri: 'http://127.0.0.1:28521/callback',
      code: 'the-code',
      passphrase: 'tree of life',
    });
    expect(fake.steps).toEqual(['open-listener', 'exchange-code', 'exchange-grant']);
  });

  it('stores no passphrase and no code', async () => {
    const { result } = await run(jsonReply({ access_grant: grant }));
    const texts = Object.values((await result).fields).map((field) => field.expose());
    expect(texts.join()).not.toMatch(/tree of life|the-code/);
  });

  it.each([
    [500, { error: 'invalid_code' }, 'storx.invalid_code'],
    [400, { error: 'code_expired' }, 'storx.code_expired'],
    [401, { error: 'invalid_client' }, 'storx.invalid_client'],
    [500, { error: 'client_secret_expired' }, 'storx.client_secret_expired'],
    [500, { error: 'REJECTED' }, 'oauth.denied'],
    [500, { error: 'something new' }, 'server.rejected'],
    [200, { scopes: [] }, 'server.invalid-response'],
    [502, {}, 'server.trouble'],
    [404, {}, 'server.wrong-host'],
    [302, {}, 'server.wrong-host'],
    [429, {}, 'server.rate-limited'],
  ])('answers %i %j with %s', async (status, body, code) => {
    const { result } = await run(jsonReply(body, status));
    await expect(result).rejects.toMatchObject({ code });
  });

  it('tells an HTML page from a token endpoint', async () => {
    const { result } = await run({ status: 200, body: '<!doctype html><p>Welcome' });
    await expect(result).rejects.toMatchObject({ code: 'server.wrong-host' });
  });

  it('keeps nothing of a reply that is no JSON in the error', async () => {
    const { result } = await run({ status: 200, body: 'canary' });
    const error = await result.catch((reason: unknown) => reason);
    expect(inspect(error, { depth: null })).not.toContain('canary');
  });
});
