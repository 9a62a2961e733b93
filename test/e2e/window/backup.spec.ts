import {
  backupReplies,
  foundBackup,
  showBackup,
  showForget,
  showPreview,
} from '../harness/backup-scenarios.ts';
import { error, few, snapshot } from '../harness/fixtures.ts';
import { calls, focused, holdsSecret, secret } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Accounts saved in a file and restored from one. */

const shown = () => ({ snapshot: snapshot({ connections: few() }), replies: backupReplies() });

test('some accounts are saved under a passphrase that stays nowhere, by keys alone', async ({
  page,
  show,
}) => {
  await show(shown());
  await page.getByRole('button', { name: 'Backup', exact: true }).press('Enter');
  await expect.poll(() => focused(page)).toBe('h1:Backup');
  await page.getByRole('button', { name: 'Back up…' }).press('Enter');
  const save = page.getByRole('button', { name: 'Save backup…' });
  await page.getByRole('radio', { name: 'Some of them' }).press('Space');
  await page.getByLabel('Passphrase', { exact: true }).fill(secret);
  await page.getByLabel('Passphrase again', { exact: true }).fill('another one');
  await save.press('Enter');
  await page.getByText('Choose at least one account.').waitFor();
  await page.getByText('The two are not the same.').waitFor();
  expect(await calls(page, 'backup.save')).toEqual([]);

  await page.getByRole('checkbox', { name: few()[0]?.label ?? '' }).press('Space');
  await page.getByLabel('Passphrase again', { exact: true }).fill(secret);
  await save.press('Enter');
  await page.getByRole('dialog', { name: 'Backup saved' }).waitFor();
  await expect(page.getByRole('dialog')).toContainText(few()[2]?.label ?? '');
  expect(await calls(page, 'backup.save')).toEqual([
    {
      connectionIds: [few()[0]?.id],
      lock: { kind: 'passphrase', passphrase: secret },
    },
  ]);
  await page.evaluate(() => {
    window.harnessCalls.length = 0;
  });
  expect(await holdsSecret(page)).toBe(false);
  await page.getByRole('button', { name: 'Done' }).press('Enter');
  await expect.poll(() => focused(page)).toBe('button:Back up…');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Backup', exact: true }).waitFor();
});

test('T5 doubles are asked about, what is new comes, and what is the same stays', async ({
  page,
  show,
}) => {
  await show(shown());
  await showPreview(page);
  const restore = page.getByRole('button', { name: 'Restore 2 accounts' });
  await expect(restore).toBeFocused();
  await expect(page.getByText('sign in again on one of the two')).toHaveCount(0);
  await page.getByRole('button', { name: /What to do with Team drive/ }).click();
  await page.getByRole('option', { name: 'Replace it by the one in the backup' }).click();
  await page.getByText('sign in again on one of the two').waitFor();
  await page.getByText('login.lab.example, api.lab.example').waitFor();
  await page.getByRole('checkbox', { name: 'Restore Offsite copies' }).uncheck();
  await page.getByRole('button', { name: 'Restore 2 accounts' }).click();
  await page.getByRole('status').filter({ hasText: '2 accounts restored.' }).waitFor();
  expect(await calls(page, 'backup.restore')).toEqual([
    { backup: foundBackup().backup, choices: ['skip', 'replace', 'add', 'skip'] },
  ]);
  // A template that came along has a name now.
  expect(await calls(page, 'providers.list')).toHaveLength(2);
  await expect.poll(() => calls(page, 'backup.forget')).toHaveLength(1);
});

test('T4 a wrong passphrase is said, and can be typed again', async ({ page, show }) => {
  await show({ ...shown(), errors: { 'backup.open': error('backup.not-opened') } });
  await showBackup(page);
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByText('saved').waitFor();
  await page.getByLabel('Passphrase', { exact: true }).fill('a wrong one');
  await page.getByLabel('Passphrase', { exact: true }).press('Enter');
  await page.getByRole('alert').filter({ hasText: 'Nothing was changed.' }).waitFor();
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => calls(page, 'backup.forget')).toHaveLength(1);
});

test('a file that is no backup is said, and the first start leads here', async ({ page, show }) => {
  await show({ snapshot: snapshot(), errors: { 'backup.choose': error('backup.not-a-backup') } });
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await expect(page.getByRole('button', { name: 'Back up…' })).toBeDisabled();
  await page.getByRole('button', { name: 'Restore…' }).click();
  await page.getByRole('status').filter({ hasText: 'not a backup' }).waitFor();
});

test('T7 everything is forgotten once that was typed, and what stayed is said', async ({
  page,
  show,
}) => {
  const left = [{ kind: 'account', name: 'Photo archive', code: 'keychain.failed' }];
  await show({ ...shown(), replies: { 'forget.everything': { left } } });
  await showForget(page);
  await expect(page.getByRole('textbox')).toBeFocused();
  await page.getByText('photo-archive, team').waitFor();
  await expect(page.getByRole('alertdialog').getByRole('listitem').first()).toContainText(
    '6 accounts',
  );
  await page.keyboard.type('forget it');
  await page.keyboard.press('Enter');
  await page.getByText('and nothing else').waitFor();
  expect(await calls(page, 'forget.everything')).toEqual([]);
  await page.getByRole('checkbox', { name: /^Take 2 profiles out/ }).uncheck();
  await page.getByRole('textbox').fill('Forget everything');
  await page.getByRole('textbox').press('Enter');
  const dialog = page.getByRole('alertdialog', { name: 'Not everything could be forgotten' });
  await expect(dialog).toContainText('Account Photo archive');
  expect(await calls(page, 'forget.everything')).toEqual([
    { revokes: false, removesProfiles: false },
  ]);
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('button:Forget everything…');
  await show({ ...shown(), errors: { 'forget.everything': error('metadata.unwritable') } });
  await showForget(page);
  await page.getByRole('textbox').fill('forget everything');
  await page.getByRole('textbox').press('Enter');
  await page.getByRole('alertdialog').getByRole('alert').waitFor();
});
