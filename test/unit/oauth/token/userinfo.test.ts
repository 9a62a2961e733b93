import { CompactEncrypt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { fetchUserinfo } from '../../../../electron/oauth/token/userinfo.ts';
import type { OAuthServer } from '../../../../electron/oauth/types.ts';
import { createClock } from '../../../support/fakes/clock.ts';
import type { TinyReply } from '../../../support/network/tiny-server.ts';
import { tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { serverAt } from '../../../support/oauth/oauth-parties.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { codeOf } from '../../../support/oauth/start-attempt.ts';

type Pair = Awaited<ReturnType<typeof generateKeyPair>>;

const issuer = 'https://as.example';
const nowSeconds = Math.floor(Date.parse('2030-01-01T00:00:00Z') / 1000);
let pair: Pair;
let stranger: Pair;
const tiny = tinyServerPerTest();

beforeAll(async () => {
  pair = await generateKeyPair('ES256');
  stranger = await generateKeyPair('ES256');
});

const claims = { iss: issuer, aud: 'client', sub: 'person', email: 'person@example.test' };

const sign = (changes: object = {}, { privateKey } = pair, header: object = {}): Promise<string> =>
  new SignJWT({ ...claims, ...changes })
    .setProtectedHeader({ alg: 'ES256', kid: 'one', ...header })
    .sign(privateKey);

const jwt = (body: string, type = 'application/jwt'): TinyReply => ({
  status: 200,
  headers: { 'content-type': type, date: new Date(nowSeconds * 1000).toUTCString() },
  body,
});

const keys = async (): Promise<TinyReply> => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one' }] }),
});

const ask = (server: Partial<OAuthServer> = {}, seconds = nowSeconds) => {
  const clock = createClock({ startEpochMs: seconds * 1000 });
  return fetchUserinfo(
    createSignInContext({ clock }).context,
    serverAt(tiny.url, { issuer, jwksUri: new URL('/keys', tiny.url).href, ...server }),
    new Secret('access'),
    { clientId: 'client', expectedSubject: 'person' },
  );
};

describe('a signed userinfo reply', () => {
  it.each(['application/jwt', 'application/jwt; charset=utf-8', 'Application/JWT'])(
    'is believed as %s when everything about it is right',
    async (type) => {
      tiny.answer(jwt(await sign(), type), await keys());
      expect(await ask()).toMatchObject({ sub: 'person', email: 'person@example.test' });
      expect(tiny.requests.map(({ target }) => target)).toEqual(['/userinfo', '/keys']);
    },
  );

  it('may leave out for whom it is (OIDC Core 5.3.2)', async () => {
    tiny.answer(jwt(await sign({ iss: undefined, aud: undefined })), await keys());
    expect(await ask()).toMatchObject({ sub: 'person' });
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://attacker.example' }],
    ['an issuer with a slash more', { iss: `${issuer}/` }],
    ['another client', { aud: 'other' }],
    ['other clients', { aud: ['other', 'another'] }],
    ['another person', { sub: 'somebody' }],
    ['nobody', { sub: undefined }],
    ['a time that is over', { exp: nowSeconds - 120 }],
  ])('is refused from or for %s', async (_, changes) => {
    tiny.answer(jwt(await sign(changes)), await keys());
    const error = (await ask().catch((thrown: unknown) => thrown)) as AppError;
    expect(error.code).toBe('oauth.invalid-id-token');
    expect(error.params.reason).toBe('userinfo');
  });

  it('is refused when a stranger signed it, nobody did, or it was changed', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const [header = '', , signature = ''] = (await sign()).split('.');
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a shared secret of thirty-two bytes'));
    for (const forged of [
      await sign({}, stranger),
      await sign({}, stranger, { kid: 'two' }),
      `${part({ alg: 'none' })}.${part(claims)}.`,
      `${header}.${part({ ...claims, email: 'root@example.test' })}.${signature}`,
      hmac,
      'x.y.z',
      '',
    ]) {
      tiny.answer(jwt(forged), await keys());
      expect(await codeOf(ask())).toBe('oauth.invalid-id-token');
    }
  });

  it('needs the published keys, and says when they cannot be had', async () => {
    tiny.answer(jwt(await sign()), { status: 503 });
    expect(await codeOf(ask())).toBe('server.trouble');
    for (const server of [{ jwksUri: null }, { issuer: null }]) {
      tiny.answer(jwt(await sign()), await keys());
      const error = (await ask(server).catch((thrown: unknown) => thrown)) as AppError;
      expect(error.code).toBe('oauth.unreadable-account');
      expect(error.params).toMatchObject({ host: tiny.url.host, reason: 'no-keys' });
    }
  });

  it('is told from a clock that is off', async () => {
    tiny.answer(jwt(await sign({ exp: nowSeconds + 60 })), await keys());
    expect(await codeOf(ask({}, nowSeconds + 86_400))).toBe('server.clock-skew');
  });
});

describe('an encrypted userinfo reply', () => {
  it('is said to be one, whatever is in it', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const encrypted = await new CompactEncrypt(new TextEncoder().encode(await sign()))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A128CBC-HS256', cty: 'JWT' })
      .encrypt(publicKey);
    tiny.answer(jwt(encrypted), await keys());
    const error = (await ask().catch((thrown: unknown) => thrown)) as AppError;
    expect(error.code).toBe('oauth.unreadable-account');
    expect(error.params).toMatchObject({ host: tiny.url.host, reason: 'encrypted' });
  });
});

describe('N5 a userinfo request that fails', () => {
  it.each<[string, TinyReply, string]>([
    ['the server’s own 401', { status: 401 }, 'oauth.sign-in-again'],
    ['a page with status 401', { status: 401, body: '<html>' }, 'server.wrong-host'],
    ['403', { status: 403 }, 'server.rejected'],
    ['a proxy’s 407', { status: 407 }, 'server.unreachable'],
    ['503', { status: 503 }, 'server.trouble'],
    ['no claims', { status: 200, body: '[]' }, 'server.invalid-response'],
  ])('by %s is taken for what it is', async (_, reply, code) => {
    tiny.answer(reply);
    expect(await codeOf(ask())).toBe(code);
  });
});
