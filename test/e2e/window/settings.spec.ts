import { AxeBuilder } from '@axe-core/playwright';
import { error, few, snapshot } from '../harness/fixtures.ts';
import { openAccount } from '../harness/scenario.ts';
import {
  bundleInUse,
  bundleReview,
  locked,
  newerBundle,
  openSettings,
} from '../harness/settings-scenarios.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** What the person chooses about the program. */

const full = () => snapshot({ connections: few() });

test('each setting is changed at once by the keyboard alone, and the way back keeps the place', async ({
  page,
  show,
}) => {
  await show({ snapshot: full() });
  await openSettings(page);
  await expect.poll(() => focused(page)).toBe('h1:Settings');
  const secrets = page.getByRole('region', { name: 'Copying and showing secrets' });
  await secrets.getByRole('button', { name: /Clear copied secrets after/ }).press('Enter');
  await page.getByRole('option', { name: '60 seconds' }).press('Enter');
  await expect(secrets.getByRole('button', { name: /60 seconds/ })).toBeVisible();
  const notifications = page.getByRole('switch', { name: 'Notifications', exact: true });
  await notifications.press('Space');
  await expect(notifications).not.toBeChecked();
  expect(await calls(page, 'settings.change')).toEqual([
    { clipboardSeconds: 60 },
    { notifies: false },
  ]);
  await page.keyboard.press('Escape');
  await page.getByRole('grid', { name: 'Accounts' }).waitFor();
});

test('renewals are paused and notices silenced here as well, and an account tells by itself when', async ({
  page,
  show,
}) => {
  await show({ snapshot: full() });
  await openSettings(page);
  for (const name of ['No notifications for an hour', 'Pause renewals']) {
    const held = page.getByRole('switch', { name });
    await held.press('Space');
    await expect(held).toBeChecked();
  }
  await page.getByRole('switch', { name: 'Pause renewals' }).press('Space');
  expect(await calls(page, 'desktop.pauseRenewals')).toEqual([{ on: true }, { on: false }]);
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const tells = page.getByRole('button', { name: /^Tell me/ });
  await expect(tells).toHaveText('Tell me: As in the settings');
  await tells.press('Enter');
  await page.getByRole('menuitemradio', { name: '1 day before' }).press('Enter');
  await expect(tells).toHaveText('Tell me: 1 day before');
  await tells.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Another time…' }).press('Enter');
  const amount = page.getByLabel('How long before it expires');
  for (const wrong of ['', '0', '366', '1.5', 'a day']) {
    await amount.fill(wrong);
    await amount.press('Enter');
    await expect(amount).toHaveAccessibleDescription(/whole number/);
  }
  await amount.fill('3');
  await amount.press('Enter');
  await expect(tells).toHaveText('Tell me: 3 days before');
});

test('what could not be saved is said beside the setting, which stays as it is', async ({
  page,
  show,
}) => {
  await show({ snapshot: full(), errors: { 'settings.change': error('metadata.disk-full') } });
  await openSettings(page);
  await page.getByRole('button', { name: /Theme/ }).press('Enter');
  await page.getByRole('option', { name: 'Dark' }).press('Enter');
  await expect(page.getByRole('button', { name: /Theme/ })).toHaveAccessibleName(/Like the system/);
  await expect(
    page.getByRole('region', { name: 'Appearance' }).getByText(/^Not saved\./),
  ).toBeVisible();
});

test('the form that the settings name is the one that “Copy” offers first', async ({
  page,
  show,
}) => {
  const { settings } = full();
  await show({ snapshot: { ...full(), settings: { ...settings, copyFormat: 'rclone' } } });
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  await expect(page.getByRole('button', { name: /rclone/ }).first()).toBeVisible();
});

