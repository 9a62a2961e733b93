import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { accountItems } from '../support/desktop/desktop.ts';
import { formFor } from '../support/worlds/journey.ts';
import { clipboardOf, connect, drive, expect, minted, newest, test } from './fixtures.ts';

test('K3 a keychain locked at the start hides nothing, and unlocking brings all back', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const first = await drive(desktop);
  await connect(desktop, first);
  await first.close();
  await desktop.keyring.lock();

  const driven = await drive(desktop);
  const { ui } = driven;
  await expect(ui.banner('Your keychain is locked')).toBeVisible();
  await expect(ui.row('Work')).toContainText('Unknown: keychain locked');
  await ui.choose('Work');
  await expect(ui.button('Verify')).toBeDisabled();
  await ui.button('Try again').click();
  // It is off while the keychain is being asked.
  await expect(ui.button('Try again')).toBeEnabled();
  await expect(ui.banner('Your keychain is locked')).toBeVisible();

  await desktop.keyring.unlock();
  await ui.button('Try again').click();
  await expect(ui.banner('Your keychain is locked')).toBeHidden();
  await expect(ui.row('Work')).toContainText('Active');
  await expect(driven.window.getByText('GNOME Keyring not available')).toBeHidden();
  await ui.copyMenu('Work', 'Secret key');
  await expect.poll(() => clipboardOf(driven)).toBe(newest(desktop).secretAccessKey);
});

test('K24 a keychain service that is restarted while the program runs is found by the next call', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  await connect(desktop, driven);
  for (const field of ['Secret key', 'Access key']) {
    await desktop.keyring.restartDaemon();
    await driven.ui.copyMenu('Work', field);
    const { secretAccessKey, accessKeyId } = newest(desktop);
    const copied = field === 'Secret key' ? secretAccessKey : accessKeyId;
    await expect.poll(() => clipboardOf(driven)).toBe(copied);
  }
});

test('K8 calls of the window are answered while the keychain hangs', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  await connect(desktop, driven);
  await desktop.keyring.stopDaemon();
  const answers = await driven.window.evaluate(async () => {
    const { app, connections, credentials, settings } = window.stowkey;
    const list = await app.snapshot();
    const connectionId = list.ok ? list.value.connections[0]?.id : undefined;
    if (connectionId === undefined) throw new Error('no account');
    const seen: string[] = [];
    const note = (what: string) => (reply: { ok: boolean; error?: { code: string } }) =>
      void seen.push(`${what}: ${reply.ok ? 'ok' : reply.error?.code}`);
    const hangs = credentials
      .reveal({ connectionId, field: 'secret-access-key' })
      .then(note('reveal'));
    await app.snapshot().then(note('snapshot'));
    await settings.change({ closeToTray: true }).then(note('settings'));
    await connections.rename({ connectionId, label: 'Anew' }).then(note('rename'));
    await hangs;
    return seen;
  });
  expect(answers).toEqual([
    ...['snapshot: ok', 'settings: ok', 'rename: ok'],
    'reveal: keychain.timeout',
  ]);
  await desktop.keyring.resumeDaemon();
});

test('K5 a keychain locked in the middle of a connect keeps the keys until they are saved', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const { ui, window } = await drive(desktop);
  await ui.startConnect(formFor(desktop.world));
  await desktop.browser.answer('approve');
  await expect(ui.review.heading).toBeVisible();
  await desktop.keyring.lock();
  await ui.review.accept();

  await expect(ui.heading('The keys are here, but could not be saved')).toBeVisible();
  await expect(window.getByRole('alert').filter({ hasText: 'is locked' }).first()).toBeVisible();
  await desktop.keyring.unlock();
  await ui.button('Save again').click();
  await expect(ui.connected('Work')).toBeVisible();

  expect(minted(desktop)).toHaveLength(1);
  expect(desktop.opener.opened).toHaveLength(1);
  expect(accountItems(await desktop.items())).toHaveLength(1);
  await ui.openAccount('Work');
  expect(await ui.reveal('secret key')).toContain(newest(desktop).secretAccessKey);
});

const without = [
  { what: 'no session bus', keyring: { bus: false } },
  { what: 'nobody on the bus to keep secrets', keyring: { service: 'none' } },
] as const;

for (const { what, keyring } of without) {
  test(`K1 with ${what} the program opens, says what to install, and keeps no secret elsewhere`, async ({
    startDesktop,
  }) => {
    const desktop = await startDesktop({ keyring });
    const { ui, window } = await drive(desktop);
    await expect(ui.banner('No keychain was found')).toBeVisible();
    await expect(
      window.getByText(/Install GNOME Keyring, KWallet or KeePassXC/).first(),
    ).toBeVisible();
    await expect(ui.heading('Connect your first storage account')).toBeVisible();

    await ui.startConnect(formFor(desktop.world));
    await desktop.browser.answer('approve');
    await ui.review.accept();
    await expect(ui.heading('The keys are here, but could not be saved')).toBeVisible();
    await ui.button('Give up').click();
    await expect(ui.heading('Work could not be connected')).toBeVisible();

    const { accessKeyId, secretAccessKey } = newest(desktop);
    const kept = await textOf(desktop.userData);
    // The folder was read, so what is not found in it is not there.
    expect(kept).toContain(desktop.world.client.clientId);
    for (const secret of [accessKeyId, secretAccessKey, desktop.world.client.clientSecret]) {
      expect(kept).not.toContain(secret);
    }
  });
}

async function textOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const texts = files.map((file) => readFile(join(file.parentPath, file.name), 'latin1'));
  return (await Promise.all(texts)).join('\n');
}
