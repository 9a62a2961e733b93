import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { strictReplies } from '../../../../electron/oauth/token/reply.ts';
import { exchangeCode, refreshTokens } from '../../../../electron/oauth/token/requests.ts';
import { createClock } from '../../../support/fakes/clock.ts';
import type { TinyReply } from '../../../support/network/tiny-server.ts';
import { tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';
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

const claims = {
  iss: issuer,
  sub: 'person',
  aud: 'client',
  nonce: 'the-nonce',
  iat: nowSeconds,
  exp: nowSeconds + 600,
};

const sign = (changes: object = {}, { privateKey } = pair, alg = 'ES256'): Promise<string> =>
  new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, kid: 'one' }).sign(privateKey);

const unsigned = (alg: string): string => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg })}.${part(claims)}.`;
};

const json = (body: unknown, headers = {}): TinyReply => ({
  status: 200,
  headers: {
    'content-type': 'application/json',
    date: new Date(nowSeconds * 1000).toUTCString(),
    ...headers,
  },
  body: JSON.stringify(body),
});

const publish = async (keys: Pair): Promise<TinyReply> =>
  json({ keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'one' }] });

const parties = (jwks = true) => ({
  server: serverAt(tiny.url, { issuer, jwksUri: jwks ? new URL('/keys', tiny.url).href : null }),
  client: clientWith({ kind: 'none' }),
  quirks: strictReplies,
});

const contextAt = (seconds: number) =>
  createSignInContext({ clock: createClock({ startEpochMs: seconds * 1000 }) }).context;

const reply = (idToken: unknown): object => ({
  access_token: 'a',
  token_type: 'bearer',
  refresh_token: 'next',
  ...(idToken === undefined ? {} : { id_token: idToken }),
});

const exchange = (ourSeconds = nowSeconds, jwks = true) =>
  exchangeCode(contextAt(ourSeconds), {
    ...parties(jwks),
    code: new Secret('code'),
    redirectUri: 'http://127.0.0.1:5000/callback',
    pkce: { verifier: new Secret('v'.repeat(43)) },
    nonce: 'the-nonce',
    scopes: ['openid'],
    scopeSeparator: ' ',
    keepFromReply: [],
  });

describe('the ID token of a sign-in', () => {
  it('is taken when everything about it is right', async () => {
    const idToken = await sign();
    tiny.answer(json(reply(idToken)), await publish(pair));
    expect((await exchange()).idToken?.expose()).toBe(idToken);
    expect(tiny.requests.map(({ target }) => target)).toEqual(['/token', '/keys']);
  });

  it.each<[string, object]>([
    ['another issuer', { iss: 'https://attacker.example' }],
    ['an issuer with a slash more', { iss: `${issuer}/` }],
    ['another audience', { aud: 'other' }],
    ['a further audience', { aud: ['client', 'other'] }],
    ['another nonce', { nonce: 'other' }],
    ['no nonce', { nonce: undefined }],
    ['no subject', { sub: undefined }],
    ['an expiry in the past', { exp: nowSeconds - 120 }],
    ['no expiry', { exp: undefined }],
    ['a beginning in the future', { nbf: nowSeconds + 600 }],
  ])('is refused with %s', async (_, changes) => {
    tiny.answer(json(reply(await sign(changes))), await publish(pair));
    expect(await codeOf(exchange())).toBe('oauth.invalid-id-token');
  });

  it('is refused when it is missing, unsigned, signed by a stranger, or signed as a secret', async () => {
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('a shared secret of thirty-two bytes'));
    for (const idToken of [
      undefined,
      unsigned('none'),
      unsigned('ES256'),
      await sign({}, stranger),
      hmac,
      'x.y.z',
    ]) {
      tiny.answer(json(reply(idToken)), await publish(pair));
      expect(await codeOf(exchange())).toBe('oauth.invalid-id-token');
    }
  });

  it('is checked by its claims alone where the server publishes no keys', async () => {
    tiny.answer(json(reply(await sign())));
    expect((await exchange(nowSeconds, false)).idToken).not.toBeNull();
    tiny.answer(json(reply(unsigned('none'))));
    expect(await codeOf(exchange(nowSeconds, false))).toBe('oauth.invalid-id-token');
  });

  it('needs the published keys, and says when they cannot be had', async () => {
    tiny.answer(json(reply(await sign())), 'reset');
    expect(await codeOf(exchange())).toBe('server.unreachable');
    for (const [status, code] of [
      [503, 'server.trouble'],
      [429, 'server.rate-limited'],
      [302, 'server.wrong-host'],
      [403, 'server.invalid-response'],
    ] as const) {
      tiny.answer(json(reply(await sign())), { status });
      expect(await codeOf(exchange())).toBe(code);
    }
  });

  it.each([-86_400, -300, 86_400])(
    'N8 is told from a clock that is %i seconds off, by what the server says the time is',
    async (seconds) => {
      // The claims reach an hour back, so that only a clock far off fails them.
      const idToken = await sign({ nbf: nowSeconds });
      tiny.answer(json(reply(idToken)), await publish(pair));
      expect(await codeOf(exchange(nowSeconds + seconds))).toBe('server.clock-skew');
    },
  );

  it('N8 holds when the clock is half a minute off', async () => {
    for (const seconds of [-30, 30]) {
      tiny.answer(
        json(reply(await sign({ nbf: nowSeconds, exp: nowSeconds + 5 }))),
        await publish(pair),
      );
      expect((await exchange(nowSeconds + seconds)).idToken).not.toBeNull();
    }
  });
});

describe('N7 the ID token of a refresh', () => {
  const refresh = (ourSeconds = nowSeconds, subject: string | null = null) =>
    refreshTokens(contextAt(ourSeconds), {
      ...parties(),
      refreshToken: new Secret('old'),
      scopes: [],
      subject,
    });

  it('is checked as well, without a nonce', async () => {
    const idToken = await sign({ nonce: undefined });
    tiny.answer(json(reply(idToken)), await publish(pair));
    expect((await refresh(nowSeconds, 'person')).idToken?.expose()).toBe(idToken);
  });

  it.each([
    ['another clock', 'server.clock-skew'],
    ['a stranger', 'oauth.invalid-id-token'],
    ['no keys', 'server.unreachable'],
    ['another subject', 'oauth.invalid-id-token'],
  ])(
    'is dropped for %s, with the reason, and the rotated refresh token is kept',
    async (fault, code) => {
      const idToken = await sign({}, fault === 'a stranger' ? stranger : pair);
      tiny.answer(json(reply(idToken)), fault === 'no keys' ? 'reset' : await publish(pair));
      const ourSeconds = fault === 'another clock' ? nowSeconds + 86_400 : nowSeconds;
      const tokens = await refresh(ourSeconds, fault === 'another subject' ? 'other' : null);
      expect(tokens.idToken).toBeNull();
      expect(tokens.idTokenProblem?.code).toBe(code);
      expect(tokens.refreshToken?.expose()).toBe('next');
    },
  );
});

describe('N8 an assertion that the server refuses', () => {
  const refused = { error: 'invalid_client' };
  const asking = (serverSeconds: number) => {
    const date = new Date(serverSeconds * 1000).toUTCString();
    tiny.answer({ ...(json(refused, { date }) as object), status: 401 } as TinyReply);
    return refreshTokens(contextAt(nowSeconds), {
      ...parties(),
      client: clientWith({ kind: 'client_secret_jwt', secret: new Secret('s'.repeat(32)) }),
      refreshToken: new Secret('old'),
      scopes: [],
    });
  };

  it.each([-86_400, -300, 300, 86_400])(
    '%i seconds away is a matter of the clock',
    async (skew) => {
      expect(await codeOf(asking(nowSeconds + skew))).toBe('server.clock-skew');
    },
  );

  it('at the same time is a matter of the client', async () => {
    expect(await codeOf(asking(nowSeconds + 30))).toBe('oauth.invalid-client');
  });
});
