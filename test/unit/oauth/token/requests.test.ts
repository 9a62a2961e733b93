import { createServer } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { describeError } from '../../../../electron/diagnostics/describe.ts';
import type { AppError } from '../../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../../electron/diagnostics/secret.ts';
import { strictReplies } from '../../../../electron/oauth/token/reply.ts';
import {
  exchangeCode,
  refreshTokens,
  revokeToken,
} from '../../../../electron/oauth/token/requests.ts';
import type { BasicForm, TokenReplyQuirks, TokenSet } from '../../../../electron/oauth/types.ts';
import { createHttpClient } from '../../../../electron/platform/http.ts';
import { createClock } from '../../../support/fakes/clock.ts';
import { startTinyServer, type TinyReply } from '../../../support/network/tiny-server.ts';
import { json, tinyServerPerTest } from '../../../support/network/tiny-server-per-test.ts';
import { clientWith, serverAt } from '../../../support/oauth/oauth-parties.ts';
import { createSignInContext } from '../../../support/oauth/sign-in-context.ts';
import { errorOf } from '../../../support/worlds/app-error.ts';

const tiny = tinyServerPerTest();

const startEpochMs = Date.parse('2030-01-01T00:00:00Z');
const contextAt = (epochMs = startEpochMs) =>
  createSignInContext({ clock: createClock({ startEpochMs: epochMs }) }).context;

const good = { access_token: 'access-canary', token_type: 'Bearer' };

const exchange = (quirks: Partial<TokenReplyQuirks> = {}, changes = {}): Promise<TokenSet> =>
  exchangeCode(contextAt(), {
    server: serverAt(tiny.url),
    client: clientWith(),
    quirks: { ...strictReplies, ...quirks },
    code: new Secret('code-canary'),
    redirectUri: 'http://127.0.0.1:5000/callback',
    pkce: { verifier: new Secret('verifier-canary') },
    nonce: null,
    scopes: ['read', 'write'],
    scopeSeparator: ' ',
    keepFromReply: [],
    ...changes,
  });

const refresh = (quirks: Partial<TokenReplyQuirks> = {}, changes = {}): Promise<TokenSet> =>
  refreshTokens(contextAt(), {
    server: serverAt(tiny.url),
    client: clientWith(),
    quirks: { ...strictReplies, ...quirks },
    refreshToken: new Secret('refresh-canary'),
    scopes: ['read'],
    ...changes,
  });

/** No secret of the request or the reply may be in what is logged. */
const expectClean = (error: AppError): void => {
  const text = inspect(error, { depth: 10 }) + JSON.stringify(describeError(error));
  expect(text).not.toMatch(/canary/);
};

