import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { accountItems, type Desktop } from '../support/desktop/desktop.ts';
import { connectOffer } from '../support/desktop/offer-journey.ts';
import type { Offer } from '../support/worlds/offer.ts';
import { startOffers } from '../support/worlds/offers.ts';
import { type Driven, drive, expect, test } from './fixtures.ts';

/** What the window shows of a provider's connection, and what it can do with it. */
type Shown = {
  readonly panel: 'Access token' | 'Secret key' | 'Connection at Alloy Automation';
  readonly renewal: 'refresh' | 'mfa-refresh' | 'none';
  readonly verifies: boolean;
  readonly endsAtProvider: boolean;
};

const tokens = { panel: 'Access token', renewal: 'refresh' } as const;
const keys = { panel: 'Secret key', renewal: 'refresh', verifies: true } as const;

/** Three desktops, so that they run beside one another. */
const groups: Readonly<Record<string, Readonly<Record<string, Shown>>>> = {
  'storage by sign-in': {
    'Google Drive': { ...tokens, verifies: true, endsAtProvider: true },
    Dropbox: { ...tokens, verifies: true, endsAtProvider: true },
    OneDrive: { ...tokens, verifies: true, endsAtProvider: false },
    Box: { ...tokens, verifies: true, endsAtProvider: true },
    pCloud: { ...tokens, renewal: 'none', verifies: true, endsAtProvider: false },
    'Team archive': { ...keys, endsAtProvider: false },
  },
  'the seed documents and servers of one’s own': {
    'JX Solutions': { ...tokens, verifies: false, endsAtProvider: false },
    Campus: { ...tokens, verifies: false, endsAtProvider: false },
    'Company sign-in': { ...tokens, verifies: true, endsAtProvider: true },
    'Own server': { ...tokens, verifies: true, endsAtProvider: true },
    'Team wiki': {
      panel: 'Connection at Alloy Automation',
      renewal: 'none',
      verifies: false,
      endsAtProvider: false,
    },
  },
  'keys, grants and temporary keys': {
    Lab: { ...keys, renewal: 'none', endsAtProvider: false },
    'Holiday photos': { ...keys, endsAtProvider: false },
    'Nightly backup': { ...keys, endsAtProvider: false },
    'Admin session': { ...keys, renewal: 'mfa-refresh', endsAtProvider: false },
    'Data team': { ...keys, endsAtProvider: true },
  },
};

const offersOf = async (desktop: Desktop): Promise<readonly Offer[]> =>
  startOffers(desktop.world, await mkdtemp(join(desktop.keyring.home, 'offers-')));

/** Goes through everything a connection is for, and leaves nothing of it. */
async function live(driven: Driven, desktop: Desktop, offer: Offer, shown: Shown): Promise<void> {
  const { ui, window } = driven;
  await connectOffer(driven, desktop.browser, offer);
  const browsed = desktop.opener.opened.length;
  expect(accountItems(await desktop.items())).toHaveLength(1);
  const details = ui.details(offer.label);
  await expect(details.getByText(shown.panel, { exact: true }).first()).toBeVisible();
  await expect(ui.row(offer.label)).toBeVisible();
  await window.screenshot({
    path: test.info().outputPath(`${offer.label}.png`),
    animations: 'disabled',
  });

  const tokens = shown.panel === 'Access token';
  if (shown.renewal === 'none') {
    await expect(ui.button('Renew', details)).toHaveCount(0);
  } else {
    await ui.button('Renew', details).click();
    if (shown.renewal === 'mfa-refresh') {
      // The code of the connect is spent.
      await window.getByLabel('MFA code', { exact: true }).fill('222222');
      await ui.button('Continue').click();
    }
    await expect(ui.news(tokens ? 'Access renewed' : 'New keys saved')).toBeVisible();
  }
  if (shown.verifies) {
    await ui.button('Verify', details).click();
    await expect(ui.news(tokens ? 'The access works' : 'The keys work')).toBeVisible();
  }
  expect(desktop.opener.opened).toHaveLength(browsed);

  const question = await ui.askToDisconnect(offer.label);
  await expect(question.getByText(/^Ended at/)).toHaveCount(shown.endsAtProvider ? 1 : 0);
  await ui.button('Disconnect', question).click();
  await expect(ui.heading('Connect your first storage account')).toBeVisible();
  expect(accountItems(await desktop.items())).toEqual([]);
}

for (const [name, shownBy] of Object.entries(groups)) {
  test(`what the demo offers is connected, shown, renewed and disconnected: ${name}`, async ({
    startDesktop,
  }) => {
    test.setTimeout(180_000);
    const desktop = await startDesktop();
    const offers = await offersOf(desktop);
    const driven = await drive(desktop);
    for (const [label, shown] of Object.entries(shownBy)) {
      await test.step(label, async () => {
        const offer = offers.find((each) => each.label === label);
        if (offer === undefined) throw new Error(`the demo offers no ${label}`);
        await live(driven, desktop, offer, shown);
      });
    }
  });
}

test('every offer of the demo is in one of the groups above', async ({ startDesktop }) => {
  const desktop = await startDesktop({ browser: false });
  const labels = (await offersOf(desktop)).map(({ label }) => label);
  expect(labels.sort()).toEqual(Object.values(groups).flatMap(Object.keys).sort());
});
