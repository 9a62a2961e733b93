import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, readlink, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { resolveElectronRuntime } from '../support/app/electron-runtime.ts';
import { nodeVariables, runtimeVariables, spellingsOf } from '../support/app/hostile-start.ts';
import { packagedAppExecutable } from '../support/app/package-app.ts';
import { commandLine, type Release, startRelease } from '../support/app/release.ts';
import { type Display, startDisplay } from '../support/desktop/display.ts';
import { type Keyring, startKeyring } from '../support/desktop/keyring.ts';
import { keepExpiredAccount, startUntrustedServer } from '../support/network/expired-account.ts';
import { run, until } from '../support/processes/processes.ts';

/**
 * Attacks that turn a program somebody trusts into a plain Node, or take its walls away: each is
 * first shown to work where the door is open, then not to work on the release build.
 */
describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('the release build', () => {
  let display: Display;
  let keyring: Keyring;
  let folder: string;
  const programs: Release[] = [];

  beforeAll(async () => {
    display = await startDisplay();
    keyring = await startKeyring();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'stowkey-packaging-')));
  });
  afterEach(async () => {
    for (const program of programs.splice(0)) await program.end();
  });
  afterAll(async () => {
    await keyring?.close();
    await display?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const bareElectron = async (): Promise<string> => {
    const runtime = await resolveElectronRuntime(() => {});
    if (runtime.kind === 'none') throw new Error(runtime.reason);
    return runtime.executablePath;
  };

  const profileOf = (name: string): string => join(folder, `profile-${name}`);

  /** Starts the program and waits until it is past all that reads environment and arguments. */
  const started = async (
    name: string,
    args: readonly string[],
    extra: NodeJS.ProcessEnv = {},
    flavour: 'release' | 'test' = 'release',
  ): Promise<Release> => {
    const program = await startRelease({
      executablePath: packagedAppExecutable(flavour),
      userData: profileOf(name),
      args,
      env: { ...keyring.env, DISPLAY: display.display, ...extra },
      cwd: folder,
    });
    programs.push(program);
    return program;
  };

  /** All at once, but the one with which Node starts nothing at all. */
  const hostile = (): Readonly<Record<string, string>> => {
    const { NODE_REPL_EXTERNAL_MODULE: _ends, ...documented } = nodeVariables(folder);
    return { ...documented, ...runtimeVariables(folder) };
  };

  test('P2 ELECTRON_RUN_AS_NODE runs no script', async () => {
    const open = join(folder, 'run-as-node-open');
    const closed = join(folder, 'run-as-node-closed');
    const script = (path: string): string => `require('node:fs').writeFileSync('${path}', '')`;
    const extra = { ELECTRON_RUN_AS_NODE: '1' };

    const env = { ...keyring.env, ...extra };
    await run(await bareElectron(), ['-e', script(open)], { env, timeoutMs: 20_000 });
    expect(existsSync(open)).toBe(true);

    const release = await started('node', ['-e', script(closed)], extra);
    await release.end();
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

    const release = await started('options', [], extra);
    await release.end();
    expect(existsSync(mark)).toBe(false);
  });

  test('P2 --inspect opens no inspector', async () => {
    const driven = await started('inspect-open', ['--inspect=0'], {}, 'test');
    await driven.end();
    expect(driven.output()).toContain('Debugger listening');

    const release = await started('inspect-closed', ['--inspect=0', '--inspect-brk=0']);
    await release.end();
    expect(release.output()).not.toContain('Debugger listening');
  });

  test('P2 SIGUSR1 opens no inspector', async () => {
    const driven = await started('signal-open', [], {}, 'test');
    const release = await started('signal-closed', []);
    const caught = () => [driven, release].map(({ pids }) => pids().map((pid) => catches(pid, 10)));
    await expect.poll(caught).toEqual([[true], [false]]);
  });

  test('W12 starts with no spelling of a switch that opens a door', async () => {
    for (const argument of spellingsOf('remote-debugging-port=0')) {
      // Begins a path here, and is one of the plain arguments.
      if (argument.startsWith('/')) continue;
      const release = await started('switches', [argument]);
      expect(release.exitCode(), JSON.stringify(argument)).toBe(2);
      expect(release.output()).not.toContain('DevTools listening');
    }
    // As many starts of a whole program as there are spellings.
  }, 120_000);

  test('P13 starts over without every variable that is documented to change it, once', async () => {
    const release = await started('variables', ['--lang=de', 'a file'], hostile());
    expect(release.exitCode()).toBe(0);
    await expect.poll(release.pids).toHaveLength(1);
    const [pid] = release.pids();
    const log = await readFile(join(profileOf('variables'), 'logs/stowkey.log'), 'utf8');
    const { event, names } = JSON.parse(log.split('\n')[0] ?? '');
    expect(event).toBe('started again without these variables');
    // With their fuse off, Electron itself takes these two out.
    const gone = ['NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS'];
    expect([...names.split(' '), ...gone].sort()).toEqual(Object.keys(hostile()).sort());

    // Its arguments, its folder and its terminal are those it was started with.
    const line = commandLine(pid ?? 0);
    expect(line.endsWith(`${profileOf('variables')} --lang=de a file`), line).toBe(true);
    expect(await realpath(`/proc/${pid}/cwd`)).toBe(folder);
    expect(await readlink(`/proc/${pid}/fd/2`)).toMatch(/^(pipe|socket):/);

    // A second start, hostile as the first, finds the one that runs.
    const second = await started('variables', [], hostile());
    await until('the end of the second start', () => second.isOver() || undefined);
    await expect.poll(second.pids).toEqual([pid]);
  });

  test('P13 does not start with a variable for which Node itself ends every embedder', async () => {
    const { NODE_REPL_EXTERNAL_MODULE } = nodeVariables(folder);
    const release = await started('repl', [], { NODE_REPL_EXTERNAL_MODULE });
    expect(release.exitCode()).toBe(9);
    expect(release.pids()).toEqual([]);
  });

  test('P13 refuses an untrusted certificate and prints no request, whatever the environment says', async () => {
    const server = await startUntrustedServer();
    await keepExpiredAccount(server.origin, keyring, {
      kind: 'custom',
      realPath: profileOf('certificate'),
    });

    const release = await started('certificate', [], hostile());
    await server.tried();
    await release.end();
    expect(server.received).toEqual([]);
    // How Node and GLib begin the lines of their debugging.
    expect(release.output()).not.toMatch(/^[A-Z]+ \d+: |^GDBus-debug:/m);
    for (const name of ['keys', 'secrets', 'warnings']) {
      expect(existsSync(join(folder, name)), name).toBe(false);
    }
  });

  test('M20 a link to the usual folder leads to the usual keychain', async () => {
    const server = await startUntrustedServer();
    const usual = join(keyring.home, '.config/Stowkey');
    await keepExpiredAccount(server.origin, keyring, { kind: 'default', realPath: usual });
    await symlink(usual, profileOf('link'));
    // It can only try to renew what it found in the keychain.
    await started('link', []);
    await server.tried();
  });

  test.each([
    ['home', { HOME: '/dev/null', XDG_CONFIG_HOME: undefined }, []],
    ['profile folder', {}, ['--user-data-dir=/proc/self']],
  ])('M12 says that the %s cannot be written, and ends', async (_name, extra, args) => {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const env = { ...keyring.env, DISPLAY: display.display, ...extra };
    const start = (environment: NodeJS.ProcessEnv) =>
      run(packagedAppExecutable('release'), [...sandbox, ...args], {
        env: environment,
        timeoutMs: 20_000,
      });
    const ended = start(env);
    // The dialog waits for a person.
    const press = [
      'search',
      '--sync',
      '--onlyvisible',
      '--name',
      'Error',
      'windowfocus',
      'key',
      'Return',
    ];
    const pressed = await run('xdotool', press, { env, timeoutMs: 15_000 });
    expect(pressed.code).toBe(0);
    for (const done of [await ended, await start({ ...env, DISPLAY: undefined })]) {
      expect(done).toMatchObject({ code: 1, timedOut: false });
      expect(done.stderr).toContain('stowkey: not started, because nothing can be kept in');
    }
  });
});

/** Tells whether a process has a handler of its own for a signal number (Linux). */
function catches(pid: number, signalNumber: number): boolean {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const mask = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> BigInt(signalNumber - 1)) & 1n) === 1n;
}
