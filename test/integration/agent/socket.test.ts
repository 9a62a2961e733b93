import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { lstat, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { askAbout } from '../../../electron/api/agent/about.ts';
import { startAgentServer } from '../../../electron/api/agent/server.ts';
import { prepareSocketPlace } from '../../../electron/api/agent/socket-place.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { quietLogger } from '../../support/fakes/logger.ts';
import { until } from '../../support/processes/processes.ts';
import { type AgentWorld, startAgentWorld } from '../../support/worlds/agent-world.ts';

const run = promisify(execFile);

let world: AgentWorld;

beforeEach(async () => {
  world = await startAgentWorld(createClock());
});
afterEach(() => world.close());

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
        ({ status }) => status === 200 || undefined,
        () => undefined,
      );
    await rm(world.places.socket);
    await until('the agent', answers);
    await rename(world.places.folder, `${world.places.folder}-moved`);
    await until('the agent', answers);
  });

  it('A14 has a token for the command line again after it was removed, alone or with its folder', async () => {
    await world.connectKeys('Photos');
    const { commandLineHeader, headersFolder } = world.places;
    const isThere = () =>
      lstat(commandLineHeader).then(
        () => true,
        () => undefined,
      );
    for (const removed of [commandLineHeader, headersFolder, commandLineHeader]) {
      await rm(removed, { recursive: true });
      await until('the token', isThere);
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

describe('A2 a profile whose path is too long for a socket', () => {
  const profiles = ['a', 'b'].map((letter) => `/${letter.repeat(90)}`);

  it('has its agent in the person’s own folder, where nobody else can be first', async () => {
    const home = world.app.folder;
    const [first = '', second = ''] = profiles.map(
      (profile) => agentPaths(profile, 'linux', () => home).socket,
    );
    expect(second).not.toBe(first);
    const about = { version: '1.2.3', window: false };
    const agent = await startAgentServer({
      path: first,
      platform: 'linux',
      about,
      admit: () => null,
      logger: quietLogger,
      clock: createClock(),
    });
    expect(await askAbout(first)).toEqual(about);
    await agent.stop();
    for (const path of [dirname(first), dirname(dirname(first))]) {
      const { mode, uid } = await lstat(path);
      expect([mode & 0o777, uid]).toEqual([0o700, process.getuid?.()]);
    }
    expect(dirname(dirname(dirname(first)))).toBe(home);
  });

  it('is found without the variables of a session', () => {
    const [profile = ''] = profiles;
    const { socket } = agentPaths(profile, 'linux');
    vi.stubEnv('HOME', '/elsewhere');
    expect(agentPaths(profile, 'linux').socket).toBe(socket);
    expect(socket.startsWith(`${userInfo().homedir}/.stowkey/`)).toBe(true);
    vi.unstubAllEnvs();
  });
});

it('A2 has a name on Windows that no other user can work out, and keeps it', async () => {
  const [first = '', second = ''] = ['a', 'b'].map((name) => join(world.app.folder, name));
  const pipeOf = (profile: string): string => agentPaths(profile, 'win32').socket;
  expect(pipeOf(first)).toMatch(/^\\\\\.\\pipe\\stowkey-[0-9a-f]{32}$/);
  expect(pipeOf(first)).toBe(pipeOf(first));
  const name = join(agentPaths(first, 'win32').folder, 'pipe');
  expect((await lstat(name)).mode & 0o777).toBe(0o600);
  // The same path elsewhere, or after the file is gone, says nothing of it.
  const before = pipeOf(first);
  await rm(name);
  expect(new Set([before, pipeOf(first), pipeOf(second)]).size).toBe(3);
  await writeFile(name, '');
  expect(pipeOf(first)).toMatch(/-[0-9a-f]{32}$/);
  expect(pipeOf(first)).toBe(pipeOf(first));
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
