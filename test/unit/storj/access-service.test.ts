import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { Secret } from '../../../electron/diagnostics/secret.ts';
import type { HttpClient } from '../../../electron/platform/interfaces.ts';
import { exchangeGrant } from '../../../electron/storj/access-service.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { fetchHttp, startTinyServer, type TinyServer } from '../../support/network/tiny-server.ts';
import { json } from '../../support/network/tiny-server-per-test.ts';
import { errorOf } from '../../support/worlds/app-error.ts';
import { ascii, defaultEncryption, grant, pathField, timeField } from './grant-bytes.ts';
import { vectors } from './vectors.ts';

const accessKeyId = 'juo7aaaaaaaaaaaaaaaaaaaaaaaa';
const secretKey = 'jz3xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa';
const good = {
  access_key_id: accessKeyId,
  secret_key: secretKey,
  endpoint: 'https://gateway.example',
};
const plain = (status: number, body = '') => ({
  status,
  body,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
});
const ourGrant = grant([timeField(20, Date.parse('2031-01-01T00:00:00Z') / 1000)]);

describe('exchanging a grant for keys', () => {
  let server: TinyServer;
  beforeEach(async () => {
    server = await startTinyServer();
  });
  afterEach(() => server.close());

  const exchange = (
    options: {
      text?: string;
      http?: HttpClient;
      clock?: ReturnType<typeof createClock>;
      signal?: AbortSignal;
      accessService?: URL;
    } = {},
  ) =>
    exchangeGrant({
      http: options.http ?? fetchHttp,
      clock: options.clock ?? createClock({ eager: true }),
      signal: options.signal ?? new AbortController().signal,
      accessService: options.accessService ?? server.url,
      grant: new Secret(options.text ?? ourGrant),
    });

  it('posts the grant as private and gives the keys as secrets', async () => {
    server.answer(json(good));
    const keys = await exchange({ text: ` "${ourGrant}"\n` });
    expect(keys.accessKeyId.expose()).toBe(accessKeyId);
    expect(keys.secretAccessKey.expose()).toBe(secretKey);
    expect(keys.endpoint).toBe('https://gateway.example');
    expect(keys.freeTierExpiresAtEpochSeconds).toBeNull();
    expect(inspect(keys)).not.toContain(secretKey);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: 'POST', target: '/v1/access' });
    expect(server.requests[0]?.headers['content-type']).toBe('application/json');
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      access_grant: ourGrant,
      public: false,
    });
  });

  it.each([
    ['/oauth2-integration', '/oauth2-integration/v1/access'],
    ['/auth/', '/auth/v1/access'],
    ['/?token=x#y', '/v1/access'],
    ['/v1/access', '/v1/access'],
    ['/auth/v1/access/', '/auth/v1/access'],
  ])('adds the path to a base address of %s', async (base, target) => {
    server.answer(json(good));
    await exchange({ accessService: new URL(base, server.url) });
    expect(server.requests[0]?.target).toBe(target);
  });

  it('reports the shorter life of a free account', async () => {
    server.answer(
      json({ ...good, freeTierRestrictedExpiration: '2030-02-01T10:00:00.123456789Z' }),
    );
    expect((await exchange()).freeTierExpiresAtEpochSeconds).toBe(
      Date.parse('2030-02-01T10:00:00Z') / 1000,
    );
  });

  it('takes keys of another shape than Storj makes', async () => {
    server.answer(json({ ...good, access_key_id: 'AKIAEXAMPLE', secret_key: 'a/b+c=' }));
    expect((await exchange()).accessKeyId.expose()).toBe('AKIAEXAMPLE');
  });

  describe('before anything is sent', () => {
    it.each([
      ['a damaged grant', vectors.N6, 'grant.checksum'],
      ['an API key', vectors.N8, 'grant.api-key'],
      ['an expired grant', vectors.S4, 'grant.expired'],
      ['a grant of 5 KiB', grant([pathField('b', new Uint8Array(3_600))]), 'grant.too-large'],
    ])('refuses %s', async (_name, text, code) => {
      server.answer(json(good));
      expect((await errorOf(exchange({ text }))).code).toBe(code);
      expect(server.requests).toHaveLength(0);
    });

    it('refuses a grant with 59 s left and takes one with 60 s', async () => {
      server.answer(json(good));
      const clock = createClock({ eager: true });
      const endingIn = (seconds: number) =>
        grant([timeField(20, clock.nowEpochMs() / 1000 + seconds)]);
      expect((await errorOf(exchange({ clock, text: endingIn(59) }))).code).toBe('grant.expired');
      await exchange({ clock, text: endingIn(60) });
    });
  });

  describe('refusals are told apart', () => {
    const oldPrefix = 'error storing request in database: ';
    it.each([
      [400, 'access grant: uplink: invalid access grant format', 'grant.damaged'],
      [400, 'access grant: unable to unmarshal access grant', 'grant.damaged'],
      [400, 'access grant: missing satellite address', 'grant.damaged'],
      [400, 'access grant: malformed api key', 'grant.damaged'],
      [400, 'access grant: malformed encryption access', 'grant.damaged'],
      [400, 'access grant: something new', 'grant.damaged'],
      [400, 'access grant: disallowed satellite: "x@evil:1"', 'grant.wrong-network'],
      [400, 'access grant: expiration cannot be shorter than a minute', 'grant.expired'],
      [400, 'invalid tag: mcp', 'server.rejected'],
      [400, '', 'server.rejected'],
      [413, '', 'grant.too-large'],
      [422, '"EOF"', 'server.rejected'],
      [401, '', 'server.rejected'],
      [403, '', 'server.rejected'],
      [404, '404 page not found', 'server.wrong-host'],
      [405, '', 'server.wrong-host'],
      [301, '', 'server.wrong-host'],
      [302, '', 'server.wrong-host'],
      [204, '', 'server.invalid-response'],
      [500, `${oldPrefix}uplink: invalid access grant format`, 'grant.damaged'],
      [500, `${oldPrefix}disallowed satellite: "x@evil:1"`, 'grant.wrong-network'],
      [500, `${oldPrefix}expiration cannot be shorter than a minute`, 'grant.expired'],
      [500, '', 'server.trouble'],
      [500, `${oldPrefix}connection refused`, 'server.trouble'],
      [502, '', 'server.trouble'],
      [503, 'access grant: malformed api key', 'server.trouble'],
    ])('%i %j means %s', async (status, body, code) => {
      server.answer({ ...plain(status, body), headers: { location: 'https://evil.example/' } });
      const error = await errorOf(exchange());
      expect(error.code).toBe(code);
      expect(JSON.stringify(error.params)).not.toMatch(/evil|EOF|mcp|format/);
      expect(server.requests).toHaveLength(code === 'server.trouble' ? 3 : 1);
      expect(error.retryable).toBe(code === 'server.trouble');
    });

    it('a web page is another host, whatever its status', async () => {
      for (const status of [200, 400, 403, 404]) {
        server.answer({ status, body: '<!DOCTYPE html><p>access grant: sign in to the Wi-Fi' });
        expect((await errorOf(exchange())).code).toBe('server.wrong-host');
        server.answer({ status, body: 'hello', headers: { 'content-type': 'text/html' } });
        expect((await errorOf(exchange())).code).toBe('server.wrong-host');
      }
    });

    it('a web page with a 5xx status is still trouble of the server', async () => {
      server.answer({ status: 502, body: '<html>Bad gateway</html>' });
      expect((await errorOf(exchange())).code).toBe('server.trouble');
    });

    it('names the satellite of the grant that was sent, without node id and noise key', async () => {
      server.answer(plain(400, 'access grant: disallowed satellite: "<b>evil"'));
      const text = grant([], defaultEncryption, ascii('1node@us1.storj.example:7777?noise_pub=a'));
      expect((await errorOf(exchange({ text }))).params).toEqual({
        host: server.url.host,
        satellite: 'us1.storj.example:7777',
      });
    });

    it.each([
      ['7', 7],
      ['0', 1],
      ['99999999999', 3_600],
      ['Tue, 01 Jan 2030 00:01:30 GMT', 90],
      ['Mon, 01 Jan 2001 00:00:00 GMT', 1],
      ['soon', 60],
    ])('N5 a 429 with Retry-After %j waits %i s', async (retryAfter, seconds) => {
      server.answer({ status: 429, headers: { 'retry-after': retryAfter } });
      const error = await errorOf(exchange());
      expect(error).toMatchObject({ code: 'server.rate-limited', retryable: true });
      expect(error.params.retryAfterSeconds).toBe(seconds);
      expect(server.requests).toHaveLength(1);
    });
  });

  describe('N4 the reply is checked', () => {
    it.each([
      'http://127.0.0.1:9000',
      'https://127.8.8.8',
      'https://[::1]:9000',
      'https://[::ffff:127.0.0.1]',
      'https://localhost:9000',
    ])('a service elsewhere cannot aim signed requests at %s', async (endpoint) => {
      const http: HttpClient = async () => ({
        status: 200,
        headers: new Headers(),
        body: JSON.stringify({ ...good, endpoint }),
      });
      const accessService = new URL('https://auth.example');
      const error = await errorOf(exchange({ http, accessService }));
      expect(error.code).toBe('server.invalid-response');
    });

    it.each([
      ['no JSON', 'keys'],
      ['trailing garbage', `${JSON.stringify(good)}x`],
      ['an array', '[]'],
      ['null', 'null'],
      ['no secret', JSON.stringify({ ...good, secret_key: undefined })],
      ['an empty key id', JSON.stringify({ ...good, access_key_id: '' })],
      ['a key of another type', JSON.stringify({ ...good, secret_key: 5 })],
      ['a key with a line break', JSON.stringify({ ...good, secret_key: 'a\r\nx: y' })],
      ['a huge key', JSON.stringify({ ...good, secret_key: 'a'.repeat(600) })],
      ['an expiry that is no time', JSON.stringify({ ...good, freeTierRestrictedExpiration: 'x' })],
      ...[
        'http://gateway.example',
        'http://localhost:9000',
        'ftp://gateway.example',
        'https://user:pass@gateway.example',
        'https://gateway.example/?a=b',
        'https://gateway.example/path',
        'https://169.254.169.254',
        'gateway.example',
        '',
      ].map((endpoint) => [`endpoint ${endpoint}`, JSON.stringify({ ...good, endpoint })]),
    ])('refuses %s', async (_name, body) => {
      server.answer({ status: 200, body });
      const error = await errorOf(exchange());
      expect(error.code).toBe('server.invalid-response');
      expect(inspect(error, { depth: 9 })).not.toContain(secretKey);
      expect(server.requests).toHaveLength(1);
    });

    it.each([
      ['https://gateway.example/', 'https://gateway.example'],
      ['https://GATEWAY.example:443', 'https://gateway.example'],
      ['http://127.0.0.1:9000', 'http://127.0.0.1:9000'],
      ['http://[::1]:9000/', 'http://[::1]:9000'],
    ])('takes endpoint %s', async (endpoint, normal) => {
      server.answer(json({ ...good, endpoint, unknown: { field: 1 } }));
      expect((await exchange()).endpoint).toBe(normal);
    });
  });

  describe('a server in trouble', () => {
    it('is asked again after growing pauses until it answers', async () => {
      const clock = createClock({ eager: true });
      server.answer(plain(503), 'reset', json(good));
      await exchange({ clock });
      expect(server.requests).toHaveLength(3);
      expect(clock.delays).toEqual([500, 2_000]);
    });

    it('is asked three times at most', async () => {
      server.answer('reset');
      expect((await errorOf(exchange())).code).toBe('server.unreachable');
      expect(server.requests).toHaveLength(3);
    });

    it('is left alone at once when the person cancels during a pause', async () => {
      const clock = createClock();
      const controller = new AbortController();
      server.answer(plain(503));
      const outcome = errorOf(exchange({ clock, signal: controller.signal }));
      await clock.untilTimer();
      controller.abort();
      expect((await outcome).code).toBe('operation.cancelled');
      expect(clock.pendingTimers()).toBe(0);
      expect(server.requests).toHaveLength(1);
    });

    it.each(['server.timeout', 'operation.cancelled', 'server.insecure'] as const)(
      'is not asked again after %s: keys may have been minted already',
      async (code) => {
        let calls = 0;
        const http: HttpClient = () => {
          calls += 1;
          return Promise.reject(new AppError(code, { retryable: true }));
        };
        expect((await errorOf(exchange({ http }))).code).toBe(code);
        expect(calls).toBe(1);
      },
    );
  });

  it('keeps the grant out of every error', async () => {
    for (const status of [400, 500, 200, 404]) {
      server.answer(plain(status, `access grant: bad: ${ourGrant}`));
      const error = await errorOf(exchange());
      expect(inspect(error, { depth: 9 })).not.toContain(ourGrant.slice(0, 20));
    }
  });
});
