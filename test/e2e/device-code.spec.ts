import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sendOffer } from '../support/desktop/offer-journey.ts';
import type { Offer } from '../support/worlds/offer.ts';
import { startOffers } from '../support/worlds/offers.ts';
import { drive, expect, test } from './fixtures.ts';

const originOf = async ({ templateFile }: Offer): Promise<string> => {
  const { contacts } = JSON.parse(await readFile(templateFile ?? '', 'utf8'));
  return `http://${contacts[0]}`;
};

test('where no browser opens, a code typed in another one connects the account', async ({
  startDesktop,
}) => {
  // A computer without any program that opens pages; the person has a browser elsewhere.
  const desktop = await startDesktop({ env: { PATH: '/nowhere' } });
  const offers = await startOffers(
    desktop.world,
    await mkdtemp(join(desktop.keyring.home, 'offers-')),
  );
  const offer = offers.find(({ label }) => label === 'OneDrive');
  if (offer === undefined) throw new Error('the demo offers no OneDrive');
  const driven = await drive(desktop);
  const { ui, window } = driven;

  await sendOffer(driven, offer);
  await expect(ui.heading('Your browser did not open')).toBeVisible();
  await ui.button('Use a device code instead').click();
  await expect(window.getByRole('checkbox', { name: 'Use a device code' })).toBeChecked();
  await ui.button('Connect').click();

  await expect(ui.heading('Enter this code at the provider')).toBeVisible();
  await expect(window.getByText('Waiting for the code to be entered')).toBeVisible();
  await window.screenshot({
    path: test.info().outputPath('device-code.png'),
    animations: 'disabled',
  });
  // The page is named by its real address; the stand-in has it at the same path.
  const { pathname } = new URL(await window.locator('code').first().innerText());
  const page = await desktop.browser.open(new URL(pathname, await originOf(offer)).href);
  const shown = await window.getByText(/^Code: /).innerText();
  await page.locator('#user-code').fill(shown.replace(/^Code: /, '').replaceAll(' ', ''));
  await page.locator('#approve').click();

  await ui.connected(offer.label).waitFor();
  expect(desktop.opener.opened).toEqual([]);
});
