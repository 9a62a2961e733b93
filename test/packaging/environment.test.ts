import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Display, startDisplay } from '../support/display.ts';
import { resolveElectronRuntime } from '../support/electron-runtime.ts';
import { type Keyring, startKeyring } from '../support/keyring.ts';
import { packagedAppExecutable } from '../support/package-app.ts';
import { endProcess, run, until } from '../support/processes.ts';

/**
 * Attacks that turn a program somebody trusts into a plain Node: each is first shown to work where
 * the door is open, then not to work on the release build.
 */
describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('P2 the release build is no Node', () => {
  let display: Display;
  let keyring: Keyring;
  let folder: string;
  const programs: ChildProcess[] = [];

  beforeAll(async () => {
    display = await startDisplay();
    keyring = await startKeyring({ service: 'none' });
    folder = await mkdtemp(join(tmpdir(), 'stowkey-packaging-'));
  });
  afterAll(async () => {
    for (const program of programs) await endProcess(program);
    await keyring?.close();
    await display?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const bareElectron = async (): Promise<string> => {
    const runtime = await resolveElectronRuntime(() => {});
    if (runtime.kind === 'none') throw new Error(runtime.reason);
    return runtime.executablePath;
  };

  /** Starts the program and waits until it is past all that reads environment and arguments. */
  const started = async (
    executable: string,
    name: string,
    args: readonly string[],
    extra: NodeJS.ProcessEnv = {},
  ): Promise<{ readonly program: ChildProcess; readonly output: () => string }> => {
    const userData = join(folder, `user-data-${name}`);
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const program = spawn(executable, [...sandbox, `--user-data-dir=${userData}`, ...args], {
      env: { ...keyring.env, DISPLAY: display.display, ...extra },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    programs.push(program);
    let output = '';
    for (const stream of [program.stdout, program.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    // Chromium writes these once the network service of a running application is up. A program
    // that refuses its arguments and ends has also read all that it will read.
    await until('a program that runs, or refuses to', () => {
      const runs = ['Local Storage', 'Network'].some((name) => existsSync(join(userData, name)));
      return runs || program.exitCode !== null ? true : undefined;
    });
    return { program, output: () => output };
  };

  test('P2 ELECTRON_RUN_AS_NODE runs no script', async () => {
    const open = join(folder, 'run-as-node-open');
    const closed = join(folder, 'run-as-node-closed');
    const script = (path: string): string => `require('node:fs').writeFileSync('${path}', '')`;
    const extra = { ELECTRON_RUN_AS_NODE: '1' };

    const env = { ...keyring.env, ...extra };
    await run(await bareElectron(), ['-e', script(open)], { env, timeoutMs: 20_000 });
    expect(existsSync(open)).toBe(true);

    const release = packagedAppExecutable('release');
    const { program } = await started(release, 'node', ['-e', script(closed)], extra);
    await endProcess(program);
    expect(existsSync(closed)).toBe(false);
  });

  test('P2 NODE_OPTIONS loads no script', async () => {
    const script = join(folder, 'required.cjs');
    const mark = join(folder, 'node-options');
    await writeFile(script, `require('node:fs').writeFileSync('${mark}', '')`);
    const extra = { NODE_OPTIONS: `--require=${script}` };

    const env = { ...keyring.env, ...extra, ELECTRON_RUN_AS_NODE: '1' };
    await run(await bareElectron(), ['-e', '0'], { env, timeoutMs: 20_000 });
    expect(existsSync(mark)).toBe(true);
    await rm(mark);

    const { program } = await started(packagedAppExecutable('release'), 'options', [], extra);
    await endProcess(program);
    expect(existsSync(mark)).toBe(false);
  });

  test('P2 --inspect opens no inspector', async () => {
    const args = ['--inspect=0', '--inspect-brk=0'];
    const driven = await started(packagedAppExecutable('test'), 'inspect-open', ['--inspect=0']);
    await endProcess(driven.program);
    expect(driven.output()).toContain('Debugger listening');

    const release = await started(packagedAppExecutable('release'), 'inspect-closed', args);
    await endProcess(release.program);
    expect(release.output()).not.toContain('Debugger listening');
  });

  test('P2 SIGUSR1 opens no inspector', async () => {
    const driven = await started(packagedAppExecutable('test'), 'signal-open', []);
    const release = await started(packagedAppExecutable('release'), 'signal-closed', []);
    const caught = [driven, release].map(({ program }) => catches(program.pid, 10));
    await endProcess(driven.program);
    await endProcess(release.program);
    expect(caught).toEqual([true, false]);
  });
});

/** Tells whether a process has a handler of its own for a signal number (Linux). */
function catches(pid: number | undefined, signalNumber: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(signalNumber - 1)) & 1n) === 1n;
}
