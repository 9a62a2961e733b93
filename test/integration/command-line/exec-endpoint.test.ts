import { spawn } from 'node:child_process';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Finished, run, until } from '../../support/processes/processes.ts';
import { storageTools } from '../../support/tools/storage-tools.ts';
import { startToolsWorld, type ToolsWorld } from '../../support/worlds/tools-world.ts';

let world: ToolsWorld;
beforeAll(async () => {
  world = await startToolsWorld();
});
afterAll(() => world.close());
beforeEach(() => world.clear());

/** What would be used in place of the loan, if it were left there. */
const otherKeys = {
  AWS_ACCESS_KEY_ID: 'AKIAOFSOMEBODYELSE00',
  AWS_SECRET_ACCESS_KEY: 'other',
  AWS_SESSION_TOKEN: 'other',
  AWS_PROFILE: 'other',
  AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/other',
  AWS_ROLE_ARN: 'arn:aws:iam::123456789012:role/other',
  AWS_WEB_IDENTITY_TOKEN_FILE: '/dev/null',
};
const wordsOf = (command: readonly string[]): readonly string[] => [
  'exec',
  'photos',
  '--endpoint',
  '--',
  ...command,
];
const exec = (command: readonly string[]): Promise<Finished> =>
  run(world.launcher, wordsOf(command), { ...world.around(otherKeys), timeoutMs: 60_000 });

/** Starts a script that says something and then stays, in a process group of its own. */
const startToWait = async (script: string) => {
  const child = spawn(world.launcher, wordsOf(['sh', '-c', script]), {
    ...world.around({}),
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  let said = '';
  child.stdout.on('data', (text) => {
    said += String(text);
  });
  const ended = new Promise((resolve) => {
    child.once('exit', (code, by) => resolve(code ?? by));
  });
  await until('a command that runs', () => said.includes('\n') || undefined);
  return { child, said, ended };
};

const consumers = () => world.app.services().consumers;
const takenBack = (): Promise<unknown> =>
  until('a loan that is taken back', async () => {
    const left = await readdir(world.loansFolder);
    return (!consumers().hasLoans() && left.length === 0) || undefined;
  });

describe('exec --endpoint', () => {
  const asking = [...storageTools].filter(([, { readsProfiles }]) => readsProfiles);

  it.each(asking)('has %s ask for keys, whatever other keys there are', async (_, tool) => {
    await writeFile(
      join(world.home, '.boto'),
      '[Credentials]\naws_access_key_id = AKIAOFSOMEBODYELSE00\naws_secret_access_key = other\n',
    );
    expect(await exec(tool.transfer)).toMatchObject({ code: 0 });
    for (const [name, bytes] of Object.entries(world.files))
      expect((await world.downloaded(name)).equals(bytes)).toBe(true);
    await takenBack();
  });

  it('gives no keys, and the token in a private file without a line’s end', async () => {
    const show = `env; printf '<%s>' "$(stat -c %a "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")"
      tail -c1 "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE" | od -An -c | grep -c '\\\\n'
      [ "$(cat "$AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")" = "$AWS_CONTAINER_AUTHORIZATION_TOKEN" ] && echo same`;
    const { stdout } = await exec(['sh', '-c', show]);
    expect(stdout).toMatch(/<600>0\nsame\n$/);
    expect(stdout).toMatch(/^AWS_CONTAINER_CREDENTIALS_FULL_URI=http:\/\/127\.0\.0\.1:\d+\//m);
    expect(stdout).not.toMatch(/^AWS_(?:ACCESS_KEY|SECRET|SESSION|PROFILE|ROLE|WEB|.*RELATIVE)/m);
    await takenBack();
  });

  it.each(['SIGTERM', 'SIGKILL', 'SIGINT'] as const)(
    'A13 leaves nothing between the command and %s, and nothing lent behind',
    async (signal) => {
      const wait = 'echo $$; while :; do sleep 0.01; done';
      const { child, said, ended } = await startToWait(wait);
      expect(Number(said)).toBe(child.pid);
      expect(consumers().hasLoans()).toBe(true);
      child.kill(signal);
      expect(await ended).toBe(signal);
      await takenBack();
    },
  );

  it('A13 killed with all that is of it, leaves its folder until the agent starts anew', async () => {
    const { child, ended } = await startToWait('echo runs; exec sleep 60');
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    expect(await ended).toBe('SIGKILL');
    // Nobody was left to take it back.
    const [loan = ''] = await readdir(world.loansFolder);
    expect(loan).not.toBe('');
    await world.stopAgent();
    await world.startAgent();
    await expect(readdir(world.loansFolder)).rejects.toThrow('ENOENT');
    // The program's services outlive its agent here alone.
    consumers().takeBack(loan);
  });

  it('A13 killed with all that is of it, is found by the agent, and no command that runs is', async () => {
    // Nothing is lent, so nothing wakes the program.
    expect(world.looksAgain()).toBe(false);
    const { child, ended } = await startToWait('echo runs; exec sleep 60');
    const look = async (): Promise<void> => {
      world.passMinute();
      await until('another look', () => world.looksAgain() || undefined);
    };
    for (const _ of [1, 2, 3]) await look();
    expect(consumers().hasLoans()).toBe(true);
    process.kill(-(child.pid ?? 0), 'SIGKILL');
    expect(await ended).toBe('SIGKILL');
    await look();
    world.passMinute();
    await takenBack();
    expect(await readdir(world.loansFolder)).toEqual([]);
    expect(world.looksAgain()).toBe(false);
  });

  it('A13 passes streams and the exit code on', async () => {
    const script = 'cat; echo problem >&2; exit 42';
    const done = await run(world.launcher, wordsOf(['sh', '-c', script]), {
      ...world.around({}),
      input: 'in\0out',
    });
    expect(done).toMatchObject({ code: 42, stdout: 'in\0out', stderr: 'problem\n' });
    await takenBack();
  });
});
