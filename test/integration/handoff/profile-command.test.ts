import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { filesBelow, findIn, processesOf } from '../../support/processes/canaries.ts';
import { type Finished, run, until, untilExit } from '../../support/processes/processes.ts';
import { storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

let world: ToolsWorld;
beforeEach(async () => {
  world = await startToolsWorld();
  await world.clear();
});
afterEach(() => world.close());

/** Runs what the profile has tools run. */
const ask = (): Promise<Finished> => {
  const [program, ...args] = world.ask;
  return run(program, args, { ...world.around({}), timeoutMs: 60_000 });
};
const boto3 = (): Promise<Finished> => {
  const [program = '', ...args] = storageTools.get('the system’s boto3')?.transfer ?? [];
  return run(program, args, { ...world.around({ AWS_PROFILE: 'photos' }), timeoutMs: 60_000 });
};
const renewals = (): number => world.requests.filter(({ server }) => server === 'sts').length;

it('A8 200 callers at once cost one renewal, and get the document and nothing else', async () => {
  world.endKeys();
  const before = renewals();
  const answers = await Promise.all(Array.from({ length: 200 }, ask));
  expect(renewals()).toBe(before + 1);
  const newest = world.minted().at(-1);
  for (const { code, stdout, stderr } of answers) {
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      Version: 1,
      AccessKeyId: newest?.accessKeyId,
      SecretAccessKey: newest?.secretAccessKey,
      SessionToken: newest?.sessionToken,
      Expiration: new Date(newest?.expiresEpochMs ?? 0).toISOString().replace('.000Z', 'Z'),
    });
  }
});

const says = (done: Finished, line: RegExp): void => {
  expect(done).toMatchObject({ code: 1, stdout: '', timedOut: false });
  expect(done.stderr).toMatch(/^stowkey: [^\n]+\n$/);
  expect(done.stderr).toMatch(line);
};

it('A6 a tool is told in one line of a locked keychain, at once, and goes on once it is open', async () => {
  const { keytar, services } = world.app;
  expect(await ask()).toMatchObject({ code: 0 });
  keytar.mode.locked = true;
  await services().onScreenLock();
  says(await ask(), /keychain is locked/);
  const refused = await boto3();
  expect(refused).toMatchObject({ timedOut: false, stdout: '' });
  expect(refused.stderr).toMatch(/CredentialRetrievalError: .*stowkey: .*keychain is locked/);
  keytar.mode.locked = false;
  expect(await boto3()).toMatchObject({ code: 0 });
});

it('A3 a tool that lost its access is told so, and others keep theirs', async () => {
  await world.app.services().consumers.revoke('photos');
  says(await ask(), /may not ask/);
  const { launcher, around } = world;
  expect(await run(launcher, ['credentials', 'photos'], around({}))).toMatchObject({ code: 0 });
});

it('A12 secrets are in the tool’s own memory, in the environment of what exec runs, and nowhere else', async () => {
  const held = (): ReadonlyMap<string, string> =>
    new Map(
      world.minted().flatMap(({ secretAccessKey, sessionToken = '' }, index) => [
        [`secret key ${index}`, secretAccessKey],
        [`session token ${index}`, sessionToken],
      ]),
    );
  const token = (await readFile(join(world.home, 'agent/consumers/photos'), 'utf8'))
    .split(' ')
    .at(-1);
  const tokens = new Map([['token', token ?? '']]);

  // While the keychain is slow, the profile's command waits for the agent.
  world.endKeys();
  world.app.keytar.hang();
  const asking = ask();
  await until('a waiting command', () => (world.app.keytar.held() > 0 ? true : undefined));
  const waiting = processesOf(1);
  expect(findIn(waiting, new Map([['curl', world.socket]]))).not.toEqual([]);
  expect(findIn(waiting, new Map([...held(), ...tokens]))).toEqual([]);
  await world.app.keytar.release();
  expect(await asking).toMatchObject({ code: 0 });

  // A tool with the profile, and one that exec runs, each in the middle of an upload.
  const upload = async (command: readonly string[], env: NodeJS.ProcessEnv) => {
    const [program = '', ...args] = command;
    const begun = new Promise<void>((resolve) => {
      world.onRequest(({ method }) => void (method === 'PUT' && resolve()));
    });
    const child = spawn(program, args, world.around(env));
    child.stdin.write(Buffer.alloc(10 * 1024 * 1024));
    await begun;
    const places = processesOf(1);
    const { pid } = child;
    child.stdin.end();
    await untilExit(child);
    expect(child.exitCode).toBe(0);
    return { pid, found: findIn(places, new Map([...held(), ...tokens])) };
  };
  const stream = storageTools.get('the system’s boto3')?.stream ?? [];
  expect((await upload(stream, { AWS_PROFILE: 'photos' })).found).toEqual([]);
  const { pid, found } = await upload([world.launcher, 'exec', 'photos', '--', ...stream], {});
  const last = world.minted().length - 1;
  const place = `/proc/${pid}/environ`;
  expect(found).toEqual([`secret key ${last} in ${place}`, `session token ${last} in ${place}`]);

  const files = await filesBelow(world.home, (path) => !/^(?:up|down)\//.test(path));
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['.aws/config', 'connections.json', 'agent/consumers.json']),
  );
  expect(findIn(files, new Map([['token', token ?? '']]))).toEqual([
    'token in agent/consumers/photos',
  ]);
  const log = { path: 'log', content: Buffer.from(world.log.join('\n')) };
  const list = { path: 'list', content: Buffer.from(JSON.stringify(world.app.snapshot())) };
  expect(findIn([...files, log, list], held())).toEqual([]);
  expect(findIn([log, list], tokens)).toEqual([]);
  // The same search does find what is no secret.
  expect(findIn([...files, list], new Map([['endpoint', world.endpoint]]))).not.toEqual([]);
});
