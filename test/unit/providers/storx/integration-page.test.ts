import { decodeJwt, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { ProviderRedirectError } from '../../../../electron/oauth/redirect/provider-error.ts';
import type { Credential } from '../../../../electron/providers/adapter.ts';
import { storx } from '../../../../electron/providers/storx/integration-page.ts';
import type { FormInput } from '../../../../shared/provider-descriptor.ts';
import { buildAccessGrant } from '../../../stand-ins/grant-builder.ts';
import {
  createScriptedContext,
  jsonReply,
  type Script,
} from '../../../support/fakes/provider-context.ts';

const now = 1_800_000_000;
const clientId = 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a';
const clientSecret = '$2a$10$abcdefghijklmnopqrstuv';

const form = (over: FormInput = {}): FormInput => ({
  clientId,
  clientSecret: ` ${clientSecret}\n`,
  redirectUris: ['http://127.0.0.1:28521/callback'],
  scopes: ['read', 'write', 'list'],
  environment: 'production',
  bucket: '',
  jwtLifetimeMinutes: 5,
  region: 'us-east-1',
  keepClientSecret: true,
  ...over,
});

const grantWith = (defaultKeyByte: number, notAfter: number | null = null): string =>
  buildAccessGrant({
    satellite: '12abc@satellite.storx.example:7777',
    defaultKey: new Uint8Array(32).fill(defaultKeyByte),
    caveats: notAfter === null ? [] : [{ notAfter }],
  });

const keys = (n: number) =>
  jsonReply({
    access_key_id: `juo7${'a'.repeat(23)}${n}`,
    secret_key: `jz3x${'b'.repeat(48)}${n}`,
    endpoint: 'https://gateway.storx.example',
  });

const connect = async (script: Script, input: FormInput = form()) => {
  const fake = createScriptedContext(script);
  return { fake, credential: await storx.prepare(input)(fake.context) };
};

const connected = async (): Promise<Credential> =>
  (await connect({ redirect: { value: grantWith(1, now + 86_400) }, http: () => keys(1) }))
    .credential;

describe('StorX', () => {
  it('builds the integration URL as the guide says, with a fresh signed client secret', async () => {
    const { fake } = await connect({
      nowEpochMs: now * 1000,
      redirect: { value: grantWith(1) },
      http: () => keys(1),
    });
    const [url] = fake.opened;
    const jwt = url?.searchParams.get('client_secret') ?? '';
    expect(url?.href).toBe(
      `https://storx.io/oauth2-integration?client_id=${clientId}&client_secret=${jwt}` +
        '&redirect_uri=http%3A%2F%2F127.0.0.1%3A28521%2Fcallback&scope=read,write,list&state=the-state',
    );
    expect(decodeJwt(jwt)).toEqual({ client_id: clientId, exp: now + 300 });
    await jwtVerify(jwt, new TextEncoder().encode(clientSecret), {
      currentDate: new Date(now * 1000),
    });
  });

  it('asks for a bucket scope last and encodes its semicolon', async () => {
    const { fake } = await connect(
      { redirect: { value: grantWith(1) }, http: () => keys(1) },
      form({ bucket: 'photos;2026/' }),
    );
    expect(fake.opened[0]?.search).toContain('scope=read,write,list,bucket%3Aphotos%3B2026%2F&');
  });

  it('reviews the grant before it goes anywhere', async () => {
    const fake = createScriptedContext({
      redirect: { value: grantWith(1) },
      http: () => keys(1),
      accept: () => false,
    });
    await expect(storx.prepare(form())(fake.context)).rejects.toThrow('grant.refused-by-person');
    expect(fake.requests).toEqual([]);
    expect(fake.reviewed).toMatchObject([{ stateVerified: false, encryptionKeyChanged: false }]);
  });

  it('keeps grant, keys and client secret as secrets and describes them without', async () => {
    const credential = await connected();
    expect(Object.keys(credential.fields).sort()).toEqual([
      'accessGrant',
      'accessKeyId',
      'clientSecret',
      'endpoint',
      'issuedAtEpochSeconds',
      'secretAccessKey',
    ]);
    expect(credential.fields.clientSecret?.expose()).toBe(clientSecret);
    const facts = storx.describe(credential);
    expect(facts).toMatchObject({
      expiresAtEpochSeconds: now + 86_400,
      s3: { endpoint: 'https://gateway.storx.example', region: 'us-east-1', accessKeyHint: 'juo7' },
    });
    for (const secret of Object.values(credential.fields)) {
      if (secret.expose().length > 20 && secret !== credential.fields.endpoint) {
        expect(JSON.stringify([facts, credential])).not.toContain(secret.expose());
      }
    }
  });

  it('leaves the client secret out when asked to, and asks for it to sign in again', async () => {
    const { credential } = await connect(
      { redirect: { value: grantWith(1) }, http: () => keys(1) },
      form({ keepClientSecret: false }),
    );
    expect(credential.fields.clientSecret).toBeUndefined();
    const again = createScriptedContext({
      redirect: { value: grantWith(1) },
      http: () => keys(2),
      secrets: { 'client-secret': clientSecret },
    });
    await storx.reauthorize?.(again.context, credential);
    expect(again.asked).toEqual(['client-secret']);
  });

  it('refreshes with the stored grant and no browser', async () => {
    const fake = createScriptedContext({ http: () => keys(2) });
    const refreshed = await storx.refresh?.(fake.context, await connected());
    expect(fake.opened).toEqual([]);
    expect(refreshed?.fields.accessKeyId?.expose()).toMatch(/2$/);
    expect(refreshed?.fields.clientSecret?.expose()).toBe(clientSecret);
  });

  it('forgets when former keys ended once the service gives keys without an end', async () => {
    const before = await connected();
    const current = {
      ...before,
      fields: { ...before.fields, keysExpireAtEpochSeconds: new Secret(String(now + 60)) },
    };
    const fake = createScriptedContext({ http: () => keys(2) });
    const refreshed = await storx.refresh?.(fake.context, current);
    expect(refreshed?.fields.keysExpireAtEpochSeconds).toBeUndefined();
  });

  it('signs in again when the grant is over, and says when the encryption key changed', async () => {
    const fake = createScriptedContext({
      nowEpochMs: (now + 90_000) * 1000,
      redirect: { value: grantWith(2) },
      http: () => keys(3),
    });
    await storx.refresh?.(fake.context, await connected());
    expect(fake.opened).toHaveLength(1);
    expect(fake.reviewed).toMatchObject([{ encryptionKeyChanged: true }]);
  });

  it.each([
    ['a server in trouble', { status: 503 }],
    ['a rate limit', { status: 429 }],
  ])('opens no browser for %s', async (_name, reply) => {
    const fake = createScriptedContext({ redirect: { value: grantWith(1) }, http: () => reply });
    await expect(storx.refresh?.(fake.context, await connected())).rejects.toThrow('server.');
    expect(fake.opened).toEqual([]);
  });

  it('tries the second documented access service only when the first is the wrong host', async () => {
    const { fake } = await connect({
      redirect: { value: grantWith(1) },
      http: ({ url }) => (url.host === 'storx.io' ? { status: 404, body: 'not found' } : keys(1)),
    });
    expect(fake.requests.map(({ url }) => url.href)).toEqual([
      'https://storx.io/v1/access',
      'https://auth.storx.io/v1/access',
    ]);
  });

  it.each([
    ['code_expired', 'storx.code_expired'],
    ['no_projects', 'storx.no_projects'],
    ['something_new', 'oauth.provider-error'],
  ])('turns error=%s into %s', async (word, code) => {
    const fake = createScriptedContext({ redirect: new ProviderRedirectError(word) });
    await expect(storx.prepare(form())(fake.context)).rejects.toMatchObject({ code });
  });

  it('names every field at fault at once and starts nothing', () => {
    const bad = form({
      clientId: '',
      scopes: [],
      environment: 'custom',
      integrationUrl: 'http://storx.example/x',
      accessServiceUrl: 'ftp://x',
      jwtLifetimeMinutes: 16,
      bucket: 'a,b',
    });
    try {
      storx.prepare(bad);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({
        code: 'input.invalid',
        fields: {
          clientId: 'required',
          scopes: 'required',
          integrationUrl: 'not-https',
          accessServiceUrl: 'not-a-url',
          jwtLifetimeMinutes: 'out-of-range',
          bucket: 'bad-format',
        },
      });
    }
  });
});
