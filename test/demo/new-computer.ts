import assert from 'node:assert/strict';
import { dirname, join } from 'node:path';
import type { RunningApp } from '../support/app/app.ts';
import { accountItems, type Desktop, startDesktop } from '../support/desktop/desktop.ts';
import { stowkey } from '../support/worlds/journey.ts';
import type { Step } from './steps.ts';

const passphrase = 'correct horse battery staple';

/** Has the dialogs for a file answer by themselves. */
const placeDialogs = ({ app }: RunningApp, file: string): Promise<void> =>
  app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [filePath] });
  }, file);

/**
 * Saves every account in a backup and restores it where there is nothing: another profile, another
 * keychain. Ends with the doctor there.
 */
export async function moveToNewComputer(
  desktop: Desktop,
  display: string,
  options: {
    readonly step: Step;
    readonly running: RunningApp;
    readonly accounts: number;
    /** An account, and its secret key. */
    readonly known: { readonly label: string; readonly secretKey: string };
    readonly show: (window: RunningApp) => void;
  },
): Promise<void> {
  const { step, running, accounts, known, show } = options;
  const file = join(dirname(desktop.userData), 'stowkey.jwe');

  await step(`Back up ${accounts} accounts in one encrypted file`, 'backed-up', async () => {
    const { window } = running;
    const app = stowkey(window);
    await placeDialogs(running, file);
    await app.button('Backup').click();
    await app.button('Back up…').click();
    await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
    await window.getByLabel('Passphrase again', { exact: true }).fill(passphrase);
    await app.button('Save backup…').click();
    await window.getByRole('dialog').getByText(`${accounts} accounts in stowkey.jwe`).waitFor();
    return window;
  });
  await running.close();

  const other = await startDesktop({ display, browser: false });
  try {
    await (await other.startShell()).showTray(true);
    const there = await other.start();
    const { window } = there;
    const app = stowkey(window);
    show(there);
    await step('On a new computer: an empty profile, another keychain', 'empty', async () => {
      await app.button('Restore from a backup').waitFor();
      assert.deepEqual(accountItems(await other.items()), []);
      return window;
    });
    await step(`Restore: all ${accounts} are back`, 'restored', async (picture) => {
      await placeDialogs(there, file);
      await app.button('Restore from a backup').click();
      await app.button('Restore…').click();
      await window.getByLabel('Passphrase', { exact: true }).fill(passphrase);
      await app.button('Open backup').click();
      await app.button(`Restore ${accounts} accounts`).waitFor();
      await picture(window, 'preview');
      await app.button(`Restore ${accounts} accounts`).click();
      await app.button('Back to accounts').click();
      await window.getByLabel('Search accounts').fill(known.label);
      await app.choose(known.label);
      assert.ok((await app.reveal('secret key')).includes(known.secretKey), 'another key');
      assert.equal(accountItems(await other.items()).length, accounts);
      return window;
    });
    await step('The doctor there: everything is fine', 'doctor', async () => {
      await window.keyboard.press('Control+k');
      await window.getByRole('textbox', { name: 'Search accounts and actions' }).fill('doctor');
      await window.keyboard.press('Enter');
      await app.heading('Everything is fine').waitFor();
      return window;
    });
  } finally {
    await other.close();
  }
}
