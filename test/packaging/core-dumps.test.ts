import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { familyOf } from '../bench/family.ts';
import { makeLauncher } from '../support/app/launcher.ts';
import { packagedAppExecutable } from '../support/app/package-app.ts';
import { commandLine, programsOf, startRelease } from '../support/app/release.ts';
import { type Display, startDisplay } from '../support/desktop/display.ts';
import { type Keyring, startKeyring } from '../support/desktop/keyring.ts';
import { run, until } from '../support/processes/processes.ts';

const canary = 'CANARY-of-the-memory';

describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('S5 the memory of the release build', () => {
  let display: Display;
  let keyring: Keyring;
  let folder: string;

  beforeAll(async () => {
    display = await startDisplay();
    keyring = await startKeyring();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'stowkey-core-')));
  });
  afterAll(async () => {
    await keyring?.close();
    await display?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** A script that lets the program dump its core, as far as this system does. */
  const dumping = async (name: string, command: string): Promise<string> => {
    const path = join(folder, name);
    const script = `#!/bin/sh\nulimit -c "$(ulimit -H -c)"\n${command}\n`;
    await writeFile(path, script, { mode: 0o755 });
    return path;
  };

  test('S5 is in no core dump, however the program was started', async ({ skip }) => {
    const cwd = join(folder, 'dumped');
    await mkdir(cwd);
    const env = { ...keyring.env, DISPLAY: display.display, STOWKEY_CANARY: canary };
    const program = await startRelease({
      executablePath: await dumping('start', `exec '${packagedAppExecutable('release')}' "$@"`),
      userData: join(folder, 'direct'),
      env,
      cwd,
    });
    const [pid = 0] = program.pids();
    const family = await windowed(() => [pid]);
    const filters = family.map((each) => told(each, 'coredump_filter'));
    expect(new Set(filters.filter(isSaid))).toEqual(new Set(['00000000\n']));

    process.kill(pid, 'SIGABRT');
    await program.end();
    // What this system does with the dump of a process that keeps nothing back.
    await mkdir(join(folder, 'plain'));
    const plain = await dumping('plain-program', 'kill -ABRT $$');
    await run(plain, [], { cwd: join(folder, 'plain'), env });
    const [control] = await coresIn(join(folder, 'plain'));
    if (control === undefined) skip('this system writes no core dump into the folder of a process');
    expect(control?.includes(canary)).toBe(true);
    const dumped = await coresIn(cwd);
    expect(dumped.length).toBeGreaterThan(0);
    expect(dumped.filter((core) => core.includes(canary))).toEqual([]);
  });

  test('S5 the launcher starts everything with a core limit of 0', async () => {
    const userData = join(folder, 'launched');
    await mkdir(userData, { mode: 0o700 });
    const launcher = await makeLauncher({
      flavour: 'release',
      folder: join(folder, 'app'),
      userData,
    });
    const start = await dumping('launch', `exec '${launcher.path}' "$@"`);
    const env = { ...keyring.env, ...launcher.env, DISPLAY: display.display };
    // Ends by itself, with an error, once the window shows what it was asked to connect.
    await run(start, ['connect', 'aws'], { env, timeoutMs: 30_000 });
    const pids = await windowed(() => programsOf(userData));
    const limits = pids.map(limitOf).filter(isSaid);
    for (const pid of programsOf(userData)) process.kill(pid, 'SIGTERM');
    await until('the end of the program', () => programsOf(userData).length === 0 || undefined);
    expect(new Set(limits)).toEqual(new Set(['0 0']));
  });
});

/** Gives all processes of these programs, once there is one that draws a page. */
const windowed = (programs: () => readonly number[]): Promise<readonly number[]> =>
  until('a window', async () => {
    const pids = (await Promise.all(programs().map(familyOf))).flat();
    return pids.some((pid) => commandLine(pid).includes('--type=renderer')) ? pids : undefined;
  });

/** What the system tells of a process; nothing of one that is ending, which has no memory to dump. */
function told(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'latin1');
  } catch {
    return '';
  }
}

const isSaid = (text: string): boolean => text !== '';

/** The soft and the hard limit of a process's core file, in bytes. */
function limitOf(pid: number): string {
  const limits = told(pid, 'limits');
  return /^Max core file size +(\S+ +\S+)/m.exec(limits)?.[1]?.replace(/ +/, ' ') ?? '';
}

async function coresIn(folder: string): Promise<readonly Buffer[]> {
  const names = (await readdir(folder)).filter((name) => name.startsWith('core'));
  return Promise.all(names.map((name) => readFile(join(folder, name))));
}
