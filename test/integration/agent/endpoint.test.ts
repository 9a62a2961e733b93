import { createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionId } from '../../../shared/ids.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { openSocket } from '../../support/network/raw-socket.ts';
import { until } from '../../support/processes/processes.ts';
import { type AgentWorld, askTcp, startAgentWorld } from '../../support/worlds/agent-world.ts';

let world: AgentWorld;

beforeEach(async () => {
  world = await startAgentWorld(createClock());
});
afterEach(() => world.close());

describe('the endpoint on 127.0.0.1', () => {
  const give = async (connectionIds: readonly ConnectionId[] | null = null): Promise<string> => {
    await world.app.services().consumers.give({
      name: 'container web',
      handle: 'web',
      connectionIds,
      rule: 'always',
      usesEndpoint: true,
    });
    return (await world.headerOf('web')).slice('Bearer '.length);
  };
  const port = (): number => world.app.services().consumers.endpointPort() ?? 0;
  const get = (
    path: string,
    headers: Readonly<Record<string, string | string[]>>,
    method = 'GET',
  ) => askTcp(port(), path, { method, headers });

  it('is off until somebody was given it, and keeps its port over a restart', async () => {
    expect(port()).toBe(0);
    await world.connectKeys('Photos');
    const token = await give();
    await until('the endpoint', () => port() || undefined);
    const host = `127.0.0.1:${port()}`;
    const reply = await get('/v1/container/Photos', { host, authorization: token });
    expect(JSON.parse(reply.body)).toEqual({
      AccessKeyId: 'AKIAEXAMPLEOFMINIO00',
      SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      Token: '',
      Expiration: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    const before = port();
    await world.restart();
    expect(port()).toBe(before);
    expect((await get('/v1/credentials/Photos', { host, authorization: token })).status).toBe(200);
    await world.app.services().consumers.revoke('web');
    await until('its end', () =>
      get('/', {}).then(
        () => undefined,
        () => true,
      ),
    );
  });

  it('A7 answers a tool while another user holds more connections than it takes', async () => {
    await world.connectKeys('Photos');
    const token = await give();
    await until('the endpoint', () => port() || undefined);
    const held: Socket[] = [];
    try {
      for (let count = 0; count < 300; count += 1) {
        const socket = await openSocket(port());
        socket.on('error', () => {});
        socket.write('GET / HTTP/1.1\r\n');
        held.push(socket);
      }
      const host = `127.0.0.1:${port()}`;
      const reply = await get('/v1/container/Photos', { host, authorization: token });
      expect(reply.status).toBe(200);
      await until('the end of the oldest', () => held[0]?.closed || undefined);
      expect(held.at(-1)?.closed).toBe(false);
    } finally {
      for (const socket of held) socket.destroy();
    }
  });

  it('A7 tells a page, another name or another consumer nothing', async () => {
    await world.connectKeys('Photos');
    const authorization = await give();
    await until('the endpoint', () => port() || undefined);
    const host = `127.0.0.1:${port()}`;
    const good = { host, authorization };
    const path = '/v1/container/Photos';
    const refused: readonly (readonly [string, Record<string, string>, string?])[] = [
      [path, { ...good, host: `localhost:${port()}` }],
      [path, { ...good, host: '127.0.0.1' }],
      [path, { ...good, host: `127.0.0.1.nip.io:${port()}` }],
      [path, { ...good, origin: 'null' }],
      [path, { ...good, origin: `http://${host}` }],
      [path, { ...good, 'sec-fetch-mode': 'navigate' }],
      [path, { ...good, referer: 'https://evil.test/' }],
      [path, good, 'POST'],
      [path, good, 'HEAD'],
      [path, good, 'OPTIONS'],
      [path, { ...good, 'content-length': '2' }],
      [`http://${host}${path}`, good],
      [`//evil.test${path}`, good],
      ['/v1/about', good],
      ['/v1/calls/tools.list', good, 'POST'],
      [path, { host }],
      [path, { host, authorization: `${authorization}x` }],
      [path, { host, authorization: await world.headerOf('command-line') }],
    ];
    for (const [target, headers, method] of refused) {
      const reply = await get(target, headers, method);
      expect(reply.status, `${method} ${target} ${JSON.stringify(headers)}`).toBeGreaterThanOrEqual(
        400,
      );
      expect(reply.body).not.toContain('wJalr');
      expect(Object.keys(reply.headers).join()).not.toMatch(/access-control|location/);
    }
    expect((await get(path, good)).status).toBe(200);
  });

  it('is lent to one command, for one account, until it is taken back', async () => {
    await world.connectKeys('Photos');
    const other = await world.connectRole('Backup');
    const { value } = await world.call('tools.lend', { account: 'Photos' });
    const url = new URL(value.url);
    const headers = { host: url.host, authorization: value.token };
    expect((await get(url.pathname, headers)).status).toBe(200);
    expect((await get(`/v1/container/${other}`, headers)).status).toBe(404);
    const { value: second } = await world.call('tools.lend', { account: 'Photos' });
    await world.call('tools.takeBack', { loan: second.loan });
    expect((await get(url.pathname, { ...headers, authorization: second.token })).status).toBe(401);
    await world.call('tools.takeBack', { loan: value.loan });
    await until('its end', () =>
      get(url.pathname, headers).then(
        () => undefined,
        () => true,
      ),
    );
  });

  it('A7 lends no account whose place would become settings of its own in a file', async () => {
    await world.connectKeys('Photos');
    const { connections } = world.app.services();
    const [copy] = (await connections.copyOut(null)).copies;
    if (copy === undefined) throw new Error('nothing copied');
    const hostile = [
      { region: 'eu-1\ncredential_process = touch hostile' },
      { endpoint: 'https://s3.example\n[default]' },
    ];
    for (const [number, change] of hostile.entries()) {
      const settings = { ...copy.record.settings, addressing: 'virtual', ...change };
      const label = `Hostile ${number}`;
      const taken = { ...copy, record: { ...copy.record, label, settings } };
      await connections.takeOver([{ copy: taken, replaces: null }]);
      expect(await world.call('tools.lend', { account: label })).toMatchObject({
        error: { code: 'format.unfit' },
      });
    }
    expect(world.app.services().consumers.hasLoans()).toBe(false);
  });

  it('A7 lends no more than an account: who has it is not the command line', async () => {
    await world.connectKeys('Photos');
    const { value } = await world.call('tools.lend', { account: 'Photos' });
    const call = async (name: string, argument: unknown) => {
      const { body } = await world.ask(`/v1/calls/tools.${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${value.token}` },
        body: JSON.stringify(argument),
      });
      return JSON.parse(body);
    };
    const provider = 'google-drive';
    const signIn = { provider, name: null, fields: {}, secret: null, replaces: true };
    for (const reply of [
      await call('connect', { provider }),
      await call('copy', { account: 'Photos', format: 'env-sh' }),
      await call('beginDeviceSignIn', signIn),
    ]) {
      expect(reply).toMatchObject({ error: { code: 'consumer.not-allowed' } });
    }
  });

  it('says when another program has the port that tools were told of', async () => {
    await world.connectKeys('Photos');
    await give();
    await until('the endpoint', () => port() || undefined);
    const before = port();
    await world.stopAgent();
    const thief = createServer().listen(before, '127.0.0.1');
    await new Promise((resolve) => thief.once('listening', resolve));
    await world.restart();
    expect(await world.call('tools.lend', { account: 'Photos' })).toMatchObject({
      error: { code: 'agent.port-taken', params: { port: before } },
    });
    expect(port()).toBe(before);
    await new Promise((resolve) => thief.close(resolve));
  });
});
