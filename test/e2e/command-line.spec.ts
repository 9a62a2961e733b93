import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLauncher } from '../support/app/launcher.ts';
import type { Desktop } from '../support/desktop/desktop.ts';
import { createCookieBrowser } from '../support/oauth/cookie-browser.ts';
import { startOidcServer } from '../support/oauth/oidc-server.ts';
import { type Finished, run, until } from '../support/processes/processes.ts';
import { agentsOf, test as base, connect, drive, expect, minted, newest } from './fixtures.ts';

type Stowkey = (...args: readonly string[]) => Promise<Finished>;

const test = base.extend<{ readonly folder: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names out of the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'stowkey-command-line-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

test('A10 commands ask the window, and start one agent where nothing runs', async ({
  startDesktop,
  folder,
}) => {
  const desktop = await startDesktop();
  const { path, env } = await makeLauncher({
    flavour: 'test',
    folder: join(folder, 'app'),
    userData: desktop.userData,
  });
  const stowkey: Stowkey = (...args) =>
    run(path, args, { env: { ...desktop.env, ...env }, timeoutMs: 60_000 });
  const document = async (...args: readonly string[]): Promise<string> => {
    const done = await stowkey(...args);
    expect(done).toMatchObject({ code: 0, stderr: '' });
    return done.stdout;
  };

  await test.step('with the window', async () => {
    const driven = await drive(desktop);
    await connect(desktop, driven);
    await usesTheAccount(desktop, stowkey, document);
    const before = minted(desktop).length;
    await document('renew', 'Work');
    expect(minted(desktop)).toHaveLength(before + 1);
    await usesTheAccount(desktop, stowkey, document);
    expect(agentsOf(desktop)).toEqual([]);
    await document('connect', 'Google Drive');
    await driven.window.getByRole('heading', { name: 'Connect Google Drive' }).waitFor();
    const unknown = await stowkey('connect', 'gogle');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toMatch(
      /^stowkey: No provider is called so\. [^\n]*google-drive[^\n]*\n$/,
    );
    await driven.close();
  });

  await test.step('from nothing running, two at once', async () => {
    try {
      const both = await Promise.all([
        document('credentials', 'Work'),
        document('list', '--names'),
      ]);
      expect(JSON.parse(both[0])).toMatchObject({
        SecretAccessKey: newest(desktop).secretAccessKey,
      });
      expect(both[1]).toBe('Work\n');
      await expect.poll(() => agentsOf(desktop)).toHaveLength(1);
      await usesTheAccount(desktop, stowkey, document);
    } finally {
      for (const pid of agentsOf(desktop)) process.kill(pid, 'SIGTERM');
      await until('the end of the agent', () => agentsOf(desktop).length === 0 || undefined);
    }
  });
});

test('an account is connected by a code, without window, browser or display', async ({
  startDesktop,
  folder,
}) => {
  const desktop = await startDesktop();
  const oidc = await startOidcServer();
  const { path, env } = await makeLauncher({
    flavour: 'test',
    folder: join(folder, 'app'),
    userData: desktop.userData,
  });
  const start = () => {
    const words = ['connect', 'oidc', '--device-code', '--name', 'Far'];
    const fields = [`issuer=${oidc.issuer}`, 'registerClient=true'];
    const child = spawn(path, [...words, ...fields.flatMap((each) => ['--field', each])], {
      env: { ...desktop.env, ...env, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said.stderr += text;
    });
    const ended = new Promise((resolve) => {
      child.once('close', (code) => resolve({ code, ...said }));
    });
    const code = (): Promise<string> =>
      until('a code', () => /code ([A-Z]{4}-[A-Z]{4})\n/.exec(said.stderr)?.[1]);
    return { child, ended, code };
  };
  try {
    const interrupted = start();
    await interrupted.code();
    interrupted.child.kill('SIGINT');
    expect(await interrupted.ended).toEqual({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^Open [^\n]+\nstowkey: Cancelled\. [^\n]+\n$/),
    });
    const whole = start();
    await createCookieBrowser().walkThrough(`${oidc.issuer}/device`, {
      user_code: await whole.code(),
    });
    expect(await whole.ended).toEqual({
      code: 0,
      stdout: 'Far\n',
      stderr: expect.stringMatching(/^Open [^\n]+\n$/),
    });
    expect(desktop.opener.opened).toEqual([]);
  } finally {
    for (const pid of agentsOf(desktop)) process.kill(pid, 'SIGTERM');
    await until('the end of the agent', () => agentsOf(desktop).length === 0 || undefined);
    await oidc.close();
  }
});

async function usesTheAccount(
  desktop: Desktop,
  stowkey: Stowkey,
  document: (...args: readonly string[]) => Promise<string>,
): Promise<void> {
  const { accessKeyId, secretAccessKey } = newest(desktop);
  const { accounts } = JSON.parse(await document('list', '--json'));
  expect(accounts).toMatchObject([{ name: 'Work', state: 'valid', holds: { s3Keys: true } }]);
  expect((await stowkey('status', 'W')).code).toBe(0);
  for (const name of ['Work', 'W', accounts[0].id])
    expect(JSON.parse(await document('credentials', name))).toMatchObject({
      Version: 1,
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
    });
  expect(await document('env', 'Work')).toContain(`AWS_ACCESS_KEY_ID='${accessKeyId}'`);
  const seen = (await document('exec', 'Work', '--', '/usr/bin/env')).split('\n');
  expect(seen).toContain(`AWS_SECRET_ACCESS_KEY=${secretAccessKey}`);
  expect(seen).toContain(`AWS_ENDPOINT_URL_S3=${desktop.world.s3.endpoint}`);
  const unknown = await stowkey('credentials', 'nobody');
  expect(unknown).toMatchObject({ code: 1, stdout: '' });
  expect(unknown.stderr).toMatch(/^stowkey: [^\n]+\n$/);
}