test('what this desktop cannot do is switched off, and says why', async ({ page, show }) => {
  const desktop = { ...full().desktop, tray: false, startAtLogin: 'sources' as const };
  await show({ snapshot: { ...full(), desktop } });
  await openSettings(page);
  for (const [name, why] of [
    ['Keep running when the window is closed', /^Nothing here shows icons/],
    ['Start when you log in', /^Only the installed program/],
  ] as const) {
    await expect(page.getByRole('switch', { name })).toBeDisabled();
    await expect(page.getByRole('switch', { name })).toHaveAccessibleDescription(why);
  }
});

test('O3 what an organisation locks is said beside it, with its name, and is reached by the keyboard', async ({
  page,
  show,
}) => {
  await show({ snapshot: { ...full(), organisation: locked() } });
  await openAccount('Photo archive')(page);
  const reveal = page.getByRole('button', { name: 'Show secret key' });
  await reveal.focus();
  await expect(reveal).toBeFocused();
  await expect(reveal).toHaveAttribute('aria-disabled', 'true');
  await expect(reveal).toHaveAccessibleDescription(
    'Example GmbH does not allow secrets to be shown.',
  );
  await page.keyboard.press('Enter');
  expect(await calls(page, 'credentials.reveal')).toEqual([]);
  await openSettings(page);
  await page.getByRole('button', { name: /Clear copied secrets after/ }).press('Enter');
  await expect(page.getByRole('option')).toHaveText(['10 seconds', '30 seconds']);
  await page.keyboard.press('Escape');
  const said = page.getByRole('region', { name: 'Organisation' });
  await expect(said.getByText('Set by Example GmbH on this computer:')).toBeVisible();
  await expect(said.getByRole('listitem')).toHaveCount(6);
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Backup', exact: true }).click();
  const save = page.getByRole('button', { name: /^Back up/ });
  await expect(save).toHaveAccessibleDescription(/^Example GmbH does not allow backups/);
  await save.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('O6 a bundle is added after its key and hosts were shown, and updated by what changes', async ({
  page,
  show,
}) => {
  await show({
    snapshot: full(),
    replies: { 'organisation.reviewBundle': bundleReview() },
  });
  await openSettings(page);
  await page.getByRole('button', { name: 'Add a bundle…' }).press('Enter');
  const address = page.getByLabel('Address');
  await expect(address).toBeFocused();
  await address.fill('https://example.com/stowkey.jws');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Bundle of Example GmbH' });
  for (const text of [bundleReview().key, 'login.example.com', 's3.example.com', /Compare this/])
    await expect(dialog.getByText(text).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(await calls(page, 'organisation.acceptBundle')).toEqual([]);
  await dialog.getByRole('button', { name: 'Use it' }).press('Enter');
  await expect(dialog).toHaveCount(0);
  expect(await calls(page, 'organisation.reviewBundle')).toEqual([
    { from: 'url', url: 'https://example.com/stowkey.jws' },
  ]);
  expect(await calls(page, 'organisation.acceptBundle')).toEqual([
    { review: bundleReview().review },
  ]);
});

test('O6 what a new bundle changes is shown, and one that goes leaves the accounts', async ({
  page,
  show,
}) => {
  await show({
    snapshot: { ...full(), organisation: bundleInUse() },
    replies: { 'organisation.reviewBundle': newerBundle() },
  });
  await openSettings(page);
  await page.getByRole('button', { name: 'Update…' }).press('Enter');
  await expect(page.getByLabel('Address')).toHaveValue('https://example.com/stowkey.jws');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Bundle of Example GmbH' });
  await expect(dialog.getByText('https://s3.example.com → https://s3.example.org')).toBeVisible();
  await page.keyboard.press('Escape');
  expect(await calls(page, 'organisation.acceptBundle')).toEqual([]);
  await page.getByRole('button', { name: 'Remove…' }).press('Enter');
  const asked = page.getByRole('alertdialog');
  await expect(asked.getByText(/Your accounts stay/)).toBeVisible();
  await asked.getByRole('button', { name: 'Remove' }).press('Enter');
  await expect(asked).toHaveCount(0);
  expect(await calls(page, 'organisation.removeBundle')).toHaveLength(1);
});
