import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { execScript } from '../../../electron/cli/exec-script.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { agentPaths } from '../../../electron/platform/agent-paths.ts';
import { startToolAgent, type ToolAgent, type ToolCalls } from '../../support/agent/tool-agent.ts';
import { projectFolder } from '../../support/app/package-app.ts';
import { type Finished, run, until } from '../../support/processes/processes.ts';

const document = {
  Version: 1,
  AccessKeyId: 'AKIA\\n%s$x',
  SecretAccessKey: 'it\'s `a` \\\\ "secret"',
  Expiration: '2030-01-01T00:00:00Z',
} as const;

/** What /bin/sh may be. */
const shells = ['dash', 'bash'];

describe.each(shells)('the launcher, run by %s as sh', (shell) => {
  let folder: string;
  let launcher: string;
  let home: string;
  let agents: ToolAgent[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stowkey-launcher-'));
    home = join(folder, 'home');
    launcher = join(folder, 'app/resources/bin/stowkey');
    agents = [];
    await mkdir(join(folder, 'app/resources/bin'), { recursive: true });
    const script = await readFile(join(projectFolder, 'resources/bin/stowkey'), 'utf8');
    await symlink(`/bin/${shell}`, join(folder, 'sh'));
    await writeFile(launcher, script.replace('/bin/sh', join(folder, 'sh')), { mode: 0o755 });
    await program('for each; do printf "<%s>" "$each"; done; echo; exit 7');
  });
  afterEach(async () => {
    for (const agent of agents) await agent.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Puts a script in the program's place, to see what it is given. */
  const program = async (script: string): Promise<void> => {
    await rm(join(folder, 'app/stowkey'), { force: true });
    await writeFile(join(folder, 'app/stowkey'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  };
  const profile = (): string => join(home, '.config/Stowkey');
  const startAgent = async (calls: ToolCalls): Promise<ToolAgent> => {
    const agent = await startToolAgent(profile(), calls);
    agents.push(agent);
    return agent;
  };
  const launch = (
    args: readonly string[],
    {
      env = {},
      path = launcher,
      input,
      cwd = folder,
    }: {
      env?: NodeJS.ProcessEnv;
      path?: string;
      input?: string;
      cwd?: string;
    } = {},
  ): Promise<Finished> =>
    run(path, args, {
      cwd,
      env: { HOME: home, PATH: '/usr/bin:/bin', ...env },
      timeoutMs: 20_000,
      ...(input === undefined ? {} : { input }),
    });
  const switches = '<--ozone-platform=headless><--disable-gpu><--log-level=3><-->';

  test('asks the socket itself for credentials, and the program for all else', async () => {
    const agent = await startAgent({ credentials: () => document });
    const done = await launch(['credentials', 'photos']);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(done.stdout)).toEqual(document);
    expect(agent.askedBy).toEqual(['command-line']);
    for (const args of [
      ['credentials', 'my photos'],
      ['credentials', '../x'],
      ['credentials', 'Fotos-é'],
      ['credentials', '--help'],
      ['credentials'],
      ['credentials', 'photos', 'x'],
      ['list', '--json'],
      [],
      ['exec', 'photos'],
      ['', '--remote-debugging-port=0', "a'b", '$(x)', '*'],
    ])
      expect(await launch(args)).toMatchObject({
        code: 7,
        stdout: `${switches}${args.map((each) => `<${each}>`).join('')}\n`,
        stderr: '',
      });
    expect(agent.askedBy).toHaveLength(1);
  });

  test('S5 starts the program with a core limit of 0, and leaves the command of exec its own', async () => {
    await program('ulimit -c; ulimit -H -c');
    expect((await launch(['list'])).stdout).toBe('0\n0\n');
    await program('echo "exec /bin/sh -c \'ulimit -c\'"');
    const own = await run('/bin/sh', ['-c', 'ulimit -c']);
    expect((await launch(['exec', 'photos', '--', 'true'])).stdout).toBe(own.stdout);
  });

  test('says in one line why there is none, and fails', async () => {
    await startAgent({
      credentials: () => {
        throw new AppError('consumer.refused');
      },
    });
    const done = await launch(['credentials', 'photos']);
    expect(done).toMatchObject({ code: 1, stdout: '' });
    expect(done.stderr).toMatch(/^stowkey: [^\n]+\n$/);
  });

  test('A9 leaves what no agent answers whole to the program, with nothing on stdout', async () => {
    const { socket } = agentPaths(profile(), process.platform);
    await (await startAgent({})).close();
    await program('exit 9');
    const nobody = await launch(['credentials', 'photos']);
    const killed = createServer((connection) => {
      connection.once('data', () => {
        const half = 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"Version":1,';
        connection.write(half, () => connection.destroy());
      });
    });
    await new Promise<void>((resolve) => killed.listen(socket, resolve));
    const midway = await launch(['credentials', 'photos']);
    killed.close();
    for (const done of [nobody, midway])
      expect(done).toMatchObject({ code: 9, stdout: '', stderr: '' });
  });

  test('is found through links, in folders with odd names, and by its bare name', async () => {
    const odd = join(folder, "odd ' $x\n name");
    await mkdir(odd);
    await symlink('../app/resources/bin/stowkey', join(odd, 'one'));
    await symlink(join(odd, 'one'), join(odd, 'two'));
    const expected = { code: 7, stdout: `${switches}<list>\n`, stderr: '' };
    expect(await launch(['list'], { path: join(odd, 'two') })).toMatchObject(expected);
    expect(await launch(['list'], { path: './two', cwd: odd })).toMatchObject(expected);
    const byName = run('/bin/sh', ['-c', 'PATH=:$PATH; two list'], { cwd: odd });
    expect(await byName).toMatchObject(expected);
  });

  test.each([
    ['.curlrc', { CURL_HOME: 'HOSTILE' }],
    [
      'proxies',
      { http_proxy: 'http://127.0.0.1:1', ALL_PROXY: 'http://127.0.0.1:1', no_proxy: '' },
    ],
    ['PATH', { PATH: 'HOSTILE/bin' }],
    ['no PATH', { PATH: '' }],
    ['CDPATH', { CDPATH: 'HOSTILE:/' }],
    ['IFS', { IFS: 'stowkey/-=' }],
    ['ENV and BASH_ENV', { ENV: 'HOSTILE/rc', BASH_ENV: 'HOSTILE/rc' }],
    ['locale', { LC_ALL: 'C.UTF-8', LANG: 'tr_TR.UTF-8', LANGUAGE: 'tr' }],
    ['shell options', { SHELLOPTS: 'noglob:xtrace', POSIXLY_CORRECT: '1' }],
  ] as const)('A11 does what it does whatever the %s', async (name, extra) => {
    // bash takes its options from there, as its owner wants it to: they are of no file of ours.
    const traced = name === 'shell options' && shell === 'bash';
    const hostile = join(folder, 'hostile');
    await mkdir(join(hostile, 'bin'), { recursive: true });
    await mkdir(home, { recursive: true });
    const curlrc = 'proxy = http://127.0.0.1:1\noutput = "stolen"\nverbose\n';
    await writeFile(join(hostile, '.curlrc'), curlrc);
    await writeFile(join(home, '.curlrc'), curlrc);
    await writeFile(join(hostile, 'rc'), 'echo hostile; exit 0\n');
    for (const tool of ['curl', 'readlink', 'printf', 'dirname', 'cat', 'sh'])
      await writeFile(join(hostile, 'bin', tool), '#!/bin/sh\necho hostile\n', { mode: 0o755 });
    const env = Object.fromEntries(
      Object.entries(extra).map(([key, value]) => [key, value.replaceAll('HOSTILE', hostile)]),
    );
    await symlink(launcher, join(folder, 'link'));
    await startAgent({ credentials: () => document });
    const options = { env, path: join(folder, 'link') };
    const asked = await launch(['credentials', 'photos'], options);
    expect(asked.stdout).toBe(`${JSON.stringify(document)}\n`);
    const passed = await launch(['list'], options);
    expect(passed.stdout).toBe(`${switches}<list>\n`);
    if (!traced) for (const done of [asked, passed]) expect(done.stderr).toBe('');
    expect(existsSync(join(folder, 'stolen'))).toBe(false);
  });

  test('an older curl, without --fail-with-body, leaves it to the program', async () => {
    await startAgent({ credentials: () => document });
    const old = join(folder, 'curl');
    await writeFile(
      old,
      '#!/bin/sh\necho "curl: option --fail-with-body: is unknown" >&2\nexit 2\n',
    );
    await chmod(old, 0o755);
    const script = await readFile(launcher, 'utf8');
    await writeFile(launcher, script.replaceAll('/usr/bin/curl', old));
    expect(await launch(['credentials', 'photos'])).toMatchObject({ code: 7, stderr: '' });
  });

  describe('exec', () => {
    const secret = 's\'e\\c$r`e"t \n*';
    /** The program answers as the command line does for the account. */
    beforeEach(async () => {
      const script = execScript(
        [
          ['AWS_SECRET_ACCESS_KEY', secret],
          ['AWS_SESSION_TOKEN', null],
          ['AWS_PROFILE', null],
        ],
        2,
      );
      await writeFile(join(folder, 'script'), script);
      await program(`[ "$5" = exec-script ] || exit 8\nexec cat '${join(folder, 'script')}'`);
    });

    test('gives the command its variables and takes away others, arguments as they are', async () => {
      const env = {
        AWS_PROFILE: 'other',
        AWS_SESSION_TOKEN: 'stale',
        NODE_OPTIONS: '--x',
        IFS: 'a',
      };
      const args = ['', 'a b', "it's", '$x', '*', '--', '-n'];
      const node = process.execPath;
      const show = 'process.stdout.write(JSON.stringify([process.env, process.argv.slice(1)]))';
      const done = await launch(['exec', 'photos', '--', node, '-e', show, '--', ...args], {
        env: { ...env, NODE_OPTIONS: '' },
      });
      const [seen, given] = JSON.parse(done.stdout);
      expect(given).toEqual(args);
      expect(seen).toMatchObject({
        AWS_SECRET_ACCESS_KEY: secret,
        AWS_CONFIG_FILE: '/dev/null',
        AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
        NODE_OPTIONS: '',
        PATH: '/usr/bin:/bin',
        HOME: home,
      });
      expect(seen).not.toHaveProperty('AWS_PROFILE');
      expect(seen).not.toHaveProperty('AWS_SESSION_TOKEN');
    });

    test('A13 passes standard streams and exit codes through', async () => {
      const script = 'cat; echo problem >&2; exit 42';
      const done = await launch(['exec', 'photos', '--', 'sh', '-c', script], { input: 'in\0out' });
      expect(done).toMatchObject({ code: 42, stdout: 'in\0out', stderr: 'problem\n' });
      expect(await launch(['exec', 'photos', '--', 'no-such-command'])).toMatchObject({
        code: 127,
      });
      expect(await launch(['exec', 'photos', '--', '/'])).toMatchObject({ code: 126 });
    });

    test.each(['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGUSR1', 'SIGKILL'] as const)(
      'A13 leaves nothing between itself and %s',
      async (signal) => {
        const wait = `trap 'exit 43' TERM INT HUP USR1; echo $$; while :; do sleep 0.01; done`;
        const child = spawn(launcher, ['exec', 'photos', '--', 'sh', '-c', wait], {
          env: { HOME: home, PATH: '/usr/bin:/bin' },
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const ended = new Promise((resolve) => {
          child.once('exit', (code, by) => resolve(code ?? by));
        });
        let said = '';
        child.stdout.on('data', (text) => {
          said += String(text);
        });
        await until('a command that runs', () => said.includes('\n') || undefined);
        // The command is the very process that was started.
        expect(Number(said)).toBe(child.pid);
        child.kill(signal);
        expect(await ended).toBe(signal === 'SIGKILL' ? 'SIGKILL' : 43);
      },
    );

    test('A13 the terminal is the command’s own, with its Ctrl-C', async () => {
      // `script` gives it a terminal; the command asks for a press, then for Ctrl-C.
      const inside = `test -t 0 && test -t 1 && test -t 2 && echo terminal; trap 'echo caught; exit 5' INT; echo ready; while :; do sleep 0.01; done`;
      const line = `exec '${launcher}' exec photos -- sh -c "$INSIDE"`;
      const child = spawn('script', ['-qefc', line, '/dev/null'], {
        env: { HOME: home, PATH: '/usr/bin:/bin', INSIDE: inside, SHELL: '/bin/sh' },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (text) => {
        said += String(text);
      });
      const ended = new Promise((resolve) => {
        child.once('exit', resolve);
      });
      await until('a command that runs', () => said.includes('ready') || undefined);
      expect(said).toContain('terminal');
      child.stdin.write('\x03');
      expect(await ended).toBe(5);
      expect(said).toContain('caught');
    });

    test('A12 the secret is in no arguments, and in the environment of the command alone', async () => {
      await copyFile('/bin/sh', join(folder, 'probe'));
      const look = `for each in /proc/[0-9]*; do
        if tr '\\0' '\\n' < $each/cmdline | grep -qF 'canary-of-a-key'; then echo "arguments: $each"; fi
        if tr '\\0' '\\n' < $each/environ | grep -qF 'canary-of-a-key'; then echo "$each"; fi
      done 2>/dev/null`;
      await writeFile(
        join(folder, 'script'),
        execScript([['AWS_SECRET_ACCESS_KEY', ['canary', 'of-a-key'].join('-')]], 2),
      );
      // A file that the loop runs cleanly: its own processes would have the variable too.
      await writeFile(join(folder, 'look'), look);
      const wait = 'echo $$; read line';
      const child = spawn(launcher, ['exec', 'photos', '--', 'sh', '-c', wait], {
        env: { HOME: home, PATH: '/usr/bin:/bin' },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let said = '';
      child.stdout.on('data', (text) => {
        said += String(text);
      });
      await until('a command that runs', () => said.includes('\n') || undefined);
      const found = await run('/bin/sh', [join(folder, 'look')], {
        env: { PATH: '/usr/bin:/bin' },
      });
      child.stdin.end('\n');
      expect(found.stdout.trim()).toContain(`/proc/${child.pid}`);
      expect(found.stdout.trim().split('\n')).toEqual([`/proc/${child.pid}`]);
    });

    test('runs nothing when there is no environment for it', async () => {
      await program('echo "stowkey: no" >&2; exit 1');
      const file = join(folder, 'ran');
      const done = await launch(['exec', 'photos', '--', 'touch', file]);
      expect(done).toMatchObject({ code: 1, stdout: '', stderr: 'stowkey: no\n' });
      expect(existsSync(file)).toBe(false);
    });
  });
});
