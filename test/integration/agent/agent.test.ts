import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { prepareSocketPlace } from '../../../electron/api/agent/socket-place.ts';
import type { Consumer, Consumers } from '../../../electron/handoff/consumers.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import {
  type AgentReply,
  type AgentWorld,
  askTcp,
  startAgentWorld,
} from '../../support/worlds/agent-world.ts';

const run = promisify(execFile);

let clock: FakeClock;
let world: AgentWorld;

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  world = await startAgentWorld(clock);
});
afterEach(() => world.close());

const stsCalls = (): number => world.requests.filter(({ server }) => server === 'sts').length;

/** Waits for a change that nothing tells of, such as the system's about a file. */
const eventually = async (look: () => Promise<boolean>): Promise<void> => {
  while (!(await look())) await new Promise((resolve) => setTimeout(resolve, 20));
};

describe('the document', () => {
  it('is what a credential_process prints, with an end for keys that have none', async () => {
    await world.connectKeys('Photos');
    const reply = await world.credentials('Photos');
    expect(reply.status).toBe(200);
    expect(reply.headers['cache-control']).toBe('no-store');
    const inAnHour = new Date(clock.nowEpochMs() + 3_600_000).toISOString().replace('.000Z', 'Z');
    expect(JSON.parse(reply.body)).toEqual({
      Version: 1,
      AccessKeyId: 'AKIAEXAMPLEOFMINIO00',
      SecretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      Expiration: inAnHour,
    });
  });

  it('A8 comes from memory: 200 callers at once cost one renewal, and no read of the keychain', async () => {
    const id = await world.connectRole('Backup');
    await world.credentials('Backup');
    const before = stsCalls();
    // Nobody renewed it in time: the machine slept.
    clock.sleep(30 * 60_000);
    const first = await Promise.all(Array.from({ length: 200 }, () => world.credentials('Backup')));
    expect(new Set(first.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(first.map(({ body }) => body)).size).toBe(1);
    expect(stsCalls() - before).toBe(1);

    const reads = world.app.keytar.calls.length;
    for (let count = 0; count < 50; count += 1) await world.credentials('Backup');
    expect(world.app.keytar.calls.length).toBe(reads);
    expect(world.app.connection(id)?.problem).toBe(null);
  });

  it('A15 is served to its real end when nobody renews it; then it says why not', async () => {
    await world.connectRole('Backup');
    const { Expiration } = JSON.parse((await world.credentials('Backup')).body);
    await world.sts.close();
    clock.sleep(30 * 60_000 - 20_000);
    const late = await world.credentials('Backup');
    expect(JSON.parse(late.body).Expiration).toBe(Expiration);
    clock.sleep(30_000);
    const after = await world.credentials('Backup');
    expect(after.status).toBe(503);
    expect(after.body).toMatch(/^127\.0\.0\.1:?\d* .*\n$/);
    expect(after.body.trim()).not.toContain('\n');
  });

  it('A6 is read anew, or not at all, once the screen or the keychain was locked', async () => {
    await world.connectKeys('Photos');
    await world.credentials('Photos');
    await world.app.services().onScreenLock();
    const reads = world.app.keytar.calls.length;
    expect((await world.credentials('Photos')).status).toBe(200);
    expect(world.app.keytar.calls.length).toBeGreaterThan(reads);

    world.app.keytar.mode.locked = true;
    clock.advance(2_000);
    const reply = await world.credentials('Photos');
    expect(reply.status).toBe(503);
    expect(reply.body).toMatch(/keychain|keyring/i);
    // Dropped, and not only held back.
    expect((await world.credentials('Photos')).status).toBe(503);
    world.app.keytar.mode.locked = false;
    expect((await world.credentials('Photos')).status).toBe(200);
  });
});

describe('connecting from a command', () => {
  const wanted = () => world.app.services().snapshot().wantedProvider;

  it('leaves a wish for the window, which takes it once', async () => {
    for (const provider of ['google-drive', 'Google Drive', ' google DRIVE ']) {
      expect((await world.call('tools.connect', { provider })).ok, provider).toBe(true);
      expect(wanted()).toBe('google-drive');
    }
    await world.app.services().handlers.providers.takeWanted();
    expect(wanted()).toBe(null);
  });

  it('tells which providers there are where it was given none of them', async () => {
    const { error } = await world.call('tools.connect', { provider: 'gogle' });
    expect(error?.code).toBe('provider.unknown');
    expect(errorLine(error)).toMatch(/^No provider is called so\. .*\bgoogle-drive, /);
    expect(wanted()).toBe(null);
  });
});

it('refuses a command what only a display has, where there is none', async () => {
  const there = await startAgentWorld(clock, { hasDisplay: false });
  await there.connectKeys('Photos');
  for (const [name, argument] of [
    ['tools.connect', { provider: 'google-drive' }],
    ['tools.copy', { account: 'Photos', format: 'env-sh' }],
  ] as const)
    expect(await there.call(name, argument)).toMatchObject({
      error: { code: 'agent.without-display' },
    });
  expect(there.app.clipboard.text).toBe('');
  await there.close();
});

describe('A4 a consumer', () => {
  it('of one account gets no other, by whatever name', async () => {
    const photos = await world.connectKeys('Photos');
    const secret = await world.connectRole('Secret');
    await world.app.services().consumers.give({
      name: 'AWS profile photos',
      handle: 'photos',
      connectionIds: [photos],
      rule: 'always',
    });
    for (const name of ['Photos', 'photos', 'Ph', photos]) {
      expect((await world.credentials(name, 'photos')).status, name).toBe(200);
    }
    for (const name of [
      'Secret',
      'Sec',
      secret,
      'S',
      '../Secret',
      'Photos/../Secret',
      '%53ecret',
    ]) {
      const reply = await world.credentials(name, 'photos');
      expect(reply.status, name).toBe(404);
      const call = await world.call('tools.status', { account: name }, 'photos');
      expect(call.error?.code, name).toBe('account.unknown');
    }
    const { value } = await world.call('tools.list', undefined, 'photos');
    expect(value.map(({ name }: { name: string }) => name)).toEqual(['Photos']);
  });

  it('is asked which account it means where a beginning fits several', async () => {
    await world.connectKeys('Photos home');
    await world.connectRole('Photos work');
    const reply = await world.call('tools.status', { account: 'Photos' });
    expect(reply.error).toMatchObject({
      code: 'account.ambiguous',
      params: { matches: 'Photos home, Photos work' },
    });
    expect((await world.call('tools.status', { account: 'Photos w' })).value.name).toBe(
      'Photos work',
    );
  });

  it('A3 has its token or nothing: one answer for all that are none, and for a revoked one at once', async () => {
    await world.connectKeys('Photos');
    const { consumers } = world.app.services();
    await consumers.give({
      name: 'backup.sh',
      handle: 'backup',
      connectionIds: null,
      rule: 'always',
    });
    const good = await world.headerOf('backup');
    const other = `Bearer ${'A'.repeat(43)}`;
    const ask = (authorization?: string) =>
      world.ask('/v1/credentials/Photos', {
        headers: authorization === undefined ? {} : { authorization },
      });
    const wrong = [undefined, '', 'Bearer', other, good.slice(0, -1), `${good}A`];
    const answers = await Promise.all(wrong.map(ask));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`)).size).toBe(1);
    expect(answers[0]?.status).toBe(401);
    expect((await ask(good)).status).toBe(200);
    await consumers.revoke('backup');
    expect(await ask(good)).toMatchObject({ status: 401, body: answers[0]?.body });
  });
});

describe('the socket', () => {
  it('A1 lies in a folder of its own, and opens to its user alone', async () => {
    const modeOf = async (path: string) => (await lstat(path)).mode & 0o777;
    expect(await modeOf(world.places.folder)).toBe(0o700);
    expect(await modeOf(world.places.socket)).toBe(0o600);
    expect(await modeOf(world.places.commandLineHeader)).toBe(0o600);
    if (process.getuid?.() !== 0) return;
    const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups'];
    const curl = [
      'curl',
      '-q',
      '-sS',
      '--unix-socket',
      world.places.socket,
      'http://stowkey/v1/about',
    ];
    await expect(run('setpriv', [...asNobody, ...curl])).rejects.toMatchObject({ code: 7 });
    await expect(run('curl', curl.slice(1))).resolves.toMatchObject({ stderr: '' });
  });

  it('A14 is there again after it was removed, and after its folder was moved away', async () => {
    const answers = () =>
      world.ask('/v1/about').then(
        ({ status }) => status === 200,
        () => false,
      );
    await rm(world.places.socket);
    await eventually(answers);
    await rename(world.places.folder, `${world.places.folder}-moved`);
    await eventually(answers);
  });

  it('A14 has a token for the command line again after it was removed, alone or with its folder', async () => {
    await world.connectKeys('Photos');
    const { commandLineHeader, headersFolder } = world.places;
    const isThere = () =>
      lstat(commandLineHeader).then(
        () => true,
        () => false,
      );
    for (const removed of [commandLineHeader, headersFolder, commandLineHeader]) {
      await rm(removed, { recursive: true });
      await eventually(isThere);
      expect((await world.credentials('Photos')).status, removed).toBe(200);
    }
  });

  it('A7 answers no page, no other host and no other path', async () => {
    const authorization = await world.headerOf('command-line');
    const refused: readonly (readonly [string, Parameters<AgentWorld['ask']>[1]])[] = [
      ['/v1/about', { headers: { host: 'localhost' } }],
      ['/v1/about', { headers: { host: 'stowkey:80' } }],
      ['/v1/calls/tools.list', { method: 'POST', headers: { authorization, origin: 'null' } }],
      [
        '/v1/calls/tools.list',
        { method: 'POST', headers: { authorization, 'sec-fetch-site': 'none' } },
      ],
      ['/v1/calls/tools.list', { headers: { authorization } }],
      ['/v1/calls/credentials.reveal', { method: 'POST', headers: { authorization }, body: '{}' }],
      ['/v1/calls/tools.list/', { method: 'POST', headers: { authorization } }],
      ['/v1/calls/tools.list?x', { method: 'POST', headers: { authorization } }],
      ['http://stowkey/v1/about', {}],
      ['/v1/credentials/', { headers: { authorization } }],
      ['/v1/calls/tools.list', { method: 'POST', headers: { authorization }, body: '{' }],
      [
        '/v1/calls/tools.list',
        { method: 'POST', headers: { authorization }, body: ' '.repeat(70_000) },
      ],
      ['/v1/about', { method: 'OPTIONS', headers: { origin: 'https://evil.test' } }],
    ];
    for (const [path, options] of refused) {
      const reply = await world.ask(path, options);
      expect(reply.status, `${path} ${JSON.stringify(options)}`).toBeGreaterThanOrEqual(400);
      expect(
        Object.keys(reply.headers).filter((name) => name.startsWith('access-control')),
      ).toEqual([]);
    }
  });
});

describe('A2 the place of a socket', () => {
  const place = (): string => join(world.app.folder, 'place', 'agent.sock');

  it('is taken from a socket that nobody listens on', async () => {
    await prepareSocketPlace(place());
    // Ended by force, a program leaves its socket behind.
    const script = `require('node:net').createServer().listen(${JSON.stringify(place())}, () => process.kill(process.pid, 'SIGKILL'))`;
    await run(process.execPath, ['-e', script]).catch(() => undefined);
    expect((await lstat(place())).isSocket()).toBe(true);
    await prepareSocketPlace(place());
    await expect(lstat(place())).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is left alone where somebody listens, or something else lies', async () => {
    await mkdir(dirname(place()), { mode: 0o700 });
    const server = createServer().listen(place());
    await new Promise((resolve) => server.once('listening', resolve));
    await expect(prepareSocketPlace(place())).rejects.toThrow('in-use');
    await new Promise((resolve) => server.close(resolve));

    await writeFile(place(), 'mine');
    await expect(prepareSocketPlace(place())).rejects.toThrow('no-socket');
    await rm(place());
    await symlink(world.places.socket, place());
    await expect(prepareSocketPlace(place())).rejects.toThrow('no-socket');
    await rm(dirname(place()), { recursive: true });
    await symlink(world.places.folder, dirname(place()));
    await expect(prepareSocketPlace(place())).rejects.toThrow('foreign-folder');
  });
});

describe('a call that is reading', () => {
  const give = async (rule: Consumer['rule'] = 'always'): Promise<Consumers> => {
    const { consumers } = world.app.services();
    await world.connectKeys('Photos');
    await consumers.give({ name: 'backup.sh', handle: 'backup', connectionIds: null, rule });
    return consumers;
  };
  /** Asks for the document, and acts while the keychain is being read for it. */
  const meanwhile = async (act: () => Promise<void>): Promise<AgentReply> => {
    world.app.keytar.hang(0);
    const reply = world.credentials('Photos', 'backup');
    await eventually(async () => world.app.keytar.held() > 0);
    await act();
    await world.app.keytar.release();
    return reply;
  };

  it('A3 gets nothing when its consumer is revoked meanwhile', async () => {
    const consumers = await give();
    const reply = await meanwhile(() => consumers.revoke('backup'));
    expect(reply).toMatchObject({ status: 403, body: expect.not.stringContaining('wJalr') });
  });

  it('A6 has to ask when its rule became to ask meanwhile', async () => {
    const consumers = await give();
    const reply = meanwhile(() => consumers.setRule('backup', 'ask'));
    await eventually(async () => world.app.services().handlers.consumers.question() !== null);
    world.app.services().refuseQuestions();
    expect(await reply).toMatchObject({ status: 403, body: expect.not.stringContaining('wJalr') });
  });
});

describe('copying for a tool', () => {
  it('is the command line’s alone, by its rule, and written down as its', async () => {
    const { consumers } = world.app.services();
    await world.connectKeys('Photos');
    const wanted = { account: 'Photos', format: 'secret-access-key' };
    await consumers.give({ name: 'x', handle: 'x', connectionIds: null, rule: 'always' });
    expect(await world.call('tools.copy', wanted, 'x')).toMatchObject({
      error: { code: 'consumer.not-allowed' },
    });
    await consumers.setRule('command-line', 'ask');
    const asked = world.call('tools.copy', wanted);
    await eventually(async () => world.app.services().handlers.consumers.question() !== null);
    expect(world.app.clipboard.text).toBe('');
    world.app.services().refuseQuestions();
    expect(await asked).toMatchObject({ error: { code: 'consumer.refused' } });
    await consumers.setRule('command-line', 'always');
    await world.call('tools.copy', wanted);
    expect(world.app.clipboard.text).not.toBe('');
    const { lines } = (await world.app.services().handlers.activity.list({
      before: null,
      limit: 1,
      kinds: null,
      connectionId: null,
      text: '',
    })) as { lines: readonly { entry: unknown }[] };
    expect(JSON.stringify(lines[0]?.entry)).toContain('Command line');
  });
});

describe('leaving', () => {
  it('waits for nobody who says nothing, or half a request', async () => {
    const idle = createConnection(world.places.socket);
    const half = createConnection(world.places.socket);
    await Promise.all([idle, half].map((socket) => once(socket, 'connect')));
    half.write('GET /v1/about HTTP/1.1\r\nHost: sto');
    for (const socket of [idle, half]) socket.on('error', () => {});
    await world.stopAgent();
    await world.restart();
  });
});

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
    await eventually(async () => port() !== 0);
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
    await eventually(() =>
      get('/', {}).then(
        () => false,
        () => true,
      ),
    );
  });

  it('A7 tells a page, another name or another consumer nothing', async () => {
    await world.connectKeys('Photos');
    const authorization = await give();
    await eventually(async () => port() !== 0);
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
    await eventually(() =>
      get(url.pathname, headers).then(
        () => false,
        () => true,
      ),
    );
  });

  it('says when another program has the port that tools were told of', async () => {
    await world.connectKeys('Photos');
    await give();
    await eventually(async () => port() !== 0);
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
