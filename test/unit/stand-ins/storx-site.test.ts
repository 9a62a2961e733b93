import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createJwtVerifier } from '../../stand-ins/jwt-client-secret.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import {
  answerConsent,
  goodJwt,
  grantFor,
  handClock,
  openIntegration,
  openPage,
  redirectUri,
  signJwt,
} from './client-side.ts';

let clock: ReturnType<typeof handClock>;
let world: StandInWorld;

beforeEach(async () => {
  clock = handClock();
  world = await startWorld({ clock });
});
afterEach(() => world.close());

const lastRefusal = (): string | null | undefined => world.requests.at(-1)?.refusal;
const inFiveMinutes = (): number => clock.nowEpochMs() / 1000 + 300;

describe('the JWT check', () => {
  it('takes the documented example at its time and refuses it under the decoded key', () => {
    const jwt =
      'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJjbGllbnRfaWQiOiJlNDVmYTc5YS0wNWY1LTRmMDAtYmJmZS1iZDBhMTRhZWFkMGEiLCJleHAiOjE3NTEwMTkzNjF9.2USHN3Ad7nu7hoHY1keDqst1sI9R-ONHsx_GJotsPvI';
    const clientId = 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a';
    const clientSecret = '2b4719e00623ad66c4cde8681efc59e9d40bf96cdb43d4b9cf859e27d5252102';
    const { check } = createJwtVerifier(() => 1_751_019_061_000);
    expect(check(jwt, { clientId, clientSecret })).toBeNull();
    const rawKey = Buffer.from(clientSecret, 'hex').toString('latin1');
    expect(check(jwt, { clientId, clientSecret: rawKey })?.reason).toBe('wrong signature');
  });
});

