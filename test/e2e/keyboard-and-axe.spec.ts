import { AxeBuilder } from '@axe-core/playwright';
import type { Locator, Page } from 'playwright';
import { storxRedirectUris } from '../../electron/providers/redirect-uris.ts';
import { formFor } from '../support/worlds/journey.ts';
import { clipboardOf, drive, expect, newest, test } from './fixtures.ts';

test('an account is connected, copied and disconnected with the keyboard alone, and axe finds no fault', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const driven = await drive(desktop);
  const { ui, window } = driven;
  const { keyboard } = window;
  const form = formFor(desktop.world);
  const field = (name: string): Locator => window.getByLabel(name, { exact: true });

  await tabTo(window, ui.button('Connect account'));
  await expectNoFaults(window, 'welcome');
  await keyboard.press('Enter');
  const card = window.getByRole('button', { name: /Sign in with StorX in your browser/ });
  await tabTo(window, card);
  await expectNoFaults(window, 'providers');
  await keyboard.press('Enter');

  await expect(field('Client ID')).toBeFocused();
  await keyboard.type(form.clientId);
  await tabTo(window, field('Client secret'));
  await keyboard.type(form.clientSecret);
  await tabTo(window, ui.button('Port in use?'));
  await keyboard.press('Enter');
  for (const name of [...storxRedirectUris.slice(1), /^Delete/]) {
    await tabTo(window, window.getByRole('checkbox', { name }));
    await keyboard.press('Space');
  }
  await tabTo(window, window.getByLabel('Name in Stowkey'));
  await keyboard.press('Control+a');
  await keyboard.type('Work');
  await tabTo(window, ui.button('More options'));
  await keyboard.press('Enter');
  await tabTo(window, window.getByRole('button', { name: /Environment/ }));
  await keyboard.press('Enter');
  await expect(window.getByRole('option', { selected: true })).toBeFocused();
  await keyboard.press('End');
  await expect(window.getByRole('option', { name: 'Custom addresses' })).toBeFocused();
  await keyboard.press('Enter');
  await tabTo(window, field('Integration page'));
  await keyboard.type(form.integrationUrl);
  await tabTo(window, field('Access service'));
  await keyboard.type(form.accessServiceUrl);
  await expectNoFaults(window, 'form');
  await keyboard.press('Enter');

  await ui.heading(/^Continue at .* in your browser$/).waitFor();
  await expectNoFaults(window, 'waiting');
  await desktop.browser.answer('approve');
  await expect(ui.review.heading).toBeFocused();
  await expectNoFaults(window, 'review');
  await tabTo(window, ui.button('Accept'));
  await keyboard.press('Enter');
  await ui.connected('Work').waitFor();
  await expect(ui.button('Copy keys')).toBeFocused();
  await expectNoFaults(window, 'connected');

  await keyboard.press('Enter');
  await expect(window.getByRole('menuitem', { name: 'Access key' })).toBeFocused();
  await keyboard.press('ArrowDown');
  await expectNoFaults(window, 'copy menu');
  await keyboard.press('Enter');
  await expect.poll(() => clipboardOf(driven)).toBe(newest(desktop).secretAccessKey);
  await tabTo(window, ui.button('Open account'));
  await keyboard.press('Enter');
  await ui.details('Work').waitFor();
  await expectNoFaults(window, 'account');

  await tabTo(window, ui.button('More actions'));
  await keyboard.press('Enter');
  // The menu takes keys from when it has the focus.
  await expect(window.getByRole('menuitem').first()).toBeFocused();
  await keyboard.press('End');
  await expect(window.getByRole('menuitem', { name: 'Disconnect…' })).toBeFocused();
  await keyboard.press('Enter');
  const question = window.getByRole('alertdialog');
  await expect(ui.button('Keep it', question)).toBeFocused();
  await expectNoFaults(window, 'disconnect');
  await keyboard.press('Tab');
  await expect(ui.button('Disconnect', question)).toBeFocused();
  await keyboard.press('Enter');
  await ui.heading('Connect your first storage account').waitFor();
});

/** Presses Tab until it is reached, as a person without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor();
  for (let presses = 0; presses < 40; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`40 presses of Tab do not lead to ${target}`);
}

async function expectNoFaults(page: Page, view: string): Promise<void> {
  // The usual mode opens a page of its own, which Electron does not have.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze();
  const faults = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html)}`);
  expect(faults, view).toEqual([]);
}
