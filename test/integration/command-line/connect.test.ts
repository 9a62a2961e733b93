import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectFolder } from '../../support/app/package-app.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { createCookieBrowser } from '../../support/oauth/cookie-browser.ts';
import {
  type OidcServer,
  oidcClientSecret,
  startOidcServer,
} from '../../support/oauth/oidc-server.ts';
import { type Finished, run, until } from '../../support/processes/processes.ts';
import { type AgentWorld, startAgentWorld } from '../../support/worlds/agent-world.ts';

let clock: FakeClock;
let oidc: OidcServer;
let world: AgentWorld;

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  oidc = await startOidcServer({ deviceCodeSeconds: 60 });
  world = await startAgentWorld(clock, { hasDisplay: false });
});
afterEach(async () => {
  await world.close();
  await oidc.close();
});

const program = join(projectFolder, 'test/support/processes/command-line.ts');

/** Runs the command line as a process of its own, which is told nothing but what a terminal would. */
const start = (words: readonly string[], input = '') => {
  const args = ['--import', import.meta.resolve('tsx'), program, world.app.folder, '--', ...words];
  const child = spawn(process.execPath, args, { env: {}, stdio: 'pipe' });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const)
    child[stream].setEncoding('utf8').on('data', (text: string) => {
      said[stream] += text;
    });
  child.stdin.on('error', () => {}).end(input);
  const ended = new Promise<Pick<Finished, 'code' | 'stdout' | 'stderr'>>((resolve) => {
    child.once('close', (code) => resolve({ code, ...said }));
  });
  return { child, said, ended };
};
type Running = ReturnType<typeof start>;

const ofClient = (): readonly string[] => [
  ...['connect', 'oidc', '--device-code', '--field', `issuer=${oidc.issuer}`],
  ...['--field', 'clientId=client_secret_basic', '--secret', 'clientSecret'],
];
const connecting = (...more: readonly string[]): Running =>
  start([...ofClient(), ...more], `${oidcClientSecret}\n`);

const codeOf = ({ said }: Running): Promise<string> =>
  until('a code', () => /\b[A-Z]{4}-[A-Z]{4}\b/.exec(said.stderr + said.stdout)?.[0]);
/** The program has begun so many waits between two questions to the server. */
const waits = (count: number): Promise<unknown> =>
  until('a wait', () => clock.delays.filter((ms) => ms === 5_000).length >= count || undefined);
const approve = async (running: Running): Promise<void> => {
  const userCode = await codeOf(running);
  await createCookieBrowser().walkThrough(`${oidc.issuer}/device`, { user_code: userCode });
};
const polls = (): number => oidc.paths.filter((path) => path === '/token').length;
const accounts = (): readonly string[] =>
  world.app.snapshot().connections.map((each) => each.label);

/** Connects an account that holds an access token and no S3 keys. */
const connect = async (): Promise<void> => {
  const running = connecting('--name', 'Mine');
  await approve(running);
  await waits(1);
  clock.advance(5_000);
  expect(await running.ended).toMatchObject({ code: 0 });
};

describe('an account with an access token alone', () => {
  it('is given to tools in the forms that suit it, each by their own access', async () => {
    await connect();
    const [account] = world.app.snapshot().connections;
    if (account === undefined) throw new Error('no account');
    const { consumers } = world.app.services().handlers;
    const give = (usesEndpoint: boolean) =>
      consumers.give({
        name: 'sync.sh',
        connectionIds: [account.id],
        rule: 'always',
        usesEndpoint,
        assistant: null,
      });
    const { token } = JSON.parse((await start(['token', 'Mine', '--json']).ended).stdout);
    const bySocket = await give(false);
    const byEndpoint = await give(true);
    expect(bySocket.pastes.map(({ kind }) => kind)).toEqual(['token', 'token-header']);
    expect(byEndpoint.pastes.map(({ kind }) => kind)).toEqual(['token-header']);
    expect(JSON.stringify([bySocket, byEndpoint])).not.toContain(token);

    const [command, ...headers] = [...bySocket.pastes, ...byEndpoint.pastes].map(
      ({ text }) => text,
    );
    const printed = (): Running => start((command ?? '').split(' ').slice(1));
    expect(await printed().ended).toEqual({ code: 0, stdout: `${token}\n`, stderr: '' });
    const curls = () => Promise.all(headers.map((line) => run('/bin/sh', ['-c', line])));
    for (const { code, stdout } of await curls())
      expect([code, stdout]).toEqual([0, `Authorization: Bearer ${token}\n`]);
    for (const { handle } of [bySocket, byEndpoint]) await consumers.revoke({ handle });
    expect(await printed().ended).toMatchObject({ code: 1, stdout: '' });
    for (const { code, stdout } of await curls()) {
      expect(code).not.toBe(0);
      expect(stdout).not.toContain(token);
    }
  });

  it('has env and exec say what it lacks, and what to do instead', async () => {
    await connect();
    for (const words of [
      ['env', 'Mine'],
      ['exec-script', 'Mine', '--', 'true'],
      ['exec-script', 'Mine', '--endpoint', '--', 'true'],
    ])
      expect(await start(words).ended).toEqual({
        code: 1,
        stdout: '',
        stderr:
          'stowkey: This account has no S3 keys, only an access token. Ask for it with “stowkey token”.\n',
      });
  });
});

