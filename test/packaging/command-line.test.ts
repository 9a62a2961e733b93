import { mkdir, mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startToolAgent, type ToolAgent } from '../support/agent/tool-agent.ts';
import { nodeVariables, runtimeVariables, spellingsOf } from '../support/app/hostile-start.ts';
import { type Launcher, makeLauncher } from '../support/app/launcher.ts';
import { packagedAppExecutable } from '../support/app/package-app.ts';
import { type Finished, run } from '../support/processes/processes.ts';

/** Where there is neither a display nor a message bus, as in a cron job. */
describe.skipIf(process.env.STOWKEY_NO_RUNTIME)('the command line of the release build', () => {
  let folder: string;
  let userData: string;
  let launcher: Launcher;
  let agent: ToolAgent;

  beforeAll(async () => {
    folder = await realpath(await mkdtemp(join(tmpdir(), 'stowkey-command-')));
    userData = join(folder, 'profile');
    await mkdir(userData, { mode: 0o700 });
    launcher = await makeLauncher({ flavour: 'release', folder: join(folder, 'app'), userData });
    agent = await startToolAgent(userData, {
      list: () => [],
      environment: () => ({ variables: [['AWS_ACCESS_KEY_ID', 'a key']], config: null }),
    });
  });
  afterAll(async () => {
    await agent?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const stowkey = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Finished> =>
    run(launcher.path, args, {
      cwd: folder,
      env: { HOME: folder, PATH: '/usr/bin:/bin', ...launcher.env, ...env },
      timeoutMs: 30_000,
    });
  const empty = { code: 0, stdout: '{\n  "version": 1,\n  "accounts": []\n}\n', stderr: '' };

  test('prints its document and nothing else, and leaves nothing in the profile', async () => {
    expect(await stowkey(['list', '--json'])).toMatchObject(empty);
    expect(await stowkey(['nothing'])).toMatchObject({ code: 2, stdout: '' });
    // Chromium makes a folder for reports of crashes, which it never writes.
    const left = (await readdir(userData)).filter((name) => name !== 'Crashpad');
    expect(left).toEqual(['agent']);
  });

  test('W12 neither Chromium nor Node takes what stands behind --', async () => {
    const opening = ['remote-debugging-port=0', 'inspect=0', 'inspect-brk=0', 'v', 'version'];
    const words = [...opening.flatMap(spellingsOf), `--renderer-cmd-prefix=touch ${folder}/ran`];
    // Each is a wrong word of the command line, and no more; all at once, for each takes a start.
    for (const args of [['list', ...words], words, ['exec', 'a', '--help', ...words]]) {
      const done = await stowkey(args);
      expect(done.stdout + done.stderr).not.toMatch(/listening|Chromium|^v\d+\./m);
      expect(done.stderr === '' || /^stowkey: [^\n]+\n$/.test(done.stderr)).toBe(true);
    }
    expect(await readdir(folder)).not.toContain('ran');
    // Before it they are refused as ever.
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const before = ['--ozone-platform=headless', '--log-level=3', '--inspect=0', '--', 'list'];
    const refused = await run(packagedAppExecutable('release'), [...sandbox, ...before], {
      env: { HOME: folder },
    });
    expect(refused).toMatchObject({ code: 2, stdout: '' });
    expect(refused.stderr).toContain('--inspect is not a switch that it takes');
  }, 60_000);

  test('P13 no variable changes or adds to what it prints, and exec hands them all on', async () => {
    const { NODE_REPL_EXTERNAL_MODULE: _ends, ...documented } = nodeVariables(folder);
    // NSPR prints a line before our first one runs.
    const { NSPR_LOG_MODULES: _prints, ...others } = runtimeVariables(folder);
    const hostile = { ...documented, ...others };
    expect(await stowkey(['list', '--json'], hostile)).toMatchObject(empty);
    const done = await stowkey(['exec', 'photos', '--', '/usr/bin/env'], hostile);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const seen = done.stdout.split('\n');
    for (const [name, value] of Object.entries(hostile)) expect(seen).toContain(`${name}=${value}`);
    expect(seen).toContain('AWS_ACCESS_KEY_ID=a key');
    expect(seen.filter((line) => line.startsWith('STOWKEY_'))).toEqual([]);
  });
});
