import { describeError } from '../../../shared/words/errors.ts';
import { error, few, snapshot } from '../harness/fixtures.ts';
import { openSettings } from '../harness/settings-scenarios.ts';
import { lockedVault, noKeychain, openVault } from '../harness/vault-scenarios.ts';
import { calls, focused, holdsSecret, secret } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** A vault file, where there is no keychain. */

test('T6 a vault is offered without a keychain alone, says what it is worth, and is made by keys alone', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few(), ...noKeychain }) });
  await page.getByRole('button', { name: 'Use a vault file instead…' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Use a vault file' });
  await expect(dialog.getByRole('listitem')).toHaveCount(5);
  await expect(dialog).toContainText('Whoever gets the file can try passphrases');
  await expect(dialog).toContainText('Those accounts ask you to sign in again.');
  await page.getByLabel('Passphrase', { exact: true }).fill('short');
  await page.keyboard.press('Enter');
  await page.getByText('Use 12 characters or more.').waitFor();
  await page.getByText('The two are not the same.').waitFor();
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  expect(await calls(page, 'vault.create')).toEqual([]);
  await page.getByLabel('Passphrase', { exact: true }).fill(secret);
  await page.getByLabel('Passphrase again', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await calls(page, 'vault.create')).toEqual([
    { passphrase: secret, inPlace: false, leavesKeys: true },
  ]);
  await page.evaluate(() => {
    window.harnessCalls.length = 0;
  });
  expect(await holdsSecret(page)).toBe(false);

  await show({ snapshot: snapshot({ connections: few() }) });
  await expect(page.getByRole('button', { name: /vault/i })).toHaveCount(0);
  await openSettings(page);
  await expect(page.getByText(/vault/i)).toHaveCount(0);
});

test('T6 a locked vault is unlocked, or given up for a new one, and a wrong passphrase is said', async ({
  page,
  show,
}) => {
  const shown = { snapshot: snapshot({ connections: few(), ...lockedVault }) };
  await show({ ...shown, errors: { 'vault.unlock': error('vault.not-opened') } });
  await expect(page.getByRole('navigation', { name: 'More of Stowkey' })).toContainText(
    'Vault locked',
  );
  await expect(page.getByText('Unknown: vault locked').first()).toBeVisible();
  await page.getByRole('button', { name: 'Unlock…' }).press('Enter');
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByText('Type the passphrase.', { exact: true }).waitFor();
  await page.getByLabel('Passphrase', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'The vault did not open' }).waitFor();
  expect(await calls(page, 'vault.unlock')).toEqual([{ passphrase: secret }]);
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();

  await page.getByRole('button', { name: 'I forgot it…' }).press('Enter');
  await page.getByRole('dialog', { name: 'Start a new vault' }).waitFor();
  await page.getByLabel('Passphrase', { exact: true }).fill(secret);
  await page.getByLabel('Passphrase again', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await calls(page, 'vault.create')).toEqual([
    { passphrase: secret, inPlace: true, leavesKeys: true },
  ]);

  await show(shown);
  await page.getByRole('button', { name: 'Unlock…' }).press('Enter');
  await page.getByLabel('Passphrase', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe('button:Unlock…');
});

test.describe('in a window that is late', () => {
  test.use({ lateMs: 60 });

  test('the focus comes back to what opened a dialog', async ({ page, show }) => {
    await show({ snapshot: snapshot({ connections: few(), ...lockedVault }) });
    await page.getByRole('button', { name: 'Unlock…' }).press('Enter');
    await page.getByLabel('Passphrase', { exact: true }).fill(secret);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect.poll(() => focused(page)).toBe('button:Unlock…');
  });
});

test('T6 an open vault is moved, locked and given another passphrase', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few(), ...openVault(true) }) });
  await page.getByRole('button', { name: 'Move to the keychain' }).press('Enter');
  await page.getByRole('status').filter({ hasText: 'The vault file is gone.' }).waitFor();
  expect(await calls(page, 'vault.moveToKeychain')).toHaveLength(1);

  await openSettings(page);
  await page.getByRole('button', { name: /Lock the vault after/ }).press('Enter');
  await page.getByRole('option', { name: 'Never, until Stowkey ends' }).click();
  expect(await calls(page, 'settings.change')).toEqual([{ vaultMinutes: 0 }]);
  await page.getByRole('button', { name: 'Change passphrase…' }).press('Enter');
  await page.getByLabel('Passphrase now', { exact: true }).fill('the one of before');
  await page.getByLabel('New passphrase', { exact: true }).fill(secret);
  await page.getByLabel('New passphrase again', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'The vault has its new passphrase.' }).waitFor();
  expect(await calls(page, 'vault.changePassphrase')).toEqual([
    { from: 'the one of before', to: secret },
  ]);
  await page.getByRole('button', { name: 'Lock now' }).press('Enter');
  expect(await calls(page, 'vault.lock')).toHaveLength(1);

  const trouble = error('keychain.locked');
  await show({
    snapshot: snapshot({ connections: few(), ...openVault(true) }),
    errors: {
      'vault.moveToKeychain': trouble,
      'vault.changePassphrase': error('vault.not-opened'),
    },
  });
  await page.getByRole('button', { name: 'Move to the keychain' }).press('Enter');
  await page
    .getByRole('status')
    .filter({ hasText: describeError(trouble).title })
    .waitFor();
  await openSettings(page);
  await page.getByRole('button', { name: 'Change passphrase…' }).press('Enter');
  await page.getByLabel('Passphrase now', { exact: true }).fill('a wrong one');
  await page.getByLabel('New passphrase', { exact: true }).fill(secret);
  await page.getByLabel('New passphrase again', { exact: true }).fill(secret);
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: 'The vault did not open' }).waitFor();
});