describe('the exchange of a code', () => {
  it('sends what RFC 6749 asks for, and reads what came', async () => {
    tiny.answer(
      json({ ...good, refresh_token: 'r', expires_in: 3600, scope: 'read', uid: 7, more: {} }),
    );
    const tokens = await exchange({}, { keepFromReply: ['uid', 'more', 'access_token'] });
    const [request] = tiny.requests;
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: 'authorization_code',
      code: 'code-canary',
      redirect_uri: 'http://127.0.0.1:5000/callback',
      code_verifier: 'verifier-canary',
      client_id: 'client',
      client_secret: 'client-secret-canary',
    });
    expect(request?.headers['user-agent']).toBe('Stowkey');
    expect(tokens.accessToken.expose()).toBe('access-canary');
    expect(tokens.refreshToken?.expose()).toBe('r');
    expect(tokens).toMatchObject({
      expiresAtEpochSeconds: startEpochMs / 1000 + 3600,
      scopes: ['read'],
      extra: { uid: '7' },
      idToken: null,
    });
    expect(tokens.extra).not.toHaveProperty('access_token');
  });

  it('leaves out the redirect URI and the verifier only when there was none', async () => {
    tiny.answer(json(good));
    await exchange({}, { redirectUri: null, pkce: 'off' });
    const sent = new URLSearchParams(tiny.requests[0]?.body);
    expect([...sent.keys()].sort()).toEqual(['client_id', 'client_secret', 'code', 'grant_type']);
  });

  const basicOf = (index: number): string => {
    const { authorization = '' } = tiny.requests[index]?.headers ?? {};
    return Buffer.from(authorization.replace('Basic ', ''), 'base64').toString();
  };
  const basicClient = (secret: string, form?: BasicForm, clientId = 'client') => ({
    client: {
      ...clientWith({
        kind: 'client_secret_basic',
        secret: new Secret(secret),
        ...(form === undefined ? {} : { form }),
      }),
      clientId,
    },
  });
  const unknownClient = json({ error: 'invalid_client' }, 401);

  it('percent-encodes id and secret for client_secret_basic (RFC 6749 section 2.3.1)', async () => {
    tiny.answer(json(good));
    const parties = basicClient("a-b_c.d~ p%:+é*'", 'encoded', 'cli:ent-é');
    const { basicForm } = await exchange({}, parties);
    expect(basicOf(0)).toBe('cli%3Aent-%C3%A9:a-b_c.d~%20p%25%3A%2B%C3%A9%2A%27');
    expect(tiny.requests[0]?.body).not.toContain('client_id');
    expect(basicForm).toBe('encoded');
  });

  it('tries the other form of HTTP Basic once, and says which one was taken', async () => {
    tiny.answer(unknownClient, json(good), unknownClient, json(good));
    expect((await exchange({}, basicClient('a/b:c'))).basicForm).toBe('raw');
    expect([basicOf(0), basicOf(1)]).toEqual(['client:a%2Fb%3Ac', 'client:a/b:c']);
    expect((await refresh({}, basicClient('a/b', 'raw'))).basicForm).toBe('encoded');
    expect([basicOf(2), basicOf(3)]).toEqual(['client:a/b', 'client:a%2Fb']);
  });

  it('tries it for an id of such characters as well, in UTF-8 as it is', async () => {
    tiny.answer(unknownClient, json(good));
    expect((await exchange({}, basicClient('a-b', 'encoded', 'cli/é'))).basicForm).toBe('raw');
    expect([basicOf(0), basicOf(1)]).toEqual(['cli%2F%C3%A9:a-b', 'cli/é:a-b']);
  });

  it('asks once where the client proves itself otherwise', async () => {
    tiny.answer(unknownClient, json(good));
    const client = clientWith({ kind: 'client_secret_post', secret: new Secret('a/b') });
    expect((await errorOf(exchange({}, { client }))).code).toBe('oauth.invalid-client');
  });

  it.each([
    ['twice at most', 'a/b', [unknownClient, unknownClient], 'oauth.invalid-client'],
    [
      'and goes by the first answer if the other form makes no sense there',
      'a/b',
      [unknownClient, json({ error: 'invalid_request' }, 400)],
      'oauth.invalid-client',
    ],
    [
      'and goes by the second answer if the client is known then',
      'a/b',
      [unknownClient, json({ error: 'invalid_grant' }, 400)],
      'oauth.code-refused',
    ],
    ['once when both forms are one', 'a-b', [unknownClient], 'oauth.invalid-client'],
    [
      'once for any other word',
      'a/b',
      [json({ error: 'invalid_grant' }, 400)],
      'oauth.code-refused',
    ],
  ])('asks %s', async (_name, secret, replies, code) => {
    tiny.answer(...replies);
    expect((await errorOf(exchange({}, basicClient(secret)))).code).toBe(code);
    expect(tiny.requests).toHaveLength(replies.length);
  });

  it('keeps what was asked for when the server does not say what it granted', async () => {
    tiny.answer(json(good), json({ ...good, scope: '' }), json({ ...good, scope: 'a,b' }));
    expect((await exchange()).scopes).toEqual(['read', 'write']);
    expect((await exchange()).scopes).toEqual(['read', 'write']);
    expect((await exchange({}, { scopeSeparator: ',' })).scopes).toEqual(['a', 'b']);
  });
});

