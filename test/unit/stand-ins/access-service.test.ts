import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildAccessGrant, buildApiKey } from '../../stand-ins/grant-builder.ts';
import { type StandInWorld, startWorld } from '../../stand-ins/stand-in-world.ts';
import { grantFor, handClock, keysFor, postAccess, s3Client } from './client-side.ts';

let clock: ReturnType<typeof handClock>;
let world: StandInWorld;

beforeEach(async () => {
  clock = handClock();
  world = await startWorld({ clock });
});
afterEach(() => world.close());

const post = async (body: unknown, path = '') => {
  const response = await postAccess(world, body, path);
  return { status: response.status, text: await response.text() };
};

describe('the access service', () => {
  it('mints a new pair of the documented shape for each POST', async () => {
    const grant = await grantFor(world);
    const reply = await postAccess(world, { access_grant: grant, public: false });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('content-type')).toBe('application/json');
    const value = (await reply.json()) as Record<string, string>;
    expect(Object.keys(value)).toEqual(['access_key_id', 'secret_key', 'endpoint']);
    expect(value.access_key_id).toMatch(/^j[u-x][a-z2-7]{26}$/);
    expect(value.secret_key).toMatch(/^j[yz23][a-z2-7]{51}$/);
    expect(value.endpoint).toBe(world.s3.endpoint);
    const second = await keysFor(world, grant);
    expect(second.accessKeyId).not.toBe(value.access_key_id);
    const first = {
      accessKeyId: value.access_key_id ?? '',
      secretAccessKey: value.secret_key ?? '',
    };
    for (const keys of [first, second]) {
      expect((await s3Client(world, keys)('GET', '/')).status).toBe(200);
    }
  });

  it.each<[string, () => Promise<string> | string, string]>([
    ['random text', () => 'hello', 'access grant: uplink: invalid access grant format\n'],
    [
      'an API key',
      () => buildApiKey({}),
      'access grant: uplink: unable to unmarshal access grant: illegal field number\n',
    ],
    [
      'another network',
      () => buildAccessGrant({ satellite: 'node@us1.storj.io:7777' }),
      'access grant: disallowed satellite: "node@us1.storj.io:7777"\n',
    ],
    [
      'a foreign HMAC chain',
      () => buildAccessGrant({ satellite: world.ledger.satellite }),
      'access grant: access grant has malformed api key: macaroon unauthorized\n',
    ],
    [
      'one changed character',
      async () => {
        const grant = await grantFor(world);
        return `${grant.slice(0, -1)}${grant.endsWith('2') ? '3' : '2'}`;
      },
      'access grant: uplink: invalid access grant format\n',
    ],
  ])('refuses %s', async (_name, make, text) => {
    expect(await post({ access_grant: await make(), public: false })).toEqual({
      status: 400,
      text,
    });
  });

  it('refuses a grant with less than a minute left', async () => {
    world.storx.settings.grantLifetimeSeconds = 100;
    const grant = await grantFor(world);
    clock.advanceSeconds(40);
    expect((await post({ access_grant: grant })).status).toBe(200);
    clock.advanceSeconds(1);
    expect(await post({ access_grant: grant })).toEqual({
      status: 400,
      text: 'access grant: expiration cannot be shorter than a minute\n',
    });
  });

  it.each<[string, unknown, number, string]>([
    ['an empty body', '', 422, 'EOF\n'],
    ['no JSON', 'access_grant=1', 422, "invalid character 'a' looking for beginning of value\n"],
    ['a list', [], 422, 'json: cannot unmarshal value into Go value of type struct\n'],
    ['a wrong type', { public: 'no' }, 422, 'json: cannot unmarshal value into Go struct field\n'],
    ['a wrong tag', { usage_tags: ['x'] }, 400, 'invalid tag: "x"\n'],
    ['4,097 bytes', ' '.repeat(4097), 413, ''],
    ['no grant', {}, 400, 'access grant: uplink: invalid access grant format\n'],
  ])('answers %s like the real one', async (_name, body, status, text) => {
    expect(await post(body)).toEqual({ status, text });
  });

  it('knows its paths and methods', async () => {
    expect((await post({}, '/')).status).toBe(404);
    expect((await post({}, '/x')).status).toBe(404);
    const { url, origin } = world.accessService;
    expect((await fetch(url)).status).toBe(405);
    expect(
      (await fetch(url, { method: 'OPTIONS' })).headers.get('access-control-allow-origin'),
    ).toBe('*');
    expect((await fetch(`${url}/abc`)).status).toBe(401);
    expect((await fetch(`${origin}/v1/health/live`)).status).toBe(200);
    world.accessService.settings.started = false;
    expect((await fetch(`${origin}/v1/health/startup`)).status).toBe(503);
  });

  it('answers 500 with the old texts when told to', async () => {
    world.accessService.settings.oldGatewayErrors = true;
    expect(await post({ access_grant: 'x' })).toEqual({
      status: 500,
      text: 'error storing request in database: uplink: invalid access grant format\n',
    });
  });

  it('misbehaves on demand, once each, in order', async () => {
    const { faults } = world.accessService;
    faults.failNextWith(503);
    faults.redirectNext('http://127.0.0.1:9/elsewhere', 307);
    faults.answerHtmlNext();
    faults.answerNext('{"access_key_id":1}');
    faults.resetNext();
    const body = { access_grant: 'x' };
    expect(await post(body)).toEqual({ status: 503, text: '' });
    const moved = await fetch(world.accessService.url, { method: 'POST', redirect: 'manual' });
    expect(moved.headers.get('location')).toBe('http://127.0.0.1:9/elsewhere');
    expect((await post(body)).text).toContain('<!doctype html>');
    expect((await post(body)).text).toBe('{"access_key_id":1}');
    await expect(post(body)).rejects.toThrow('fetch failed');
    expect((await post(body)).status).toBe(400);
  });

  it('ends a stalled request when it closes', async () => {
    world.accessService.faults.stallNext();
    const stalled = post({ access_grant: 'x' });
    const outcome = stalled.then(
      () => 'answered',
      () => 'ended',
    );
    await expect.poll(() => world.requests.length).toBe(1);
    await world.close();
    expect(await outcome).toBe('ended');
  });

  // macOS has no other address of loopback.
  it.runIf(process.platform === 'linux')('listens on 127.0.0.1 alone', async () => {
    const { port } = new URL(world.accessService.origin);
    const error = await new Promise<NodeJS.ErrnoException>((resolve, reject) => {
      const attempt = request({ host: '127.0.0.2', port, path: '/' }, () =>
        reject(new Error('answered')),
      );
      attempt.on('error', resolve).end();
    });
    expect(error.code).toBe('ECONNREFUSED');
  });
});