describe('the integration page', () => {
  it('brings a grant to the redirect URI after approval, without state', async () => {
    const page = await openIntegration(world);
    expect(page.status).toBe(200);
    expect(page.html).toContain('Stand-in for evaluation');
    const { location } = await answerConsent(world, page, 'approve');
    expect(`${location?.origin}${location?.pathname}`).toBe(redirectUri);
    expect([...(location?.searchParams.keys() ?? [])]).toEqual(['access_grant']);
  });

  it('echoes state when told to', async () => {
    world.storx.settings.echoState = true;
    const page = await openIntegration(world);
    const { location } = await answerConsent(world, page, 'approve');
    expect(location?.searchParams.get('state')).toBe('our-state');
  });

  it('leaves out what the person unticked', async () => {
    const page = await openIntegration(world, { scope: 'read,write' });
    const landed = await answerConsent(world, page, 'approve', { without: ['read', 'write'] });
    expect(landed.location?.searchParams.get('error')).toBe('failed_to_create_access_grant');
  });

  it('does not let the person widen a grant by dropping its bucket', async () => {
    const page = await openIntegration(world, { scope: 'read,bucket:photos' });
    expect(page.html).toMatch(/<input type="hidden"[^>]*value="bucket:photos"/);
    expect(page.html).not.toMatch(/<input type="checkbox"[^>]*value="bucket:photos"/);
  });

  it.each<[string, () => string, string, string]>([
    ['malformed text', () => 'not.a-jwt', 'invalid_client_secret', 'malformed JWT'],
    [
      'another secret',
      () => signJwt('wrong', { client_id: world.client.clientId, exp: inFiveMinutes() }),
      'invalid_client_secret',
      'wrong signature',
    ],
    [
      'alg none',
      () =>
        `${signJwt('x', { client_id: world.client.clientId, exp: inFiveMinutes() }, { header: { alg: 'none' } }).replace(/[^.]*$/, '')}AA`,
      'invalid_client_secret',
      'alg is not HS256',
    ],
    [
      'HS512',
      () =>
        signJwt(
          world.client.clientSecret,
          { client_id: world.client.clientId, exp: inFiveMinutes() },
          { algorithm: 'sha512', header: { alg: 'HS512', typ: 'JWT' } },
        ),
      'invalid_client_secret',
      'alg is not HS256',
    ],
    [
      'another client_id',
      () => signJwt(world.client.clientSecret, { client_id: 'other', exp: inFiveMinutes() }),
      'invalid_client_secret_claims',
      'client_id claim is another',
    ],
    [
      'no client_id',
      () => signJwt(world.client.clientSecret, { exp: inFiveMinutes() }),
      'invalid_client_string',
      'no client_id claim',
    ],
    [
      'no exp',
      () => signJwt(world.client.clientSecret, { client_id: world.client.clientId }),
      'exp_not_found',
      'no exp claim',
    ],
    ['an exp of now', () => goodJwt(world, 0), 'client_secret_expired', 'exp is past'],
  ])('refuses a JWT with %s', async (_name, jwt, word, reason) => {
    const { location } = await openIntegration(world, { client_secret: jwt() });
    expect(location?.searchParams.get('error')).toBe(word);
    expect(lastRefusal()).toBe(`${word}: ${reason}`);
  });

  it('refuses a JWT the second time', async () => {
    const jwt = goodJwt(world);
    expect((await openIntegration(world, { client_secret: jwt })).status).toBe(200);
    const again = await openIntegration(world, { client_secret: jwt });
    expect(again.location?.searchParams.get('error')).toBe('invalid_client_secret');
    expect(lastRefusal()).toContain('used before');
  });

  it.each([
    'http://127.0.0.1:28521/callback/',
    'http://127.0.0.1:28521/callback?x=1',
    'http://localhost:28521/callback',
    'http://127.0.0.1:28529/callback',
    'https://attacker.test/callback',
  ])('never redirects to %s, which is not registered', async (uri) => {
    const page = await openIntegration(world, { redirect_uri: uri });
    expect(page).toMatchObject({ status: 400, location: null });
    expect(page.html).toContain('invalid_redirect_uri');
  });

  it('shows a page for an unknown client and sends a switched-off one back', async () => {
    const unknown = await openIntegration(world, { client_id: 'nobody' });
    expect(unknown).toMatchObject({ status: 400, location: null });
    world.client.active = false;
    const inactive = await openIntegration(world);
    expect(inactive.location?.searchParams.get('error')).toBe('client_inactive');
  });

  it('ignores unknown scopes and fails when none is left', async () => {
    const page = await openIntegration(world, { scope: 'read,fly' });
    expect(page.html).not.toContain('fly');
    const none = await answerConsent(
      world,
      await openIntegration(world, { scope: 'fly' }),
      'approve',
    );
    expect(none.location?.searchParams.get('error')).toBe('failed_to_create_access_grant');
  });

  it.each([
    ['error=access_denied', 'error', 'access_denied'],
    ['error=REJECTED', 'error', 'REJECTED'],
    ['code=REJECTED', 'code', 'REJECTED'],
  ] as const)('denies as %s', async (style, name, value) => {
    world.storx.settings.denyStyle = style;
    const landed = await answerConsent(world, await openIntegration(world), 'deny');
    expect(landed.location?.search).toBe(`?${name}=${value}`);
  });

  it('takes an answer for 60 seconds, and once', async () => {
    const inTime = await openIntegration(world);
    clock.advanceSeconds(60);
    expect((await answerConsent(world, inTime, 'approve')).location?.search).toContain(
      'access_grant=',
    );
    expect((await answerConsent(world, inTime, 'approve')).location?.search).toBe(
      '?error=request_not_pending',
    );
    const late = await openIntegration(world);
    clock.advanceSeconds(61);
    expect((await answerConsent(world, late, 'approve')).location?.search).toBe(
      '?error=request_expired',
    );
  });

  it('asks again when the passphrase is empty', async () => {
    const page = await openIntegration(world);
    const again = await answerConsent(world, page, 'approve', { passphrase: '' });
    expect(again).toMatchObject({ status: 400, location: null });
    expect((await answerConsent(world, again, 'approve')).location?.search).toContain(
      'access_grant=',
    );
  });

  it('fails with any word on demand, once', async () => {
    world.storx.failNextWith('code_expired');
    const failed = await answerConsent(world, await openIntegration(world), 'approve');
    expect(failed.location?.search).toBe('?error=code_expired');
    world.storx.failNextWith('invalid_request', 'open');
    expect((await openIntegration(world)).location?.search).toBe('?error=invalid_request');
    expect(await grantFor(world)).toMatch(/^1/);
  });

  it('escapes what it shows', async () => {
    const { clientId } = world.storx.registerClient({
      name: '<img src=x onerror=alert(1)>',
      clientSecret: world.client.clientSecret,
      redirectUris: [redirectUri],
    });
    const jwt = signJwt(world.client.clientSecret, { client_id: clientId, exp: inFiveMinutes() });
    const page = await openIntegration(world, { client_id: clientId, client_secret: jwt });
    expect(page.status).toBe(200);
    expect(page.html).not.toContain('<img');
  });

  it.each(['http://[::1]:1/x', 'http://example.com/x', 'https://a.test/x,y', 'stowkey://x'])(
    'does not register %s',
    (uri) => {
      expect(() => world.storx.registerClient({ redirectUris: [uri] })).toThrow('refused');
    },
  );
});