describe('N1 a redirect of the token endpoint', () => {
  it.each([301, 302, 303, 307, 308])('%i is not followed', async (status) => {
    const elsewhere = await startTinyServer();
    elsewhere.answer(json(good));
    tiny.answer({ status, headers: { location: elsewhere.url.href } });
    const error = await errorOf(refresh());
    expect(error.code).toBe('server.wrong-host');
    expect(tiny.requests).toHaveLength(1);
    expect(elsewhere.requests).toEqual([]);
    await elsewhere.close();
  });
});

describe('N2 a network that fails costs no token', () => {
  const page = '<!doctype html><html><body>Log in to the hotel</body></html>';
  const html = { 'content-type': 'text/html' };
  it.each<[string, TinyReply, string]>([
    ['a reset', 'reset', 'server.unreachable'],
    ['a portal that says 200', { status: 200, headers: html, body: page }, 'server.wrong-host'],
    ['a page without a type', { status: 200, body: page }, 'server.wrong-host'],
    ['a page with 400', { status: 400, headers: html, body: page }, 'server.wrong-host'],
    ['a page with 401', { status: 401, headers: html, body: page }, 'server.wrong-host'],
    ['a page with 403', { status: 403, headers: html, body: page }, 'server.wrong-host'],
    ['407 of a proxy', { status: 407, body: '' }, 'server.unreachable'],
    ['511 of a portal', { status: 511, headers: html, body: page }, 'server.trouble'],
    ['404', json({}, 404), 'server.wrong-host'],
    ['an empty 200', { status: 200, body: '' }, 'server.invalid-response'],
    ['204', { status: 204 }, 'server.invalid-response'],
    ['201', json(good, 201), 'server.invalid-response'],
  ])('%s', async (_, reply, code) => {
    tiny.answer(reply);
    const error = await errorOf(refresh());
    expect(error.code).toBe(code);
    expect(tiny.requests).toHaveLength(1);
  });

  it('a port where nothing listens', async () => {
    const gone = await startTinyServer();
    await gone.close();
    const error = await errorOf(refresh({}, { server: serverAt(gone.url) }));
    expect(error).toMatchObject({ code: 'server.unreachable', retryable: true });
  });

  it('an endpoint that is not https, before anything is sent', async () => {
    const server = serverAt(new URL('http://localhost:1'), {});
    expect((await errorOf(refresh({}, { server }))).code).toBe('server.insecure');
  });
});

