import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { keychainServiceName } from '../../electron/platform/paths.ts';
import { accountItems } from '../support/desktop/desktop.ts';
import { lockSignals } from '../support/desktop/shell.ts';
import { agentsOf, askFor, connect, type Driven, drive, expect, newest, test } from './fixtures.ts';

test('S7 A6 a locked screen takes away what was copied and hides what is shown, however it is told', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const shell = await desktop.startShell();
  const driven = await drive(desktop);
  const { ui, window } = driven;
  await connect(desktop, driven);
  const { secretAccessKey } = newest(desktop);
  for (const signal of Object.keys(lockSignals) as (keyof typeof lockSignals)[]) {
    await test.step(signal, async () => {
      await ui.button('Copy secret key').click();
      await expect.poll(() => desktop.screen.read('clipboard')).toBe(secretAccessKey);
      await ui.button('Show secret key').click();
      await expect(window.getByText(secretAccessKey)).toBeVisible();
      shell.lock(signal);
      await expect(window.getByText(secretAccessKey)).toBeHidden({ timeout: 5_000 });
      await expect.poll(() => desktop.screen.read('clipboard'), { timeout: 5_000 }).toBe('');
    });
  }
});

const closeToTray = ({ window }: Driven): Promise<unknown> =>
  window.evaluate(() => globalThis.window.stowkey.settings.change({ closeToTray: true }));

const closeWindow = ({ app }: Driven): Promise<void> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());

const windowsOf = ({ app }: Driven): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('T3 closing leaves the program in the tray where there is one, which opens and ends it', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const shell = await desktop.startShell();
  const driven = await drive(desktop);
  const { app } = driven;
  await connect(desktop, driven);
  let { secretAccessKey } = newest(desktop);
  await closeToTray(driven);

  await test.step('without a tray, the window is minimised', async () => {
    // Nothing minimises windows on this screen, so it is the wish that is looked at.
    const minimised = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const window = BrowserWindow.getAllWindows()[0];
          if (window !== undefined) window.minimize = () => resolve(!window.isDestroyed());
          window?.close();
        }),
    );
    expect(await minimised).toBe(true);
    expect(await windowsOf(driven)).toBe(1);
  });
  await test.step('with one, the program stays there', async () => {
    await shell.showTray(true);
    await shell.untilIcon();
    expect(await shell.menu()).toEqual([
      ...['Pause renewals', 'No notifications for an hour', ''],
      ...['Open Stowkey', 'Quit Stowkey'],
    ]);
    await closeWindow(driven);
    await expect.poll(() => windowsOf(driven)).toBe(0);
  });
  const again = await test.step('and opens its window anew', async () => {
    const opening = app.waitForEvent('window');
    await shell.press('Open Stowkey');
    const opened = await opening;
    await opened.getByRole('row', { name: /Work/ }).waitFor();
    return opened;
  });
  await test.step('pauses renewals, which the window says', async () => {
    await shell.press('Pause renewals');
    await again.getByText('Renewals are paused').waitFor();
    await expect.poll(shell.menu).toContain('Pause renewals (on)');
    await again.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(shell.menu).toContain('Pause renewals');
  });
  await test.step('has favourites at hand, which it copies and renews', async () => {
    await again.getByRole('row', { name: /Work/ }).click({ button: 'right' });
    await again.getByRole('menuitem', { name: 'Add to favourites' }).click();
    await expect.poll(shell.menu).toContain('Work');
    await shell.press('Work', 'Copy secret key');
    await expect.poll(() => desktop.screen.read('clipboard')).toBe(secretAccessKey);
    await shell.press('Work', 'Renew');
    await expect.poll(() => newest(desktop).secretAccessKey).not.toBe(secretAccessKey);
    secretAccessKey = newest(desktop).secretAccessKey;
    await again.getByRole('row', { name: /Work/ }).click({ button: 'right' });
    await again.getByRole('menuitem', { name: 'Remove from favourites' }).click();
    await expect.poll(shell.menu).not.toContain('Work');
  });
  await test.step('lists who needs the person, and copies', async () => {
    desktop.world.ledger.s3Keys.clear();
    await again.evaluate(async () => {
      const reply = await window.stowkey.app.snapshot();
      const connectionId = reply.ok ? reply.value.connections[0]?.id : undefined;
      if (connectionId !== undefined) await window.stowkey.connections.verify({ connectionId });
    });
    await expect.poll(shell.menu).toContain('Work: Needs attention');
    expect(await shell.toolTip()).toBe('Stowkey: 1 account needs you');
    await closeWindow(driven);
    await expect.poll(() => windowsOf(driven)).toBe(0);
    await shell.press('Work: Needs attention', 'Copy secret key');
    await expect.poll(() => desktop.screen.read('clipboard')).toBe(secretAccessKey);
  });
  await test.step('and ends', async () => {
    const ended = app.waitForEvent('close');
    await shell.press('Quit Stowkey');
    await ended;
    expect(await desktop.screen.read('clipboard')).toBe('');
  });
});

test('T2 a notice of an account that needs a sign-in leads to it, out of the tray too', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const shell = await desktop.startShell();
  await shell.showTray(true);
  const driven = await drive(desktop);
  const { app } = driven;
  await connect(desktop, driven);
  await shell.untilIcon();
  await closeToTray(driven);
  await closeWindow(driven);
  await expect.poll(() => windowsOf(driven)).toBe(0);
  const service = keychainServiceName({ kind: 'custom', realPath: desktop.userData });
  for (const item of accountItems(await desktop.items()))
    await desktop.keyring.clearItem(service, item);
  for (let asked = 0; asked < 2; asked += 1)
    expect((await askFor(desktop.userData, 'Work')).status).not.toBe(200);

  const title = 'Work needs you to sign in';
  await expect.poll(() => shell.notifications().map((each) => each.title)).toEqual([title]);
  expect(shell.shown()).toBe(1);
  await expect.poll(shell.menu).toContain('Work: Sign in again');
  const opening = app.waitForEvent('window');
  shell.click(title);
  const window = await opening;
  await window.getByRole('heading', { name: 'Work', exact: true }).waitFor();
  await expect.poll(shell.notifications).toEqual([]);
});

test('the program starts with the session, in the background, once that is chosen', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop({ browser: false });
  const driven = await drive(desktop);
  const choose = (startAtLogin: boolean): Promise<unknown> =>
    driven.window.evaluate(
      (on) => window.stowkey.settings.change({ startAtLogin: on }),
      startAtLogin,
    );
  const folder = join(desktop.env.XDG_CONFIG_HOME ?? '', 'autostart');
  expect(await choose(true)).toMatchObject({ ok: true });
  const [file = ''] = await readdir(folder);
  expect(file).toMatch(/^dev\.stowkey\.app-[0-9a-f]{8}\.desktop$/);
  const entry = await readFile(join(folder, file), 'utf8');
  await driven.close();

  // Words in double quotes are to a shell what they are here.
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const started = spawn('sh', ['-c', `exec ${exec}`], { env: desktop.env, stdio: 'ignore' });
  try {
    await expect.poll(() => agentsOf(desktop).length).toBeGreaterThan(0);
    const shell = await desktop.startShell();
    await shell.showTray(true);
    await shell.untilIcon();
    const ended = once(started, 'exit');
    await shell.press('Quit Stowkey');
    await ended;
  } finally {
    started.kill('SIGKILL');
  }

  const again = await drive(desktop);
  const off = await again.window.evaluate(() =>
    window.stowkey.settings.change({ startAtLogin: false }),
  );
  expect(off).toMatchObject({ ok: true });
  expect(await readdir(folder)).toEqual([]);
});