describe('the token endpoint', () => {
  const codeFor = async (scope = 'read,list'): Promise<string> => {
    const page = await openPage(world.storx.consentUrl, {
      client_id: world.client.clientId,
      redirect_uri: redirectUri,
      scope,
      state: 'our-state',
    });
    const { location } = await answerConsent(world, page, 'approve');
    expect(location?.searchParams.get('state')).toBe('our-state');
    return location?.searchParams.get('code') ?? '';
  };
  const exchange = async (changes: Record<string, unknown>) => {
    const response = await fetch(world.storx.tokenUrl, {
      method: 'POST',
      body: JSON.stringify({
        client_id: world.client.clientId,
        client_secret: goodJwt(world),
        redirect_uri: redirectUri,
        passphrase: 'correct horse',
        ...changes,
      }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };

  it('exchanges a code for a grant and the scopes', async () => {
    const { status, body } = await exchange({ code: await codeFor() });
    expect(status).toBe(200);
    expect(body).toMatchObject({ scopes: ['read', 'list'] });
    expect(body.access_grant).toMatch(/^1/);
  });

  it('refuses a code the second time', async () => {
    const code = await codeFor();
    await exchange({ code });
    clock.advanceSeconds(1);
    expect(await exchange({ code })).toEqual({ status: 400, body: { error: 'invalid_code' } });
  });

  it('refuses a code after 60 seconds', async () => {
    const code = await codeFor();
    clock.advanceSeconds(61);
    expect(await exchange({ code })).toEqual({ status: 400, body: { error: 'code_expired' } });
  });

  it.each<[string, () => Record<string, unknown>, number, string]>([
    ['an unknown client', () => ({ client_id: 'nobody' }), 401, 'invalid_client'],
    ['an unknown code', () => ({ code: 'guess' }), 400, 'invalid_code'],
    ['another redirect', () => ({ redirect_uri: `${redirectUri}2` }), 400, 'invalid_redirect_uri'],
    ['a wrong JWT', () => ({ client_secret: 'a.b.c' }), 500, 'invalid_client_secret'],
    ['an expired JWT', () => ({ client_secret: goodJwt(world, -1) }), 500, 'client_secret_expired'],
    ['no code', () => ({ code: '' }), 400, 'invalid_request'],
    ['a number as code', () => ({ code: 7 }), 400, 'invalid_request'],
  ])('refuses %s', async (_name, changes, status, error) => {
    const code = await codeFor();
    expect(await exchange({ code, ...changes() })).toEqual({ status, body: { error } });
  });

  it('refuses a JWT the second time', async () => {
    const jwt = goodJwt(world);
    await exchange({ code: await codeFor(), client_secret: jwt });
    const again = await exchange({ code: await codeFor(), client_secret: jwt });
    expect(again).toEqual({ status: 500, body: { error: 'invalid_client_secret' } });
  });

  it('lets five through in five minutes when the limit is on', async () => {
    world.storx.settings.rateLimit = true;
    const statuses: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) statuses.push((await exchange({ code: 'x' })).status);
    expect(statuses).toEqual([400, 400, 400, 400, 400, 429]);
    clock.advanceSeconds(300);
    expect((await exchange({ code: 'x' })).status).toBe(400);
  });

  it('fails with any word on demand, with the real status', async () => {
    world.storx.failNextTokenWith('no_projects');
    expect(await exchange({ code: await codeFor() })).toEqual({
      status: 500,
      body: { error: 'no_projects' },
    });
  });
});

it('logs method, path and status, and no secret', async () => {
  const grant = await grantFor(world);
  expect(world.requests.map(({ method, path, status }) => [method, path, status])).toEqual([
    ['GET', '/oauth2-integration', 200],
    ['POST', '/oauth2/consent/answer', 303],
  ]);
  const log = JSON.stringify(world.requests);
  expect(log).not.toContain(grant);
  expect(log).not.toContain('correct horse');
});