describe('N3 a reply that never ends', () => {
  it('is cut off at 1 MiB', async () => {
    tiny.answer(json({ ...good, more: 'x'.repeat(1_100_000) }));
    expect((await errorOf(refresh())).code).toBe('server.invalid-response');
  });

  it('is given up at the deadline', async () => {
    const silent = createServer();
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as { port: number };
    const clock = createClock({ startEpochMs });
    const { context } = createSignInContext({ clock, http: createHttpClient({ clock }) });
    const connected = new Promise((resolve) => silent.once('connection', resolve));
    const asking = errorOf(
      refreshTokens(context, {
        server: serverAt(new URL(`http://127.0.0.1:${port}`)),
        client: clientWith(),
        quirks: strictReplies,
        refreshToken: new Secret('r'),
        scopes: [],
      }),
    );
    const socket = (await connected) as { destroy: () => void };
    clock.advance(30_000);
    expect(await asking).toMatchObject({ code: 'server.timeout', retryable: true });
    socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});

describe('N4 a reply of odd shape', () => {
  it.each<[string, unknown]>([
    ['an array', []],
    ['null', 'null'],
    ['a string', '"access"'],
    ['a number', '1'],
    ['text after it', '{"access_token":"a","token_type":"bearer"}x'],
    ['nothing in it', {}],
    ['no token_type', { access_token: 'a' }],
    ['no access_token', { token_type: 'bearer' }],
    ['an empty access_token', { ...good, access_token: '' }],
    ['a number as access_token', { ...good, access_token: 1 }],
    ['a line break in access_token', { ...good, access_token: 'a\r\nb: c' }],
    ['a type we did not ask for', { ...good, token_type: 'mac' }],
    ['DPoP, which we did not ask for', { ...good, token_type: 'DPoP' }],
    ['a list as scope', { ...good, scope: ['read'] }],
    ['an object as refresh_token', { ...good, refresh_token: {} }],
    ['an error with status 200', { error: 'invalid_grant' }],
  ])('%s is refused, and nothing of it is logged', async (_, body) => {
    tiny.answer(json(body));
    const error = await errorOf(exchange());
    expect(error.code).toBe('server.invalid-response');
    expectClean(error);
  });

  it.each(['Bearer', 'bearer', 'BEARER'])('token_type may be written %s', async (type) => {
    tiny.answer(json({ ...good, token_type: type }));
    expect((await exchange()).accessToken.expose()).toBe('access-canary');
  });

  it.each<[unknown, number | null]>([
    [3600, 3600],
    ['3600', 3600],
    [3599.9, 3599],
    [1e12, 315_360_000],
    [Number.MAX_VALUE, 315_360_000],
    [0, null],
    [-1, null],
    ['soon', null],
    ['3600abc', null],
    ['-1', null],
    [null, null],
    [{}, null],
    [undefined, null],
  ])('expires_in %j counts as %j seconds, and never costs the tokens', async (given, seconds) => {
    tiny.answer(json({ ...good, expires_in: given }));
    const expected = seconds === null ? null : startEpochMs / 1000 + seconds;
    expect((await exchange()).expiresAtEpochSeconds).toBe(expected);
  });

  it('unknown fields, a BOM, null for absent and a second access_token do no harm', async () => {
    tiny.answer(
      json('\ufeff{"access_token":"a","access_token":"b","token_type":"bearer","x":{"y":[1]}}'),
      json({ ...good, refresh_token: null, scope: null, id_token: null }),
      json({ ...good, refresh_token: '' }),
    );
    expect((await exchange()).accessToken.expose()).toBe('b');
    expect((await exchange()).refreshToken).toBeNull();
    expect((await exchange()).refreshToken).toBeNull();
  });

  it('__proto__ in a reply pollutes nothing', async () => {
    tiny.answer(json('{"__proto__":{"access_token":"a","token_type":"bearer"}}'));
    expect((await errorOf(exchange())).code).toBe('server.invalid-response');
    expect(Object.prototype).not.toHaveProperty('access_token');
  });
});

describe('N5 only the word of the server costs a token', () => {
  const word = (error: string, status = 400, headers = {}): TinyReply =>
    json({ error, error_description: 'description-canary' }, status, headers);

  it.each<[string, TinyReply, string, string]>([
    ['invalid_grant', word('invalid_grant'), 'oauth.code-refused', 'oauth.sign-in-again'],
    ['invalid_grant, 401', word('invalid_grant', 401), 'oauth.code-refused', 'oauth.sign-in-again'],
    [
      'interaction_required',
      word('interaction_required'),
      'oauth.code-refused',
      'oauth.sign-in-again',
    ],
    ['invalid_client', word('invalid_client', 401), 'oauth.invalid-client', 'oauth.invalid-client'],
    ['invalid_client, 400', word('invalid_client'), 'oauth.invalid-client', 'oauth.invalid-client'],
    [
      'unauthorized_client',
      word('unauthorized_client'),
      'oauth.invalid-client',
      'oauth.invalid-client',
    ],
    [
      '401 with a challenge',
      { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } },
      'oauth.invalid-client',
      'oauth.invalid-client',
    ],
    ['401 alone', { status: 401 }, 'server.rejected', 'oauth.renewal-refused'],
    [
      'FastAPI’s 401',
      json({ detail: 'canary' }, 401, { 'www-authenticate': 'Bearer' }),
      'oauth.invalid-client',
      'oauth.renewal-refused',
    ],
    ['FastAPI’s 400', json({ detail: 'canary' }, 400), 'server.rejected', 'oauth.renewal-refused'],
    ['invalid_scope', word('invalid_scope'), 'oauth.invalid-scope', 'oauth.invalid-scope'],
    [
      'redirect_uri_mismatch',
      word('redirect_uri_mismatch'),
      'oauth.redirect-mismatch',
      'oauth.redirect-mismatch',
    ],
    ['invalid_request', word('invalid_request'), 'server.rejected', 'server.rejected'],
    ['a word of its own', word('canary expired'), 'server.rejected', 'oauth.renewal-refused'],
    ['403', json({}, 403), 'server.rejected', 'server.rejected'],
    [
      'temporarily_unavailable',
      word('temporarily_unavailable'),
      'server.trouble',
      'server.trouble',
    ],
    ['500 with invalid_grant', word('invalid_grant', 500), 'server.trouble', 'server.trouble'],
    ['502', { status: 502, body: 'Bad Gateway' }, 'server.trouble', 'server.trouble'],
    ['503', { status: 503 }, 'server.trouble', 'server.trouble'],
    [
      '429 with invalid_grant',
      word('invalid_grant', 429),
      'server.rate-limited',
      'server.rate-limited',
    ],
  ])('%s', async (_, reply, whenExchanged, whenRefreshed) => {
    tiny.answer(reply);
    for (const [asking, code] of [
      [exchange(), whenExchanged],
      [refresh(), whenRefreshed],
    ] as const) {
      const error = await errorOf(asking);
      expect(error.code).toBe(code);
      expect(error.retryable).toBe(/trouble|rate-limited/.test(code));
      expectClean(error);
    }
  });

  it.each<[string | undefined, number]>([
    [undefined, 60],
    ['7', 7],
    ['0', 1],
    ['315360000', 3600],
    ['Mon, 31 Dec 2029 23:00:00 GMT', 1],
    ['Tue, 01 Jan 2030 00:00:30 GMT', 30],
    ['rubbish', 60],
  ])('429 with Retry-After %s waits %i seconds', async (retryAfter, seconds) => {
    tiny.answer({
      status: 429,
      ...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
    });
    const error = await errorOf(refresh());
    expect(error.params.retryAfterSeconds).toBe(seconds);
  });
});

describe('N6 rotation', () => {
  it('gives the new refresh token where there is one, and the old one where there is none', async () => {
    tiny.answer(json({ ...good, refresh_token: 'next' }), json(good));
    expect((await refresh()).refreshToken?.expose()).toBe('next');
    expect((await refresh()).refreshToken?.expose()).toBe('refresh-canary');
    expect(new URLSearchParams(tiny.requests[0]?.body).get('refresh_token')).toBe('refresh-canary');
  });

  it('sends no scope, so that none is lost, and keeps those that were granted', async () => {
    tiny.answer(json(good));
    expect((await refresh()).scopes).toEqual(['read']);
    expect(tiny.requests[0]?.body).not.toContain('scope');
  });
});

describe('replies that bend the rules', () => {
  it.each<[string, Partial<TokenReplyQuirks>, TinyReply]>([
    ['no token_type', { tokenTypeMayBeMissing: true }, json({ access_token: 'access-canary' })],
    [
      'a form',
      { formEncoded: true },
      {
        status: 200,
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: 'access_token=access-canary&token_type=bearer&expires_in=60',
      },
    ],
    [
      "pCloud's, with result 0",
      { errorsWithStatus200: true, tokenTypeMayBeMissing: true },
      json({ result: 0, access_token: 'access-canary', uid: 1 }),
    ],
  ])('%s is taken from the template that says so, and from no other', async (_, quirks, reply) => {
    tiny.answer(reply);
    expect((await exchange(quirks)).accessToken.expose()).toBe('access-canary');
    expect((await errorOf(exchange())).code).toBe('server.invalid-response');
  });

  it('tells when an access token ends by the token where the reply does not', async () => {
    const exp = Date.UTC(2030, 0, 1) / 1000 + 900;
    const jwtOf = (claims: object): string =>
      ['{"alg":"none"}', JSON.stringify(claims), 'x']
        .map((part) => Buffer.from(part).toString('base64url'))
        .join('.');
    const endOf = async (token: string, more: object = {}, quirks = {}) => {
      tiny.answer(json({ ...good, expires_in: undefined, access_token: token, ...more }));
      return (await exchange(quirks)).expiresAtEpochSeconds;
    };
    expect(await endOf(jwtOf({ exp }))).toBe(exp);
    expect(await endOf(jwtOf({ exp }), { expires_in: 5 })).toBeLessThan(exp);
    expect(await endOf(jwtOf({ exp }), {}, { neverExpires: true })).toBeNull();
    for (const claims of [{ exp: -1 }, { exp: 1e15 }, { exp: 'soon' }, {}])
      expect(await endOf(jwtOf(claims))).toBeNull();
    expect(await endOf('ya29.opaque.token')).toBeNull();
  });

  it('no expiry is believed where tokens do not run out', async () => {
    tiny.answer(json({ ...good, expires_in: 60 }));
    expect((await exchange({ neverExpires: true })).expiresAtEpochSeconds).toBeNull();
  });

  it.each<[string, TinyReply, string, string]>([
    [
      'a result',
      json({ result: 2012, error: 'Invalid code-canary provided.' }),
      'oauth.code-refused',
      'oauth.sign-in-again',
    ],
    ['a word', json({ error: 'invalid_client' }), 'oauth.invalid-client', 'oauth.invalid-client'],
    ['too many', json({ result: 4000, error: 'x' }), 'server.rate-limited', 'server.rate-limited'],
    ['an internal fault', json({ result: 5000, error: 'x' }), 'server.trouble', 'server.trouble'],
  ])('%s inside a 200 is an error', async (_, reply, whenExchanged, whenRefreshed) => {
    tiny.answer(reply);
    const quirks = { errorsWithStatus200: true };
    const errors = [await errorOf(exchange(quirks)), await errorOf(refresh(quirks))];
    expect(errors.map(({ code }) => code)).toEqual([whenExchanged, whenRefreshed]);
    for (const error of errors) expectClean(error);
  });

  it('a message in place of a word blames the code or the token, but words stay words', async () => {
    const quirks = { errorsAreMessages: true };
    tiny.answer(json({ error: 'The refresh-canary has expired.' }, 400));
    const errors = [await errorOf(exchange(quirks)), await errorOf(refresh(quirks))];
    expect(errors.map(({ code }) => code)).toEqual(['oauth.code-refused', 'oauth.sign-in-again']);
    for (const error of errors) expectClean(error);
    tiny.answer(json({ error: 'invalid_request' }, 400), json({ error: 'Try later' }, 403));
    expect((await errorOf(refresh(quirks))).code).toBe('server.rejected');
    expect((await errorOf(refresh(quirks))).code).toBe('server.rejected');
  });
});

describe('revocation', () => {
  const revoke = (changes = {}): Promise<void> =>
    revokeToken(contextAt(), {
      server: serverAt(tiny.url, changes),
      client: clientWith(),
      token: new Secret('refresh-canary'),
      kind: 'refresh_token',
    });

  it('sends the token, its kind, and who asks', async () => {
    tiny.answer({ status: 200 });
    await revoke();
    expect(tiny.requests[0]?.target).toBe('/revoke');
    expect(Object.fromEntries(new URLSearchParams(tiny.requests[0]?.body))).toEqual({
      token: 'refresh-canary',
      token_type_hint: 'refresh_token',
      client_id: 'client',
      client_secret: 'client-secret-canary',
    });
  });

  it.each(['unsupported_token_type', 'invalid_token'])('takes %s for done', async (error) => {
    tiny.answer(json({ error }, 400));
    await expect(revoke()).resolves.toBeUndefined();
  });

  it.each<[string, TinyReply, string, boolean]>([
    ['503', { status: 503, headers: { 'retry-after': '5' } }, 'server.trouble', true],
    ['invalid_client', json({ error: 'invalid_client' }, 401), 'oauth.invalid-client', false],
    [
      '302',
      { status: 302, headers: { location: 'https://x.example' } },
      'server.wrong-host',
      false,
    ],
    ['404', { status: 404 }, 'server.wrong-host', false],
  ])('fails with %s', async (_, reply, code, retryable) => {
    tiny.answer(reply);
    expect(await errorOf(revoke())).toMatchObject({ code, retryable });
  });

  it('says so where the server has none', async () => {
    expect((await errorOf(revoke({ revocationEndpoint: null }))).code).toBe('oauth.not-revoked');
    expect(tiny.requests).toEqual([]);
  });
});