describe('connect --device-code', () => {
  it('prints code and page, waits, and ends with the account’s name', async () => {
    const running = connecting('--name', 'Mine');
    await approve(running);
    await waits(1);
    clock.advance(5_000);
    expect(await running.ended).toEqual({
      code: 0,
      stdout: 'Mine\n',
      stderr: `Open ${oidc.issuer}/device on any device and enter the code ${await codeOf(running)}\n`,
    });
    expect(accounts()).toEqual(['Mine']);
    expect(world.app.opened).toEqual([]);
    expect(world.app.snapshot().operations).toEqual([]);

    const twice = connecting('--json');
    await approve(twice);
    await waits(2);
    clock.advance(5_000);
    const refused = await twice.ended;
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringMatching(/^\{[^\n]+\}\n$/) });
    expect(refused.stderr).toMatch(
      /^stowkey: This account is connected already, as “Mine”[^\n]+\n$/,
    );

    const instead = connecting('--json', '--replace');
    await approve(instead);
    await waits(3);
    clock.advance(5_000);
    const { code, stdout, stderr } = await instead.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [shown, connected] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(shown).toEqual({
      version: 1,
      deviceCode: {
        userCode: await codeOf(instead),
        address: `${oidc.issuer}/device`,
        expiresAt: expect.stringMatching(/Z$/),
      },
    });
    expect(connected).toMatchObject({ version: 1, account: { name: 'Mine', state: 'valid' } });
    expect(accounts()).toEqual(['Mine']);
    expect(world.lines.join('')).not.toContain(oidcClientSecret);
  });

  it('Ctrl-C ends the attempt in the agent too', async () => {
    const running = connecting();
    await codeOf(running);
    await waits(1);
    running.child.kill('SIGINT');
    expect(await running.ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/\nstowkey: Cancelled\. [^\n]+\n$/),
    });
    clock.advance(10_000);
    expect(polls()).toBe(0);
    expect(world.app.snapshot().operations).toEqual([]);
  });

  it('an attempt that nobody waits for any more is ended', async () => {
    const running = connecting();
    await codeOf(running);
    await waits(1);
    running.child.kill('SIGKILL');
    await running.ended;
    clock.advance(31_000);
    await until('the end', () => world.app.snapshot().operations.length === 0 || undefined);
    expect(accounts()).toEqual([]);
  });

  it('ends with one line when the code has run out, or the person says no', async () => {
    const late = connecting();
    await codeOf(late);
    await waits(1);
    clock.advance(60_000);
    oidc.decide('deny');
    const denied = connecting();
    await createCookieBrowser().walkThrough(
      `${oidc.issuer}/device?user_code=${await codeOf(denied)}`,
    );
    await waits(2);
    clock.advance(5_000);
    for (const { ended } of [late, denied])
      expect(await ended).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^Open [^\n]+\nstowkey: [^\n]+\n$/),
      });
    expect(accounts()).toEqual([]);
  });

  it.each<[string, readonly string[], RegExp]>([
    ['a provider without codes', ['storx'], /no device codes\. [^\n]*oidc/],
    ['no provider', ['nothing'], /No provider is called so/],
    [
      'what the form needs',
      ['oidc'],
      /--field issuer \(required\), --field clientId \(required\), --secret clientSecret \(required\)/,
    ],
    [
      'a field that is none, and a wrong one',
      ['oidc', '--field', 'nothing=1', '--field', 'clientSecret=2'],
      /--field nothing \(unknown\), --secret clientSecret \(secret\)/,
    ],
    ['a field without a value', ['oidc', '--field', 'issuer'], /--field FIELD=VALUE/],
  ])('says in one line what is amiss: %s', async (_, [provider = '', ...more], expected) => {
    const { code, stdout, stderr } = await start(['connect', provider, '--device-code', ...more])
      .ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^stowkey: [^\n]+\n$/);
    expect(stderr).toMatch(expected);
    expect(world.app.snapshot().operations).toEqual([]);
  });
});
