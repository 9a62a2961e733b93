import { AxeBuilder } from '@axe-core/playwright';
import { error, few, snapshot } from '../harness/fixtures.ts';
import { openSettings } from '../harness/settings-scenarios.ts';
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

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });
    test('axe finds nothing in the settings', async ({ page, show }) => {
      await show({ snapshot: full() });
      await openSettings(page);
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    });
  });
}
