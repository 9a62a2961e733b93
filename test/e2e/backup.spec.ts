import { readFile, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { connect, drive, expect, newest, test } from './fixtures.ts';

const passphrase = 'canary-5c1d five random words';

test('K23 T4 T5 T7 accounts are saved, all is forgotten, and the backup brings them back', async ({
  startDesktop,
}) => {
  test.slow();
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  const { app, ui, window } = driven;
  await connect(desktop, driven, 'Photos');
  const { secretAccessKey } = newest(desktop);
  const file = join(dirname(desktop.userData), 'photos.jwe');
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);

  await test.step('saves them in one file that is the person’s alone', async () => {
    await ui.button('Backup').click();
    await ui.button('Back up…').click();
    await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await window.getByLabel('Passphrase again', { exact: true }).fill(passphrase);
    await ui.button('Save backup…').click();
    await expect(window.getByRole('dialog')).toContainText('1 account in photos.jwe');
    await ui.button('Done').click();
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain(secretAccessKey);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const [header = ''] = text.split('.');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))).toMatchObject({
      p2c: 600_000,
      backup: { accounts: 1 },
    });
  });

  await test.step('forgets everything', async () => {
    await ui.button('Forget everything…').click();
    await window.getByRole('textbox').fill('forget everything');
    await ui.button('Forget everything').click();
    await expect(window.getByRole('alertdialog')).toContainText('keeps nothing any more');
    expect(await desktop.items()).toEqual([]);
    await ui.button('Done').click();
    await ui.button('Back to accounts').click();
  });

  await test.step('brings them back, with the passphrase alone', async () => {
    await ui.button('Restore from a backup').click();
    await ui.button('Restore…').click();
    await window.getByLabel('Passphrase', { exact: true }).fill('canary-5c1d another one');
    await ui.button('Open backup').click();
    await expect(window.getByRole('alert')).toContainText('could not be opened');
    expect(await desktop.items()).toEqual([]);
    await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await ui.button('Open backup').click();
    await ui.button('Restore 1 account').click();
    await ui.button('Back to accounts').click();
    await ui.choose('Photos');
    await ui.button('Show secret key').click();
    await expect(window.getByText(secretAccessKey)).toBeVisible();
    expect((await desktop.items()).length).toBe(2);
  });

  const log = await readFile(join(desktop.userData, 'logs', 'stowkey.log'), 'utf8');
  expect(log).not.toContain('canary-5c1d');
});
