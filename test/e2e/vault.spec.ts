import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeLauncher } from '../support/app/launcher.ts';
import { accountItems } from '../support/desktop/desktop.ts';
import { filesBelow, findIn, processesOf } from '../support/processes/canaries.ts';
import { type Finished, run, until } from '../support/processes/processes.ts';
import { agentsOf, connect, drive, expect, newest, test } from './fixtures.ts';

const passphrase = 'canary-passphrase of five words';

/** Quotes for the shell that `script` starts. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Runs a command on a terminal of its own (util-linux's `script`), and types a line at each prompt. */
const atTerminal = async (
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  typed: readonly (readonly [prompt: string, line: string])[],
): Promise<{ readonly code: number | null; readonly shown: string }> => {
  const command = words.map(quoted).join(' ');
  const child = spawn('script', ['-q', '-e', '-c', command, '/dev/null'], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let shown = '';
  let answered = 0;
  let from = 0;
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    shown += part;
    const next = typed[answered];
    if (next === undefined) return;
    const at = shown.indexOf(next[0], from);
    if (at < 0) return;
    from = at + next[0].length;
    answered += 1;
    child.stdin.write(`${next[1]}\r`);
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, shown };
};

test('T6 without a keychain a vault is made and unlocked at a terminal, and locked says so in one line', async ({
  startDesktop,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-vault-'));
  const desktop = await startDesktop({ keyring: { bus: false } });
  const launcher = await makeLauncher({
    flavour: 'test',
    folder: join(folder, 'app'),
    userData: desktop.userData,
  });
  const env = { ...desktop.env, ...launcher.env };
  const stowkey = (...args: readonly string[]): Promise<Finished> =>
    run(launcher.path, args, { env, timeoutMs: 60_000 });
  const terminal = (args: readonly string[], typed: Parameters<typeof atTerminal>[2]) =>
    atTerminal([launcher.path, ...args], env, typed);
  const endAgent = async (): Promise<void> => {
    for (const pid of agentsOf(desktop)) process.kill(pid, 'SIGTERM');
    await until('the end of the agent', () => agentsOf(desktop).length === 0 || undefined);
  };

  try {
    await test.step('made at a terminal, without display, by an agent in the background', async () => {
      const made = await terminal(
        ['unlock', '--create'],
        [
          ['New passphrase: ', passphrase],
          ['Again: ', passphrase],
        ],
      );
      expect(made.shown).toMatch(/Unlocked until .*\./);
      expect(made.code).toBe(0);
      expect(made.shown).not.toContain('canary');
      expect(agentsOf(desktop)).toHaveLength(1);
      const again = await run(launcher.path, ['unlock', '--create', '--stdin'], {
        env,
        input: `${passphrase}\n`,
        timeoutMs: 60_000,
      });
      expect(again).toMatchObject({ code: 1, stdout: '' });
      expect(again.stderr).toContain('There is a vault file already');
      await endAgent();
    });

    await test.step('unlocked in the window, where an account is connected', async () => {
      const driven = await drive(desktop);
      const { ui, window } = driven;
      await ui.button('Unlock…').click();
      await window.getByLabel('Passphrase', { exact: true }).fill(`${passphrase}, but wrong`);
      await ui.button('Unlock').click();
      await expect(window.getByText('The vault did not open')).toBeVisible();
      await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await ui.button('Unlock').click();
      await expect(ui.banner('Your vault file is locked')).toBeHidden();
      await connect(desktop, driven);
      expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
      await driven.close();
    });

    await test.step('locked at the next start; a wrong passphrase opens nothing', async () => {
      const refused = await stowkey('credentials', 'Work');
      expect(refused).toMatchObject({ code: 1, stdout: '' });
      expect(refused.stderr).toMatch(
        /^stowkey: Your vault file is locked\. [^\n]*stowkey unlock[^\n]*\n$/,
      );
      const wrong = await terminal(['unlock'], [['Passphrase: ', 'canary-passphrase of mine']]);
      expect(wrong.code).toBe(1);
      expect(wrong.shown).toContain('stowkey: The vault did not open.');
      const givenUp = await terminal(['unlock'], [['Passphrase: ', '\u0003']]);
      expect(givenUp.code).toBe(1);
      expect(givenUp.shown).not.toMatch(/canary/);
    });

    await test.step('unlocked at a terminal, used, and locked', async () => {
      const unlocked = await terminal(['unlock', '--for', '5m'], [['Passphrase: ', passphrase]]);
      expect(unlocked.code).toBe(0);
      const keys = await stowkey('credentials', 'Work');
      expect(JSON.parse(keys.stdout)).toMatchObject({
        SecretAccessKey: newest(desktop).secretAccessKey,
      });
      const examined = JSON.parse((await stowkey('doctor', '--json')).stdout);
      const found = examined.checks.flatMap(({ subject, finding }: Record<string, string>) =>
        subject === 'keychain' || subject === 'bus' ? [finding] : [],
      );
      expect(found).toEqual(['vault.works', 'bus.unneeded']);
      expect(await stowkey('lock')).toMatchObject({ code: 0, stdout: 'Locked.\n', stderr: '' });
      expect(await stowkey('credentials', 'Work')).toMatchObject({ code: 1, stdout: '' });
    });

    await test.step('and no passphrase or key is in a file, an argument or an environment', async () => {
      const secrets = new Map([
        ['passphrase', passphrase],
        ['secret key', newest(desktop).secretAccessKey],
      ]);
      expect(findIn(processesOf(1), secrets)).toEqual([]);
      expect(findIn(await filesBelow(desktop.userData), secrets)).toEqual([]);
    });
  } finally {
    await endAgent();
    await rm(folder, { recursive: true, force: true });
  }
});

test('T6 a vault that was made in the window moves to the keychain that appeared', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop({ keyring: { service: 'none' } });
  const first = await drive(desktop);
  await first.ui.button('Use a vault file instead…').click();
  await first.window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await first.window.getByLabel('Passphrase again', { exact: true }).fill(passphrase);
  await first.ui.button('Create the vault').click();
  await expect(first.ui.banner('No keychain was found')).toBeHidden();
  await connect(desktop, first);
  await first.close();

  await desktop.keyring.restartDaemon();
  const { ui, window } = await drive(desktop);
  await ui.button('Unlock…').click();
  await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
  await ui.button('Unlock').click();
  await expect(ui.banner('This computer has a keychain now')).toBeVisible();
  expect(await desktop.items()).toEqual([]);
  await ui.button('Move to the keychain').click();
  await expect(ui.banner('This computer has a keychain now')).toBeHidden();
  expect(accountItems(await desktop.items())).toHaveLength(1);
  expect((await readdir(desktop.userData)).filter((name) => name.startsWith('vault'))).toEqual([]);
  await ui.choose('Work');
  expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
});
