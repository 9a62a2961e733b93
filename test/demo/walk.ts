import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { RunningApp } from '../support/app/app.ts';
import { accountItems, type Desktop } from '../support/desktop/desktop.ts';
import { connectOffer } from '../support/desktop/offer-journey.ts';
import { answerConsent } from '../support/desktop/person-browser.ts';
import { formFor, stowkey } from '../support/worlds/journey.ts';
import type { Offer } from '../support/worlds/offer.ts';
import { startOffers } from '../support/worlds/offers.ts';
import { moveToNewComputer } from './new-computer.ts';
import { letItRunOut } from './run-out.ts';
import { createSteps } from './steps.ts';
import { useTools } from './tools.ts';

const label = 'Work archive';

/** Room for every account at once. */
const tallHeight = 1_400;

/** Gives the window another height, and tells which one it had. */
const resize = async ({ app, window: page }: RunningApp, height: number): Promise<number> => {
  const former = await app.evaluate(({ BrowserWindow }, wanted) => {
    const [shown] = BrowserWindow.getAllWindows();
    const [width = 0, before = 0] = shown?.getContentSize() ?? [];
    shown?.setContentSize(width, wanted);
    return before;
  }, height);
  await page.waitForFunction((wanted) => window.innerHeight === wanted, height);
  return former;
};

const clipboardOf = ({ app }: RunningApp): Promise<string> =>
  app.evaluate(async ({ clipboard }) => clipboard.readText());

const fileName = ({ label }: Offer): string => label.toLowerCase().replaceAll(' ', '-');

const describe = (offer: Offer): string => {
  const ways = [
    ...(offer.templateFile === null ? [] : ['template imported']),
    ...(offer.dropFile === null ? [] : ['file dropped']),
    ...offer.afterwards.flatMap((turn) => {
      if (turn === 'review') return [];
      return turn === 'consent'
        ? ['allowed in Chromium']
        : [`${turn.label.split(' ').at(-1)} typed`];
    }),
    ...(offer.afterwards.includes('consent') ? [] : ['keys checked']),
  ];
  return `${offer.name.replace(/ \(.*/, '')}: ${ways.join(', ')}`;
};

/** Walks the main job and checks after each step that it really happened. */
export async function walk(desktop: Desktop, display: string): Promise<boolean> {
  const { world, opener } = desktop;
  const served = (server: string, path: string): number =>
    world.requests.filter(
      (each) => each.server === server && each.path.endsWith(path) && each.status === 200,
    ).length;
  const minted = () => [...world.ledger.s3Keys.values()];

  const shell = await desktop.startShell();
  await shell.showTray(true);
  let running = await desktop.start();
  const step = await createSteps(() => running.window);
  let app = stowkey(running.window);
  let consent: Page;
  const copied = async (copy: () => Promise<void>): Promise<string> => {
    // What an earlier step said and copied may still be there.
    await running.app.evaluate(async ({ clipboard }) => clipboard.writeText(''));
    await copy();
    const giveUpAtMs = Date.now() + 10_000;
    for (;;) {
      const text = await clipboardOf(running);
      if (text !== '') return text;
      assert(Date.now() < giveUpAtMs, 'nothing was copied');
      await setTimeout(50);
    }
  };
  const assertCopies = async (index: number): Promise<void> => {
    const keys = minted()[index];
    assert(keys !== undefined, 'no keys were minted');
    const text = await copied(() =>
      app.button('Copy as Environment variables', app.details(label)).click(),
    );
    assert(text.includes(keys.accessKeyId) && text.includes(keys.secretAccessKey), 'other keys');
    assert(text.includes(world.s3.endpoint), 'no endpoint');
  };

  await step('Start, with nothing connected', 'welcome', async () => {
    await app.button('Connect account').waitFor();
    return running.window;
  });
  await step('Choose a provider', 'providers', async () => {
    await app.button('Connect account').click();
    await running.window.getByRole('region', { name: 'Providers' }).waitFor();
    return running.window;
  });
  await step('Fill in the StorX form', 'form', async () => {
    await app.button('Close').click();
    await app.openForm();
    await app.fillForm(formFor(world, label));
    await running.window.getByLabel('Client ID', { exact: true }).scrollIntoViewIfNeeded();
    return running.window;
  });
  await step('Its further options', 'form-more', async () => {
    await running.window.getByLabel('Access service').scrollIntoViewIfNeeded();
    return running.window;
  });
  await step('Continue in the browser', 'waiting', async () => {
    await app.submit();
    await app.heading(/^Continue at .* in your browser$/).waitFor();
    return running.window;
  });
  await step('The consent page, in Chromium', 'consent', async () => {
    consent = await desktop.browser.visit();
    await consent.locator('#approve').waitFor();
    return consent;
  });
  await step('Approve, and be sent back to Stowkey', 'back', async () => {
    await answerConsent(consent);
    await consent.getByText('You can close this tab and go back to Stowkey').waitFor();
    return consent;
  });
  await step('Review what was granted', 'review', async () => {
    await app.review.heading.waitFor();
    assert.deepEqual(accountItems(await desktop.items()), []);
    assert.equal(minted().length, 0);
    return running.window;
  });
  await step('Accept: keys exchanged, stored in the keychain', 'connected', async () => {
    await app.review.accept();
    await app.connected(label).waitFor();
    assert.equal(served('access', '/v1/access'), 1);
    assert.equal(accountItems(await desktop.items()).length, 1);
    return running.window;
  });
  await step('The account, in the list and in detail', 'account', async () => {
    await app.openAccount(label);
    await app.row(label).waitFor();
    return running.window;
  });
  await step('Copy as environment variables', 'copied', async () => {
    await assertCopies(0);
    return running.window;
  });
  await step('Verify with a signed S3 request', 'verified', async () => {
    await app.button('Verify').click();
    await app.news('The keys work').waitFor();
    assert.equal(served('s3', '/'), 1);
    return running.window;
  });
  await step('Renew: new keys from the same grant, no browser', 'refreshed', async () => {
    await app.button('Renew').click();
    await app.news('New keys saved').waitFor();
    assert.equal(minted().length, 2);
    assert.equal(opener.opened.length, 1);
    await assertCopies(1);
    return running.window;
  });
  const offers = await startOffers(world, join(desktop.keyring.home, 'offers'));
  for (const offer of offers) {
    await step(describe(offer), fileName(offer), async (picture) => {
      const driven = { window: running.window, ui: app };
      const onForm = async (): Promise<void> => {
        await running.window.locator('#connect-form').evaluate((form) => form.scrollIntoView());
        await picture(running.window, 'form');
      };
      await connectOffer(driven, desktop.browser, offer, onForm);
      return running.window;
    });
  }
  const all = offers.length + 1;
  const seesAll = async (): Promise<void> => {
    await running.window.getByRole('button', { name: `All ${all}` }).waitFor();
    assert.equal(accountItems(await desktop.items()).length, all);
  };
  await step(`All ${all} accounts in the list and in the keychain`, 'all', async (picture) => {
    await seesAll();
    const usual = await resize(running, tallHeight);
    await app.choose(label);
    await picture(running.window, 'of-them');
    await resize(running, usual);
    return running.window;
  });
  await step('Renew OneDrive: a new token, no browser', 'token-refreshed', async () => {
    const browsed = opener.opened.length;
    await app.choose('OneDrive');
    await app.button('Renew').click();
    await app.news('Access renewed').waitFor();
    assert.equal(served('microsoft', '/token'), 2);
    assert.equal(opener.opened.length, browsed);
    return running.window;
  });
  await step('Disconnect Box: ended at the provider, gone here', 'box-disconnected', async () => {
    await app.choose('Box');
    const question = await app.askToDisconnect('Box');
    await app.button('Disconnect', question).click();
    await app.row('Box').waitFor({ state: 'detached' });
    assert.equal(served('box', '/revoke'), 1);
    assert.equal(accountItems(await desktop.items()).length, all - 1);
    return running.window;
  });
  await step('Quit and start again: everything is still there', 'restarted', async () => {
    await running.close();
    running = await desktop.start();
    app = stowkey(running.window);
    await app.choose(label);
    await assertCopies(1);
    return running.window;
  });
  await step('Ask to disconnect', 'disconnect', async () => {
    await app.choose('Dropbox');
    const question = await app.askToDisconnect('Dropbox');
    await question.waitFor();
    return running.window;
  });
  await step('Disconnect: gone from list and keychain', 'disconnected', async () => {
    await app.button('Disconnect').click();
    await app.row('Dropbox').waitFor({ state: 'detached' });
    assert.equal(accountItems(await desktop.items()).length, all - 2);
    return running.window;
  });
  const profile = label.replace(' ', '-');
  await step('Use with AWS tools: a profile in three clicks', 'profile', async (picture) => {
    await app.choose(label);
    await app.button('Use with AWS tools…').click();
    await app.button('Add profile').waitFor();
    await picture(running.window, 'preview');
    await app.button('Add profile').click();
    await app.heading(`Profile ${profile} is ready`).waitFor();
    return running.window;
  });
  await step('aws and rclone write and read through Stowkey', 'tools', async () => {
    await app.button('Done').click();
    const remote = await copied(async () => {
      await app.button('Copy as…', app.details(label)).click();
      const search = running.window.getByRole('combobox', { name: 'Search formats' });
      await search.fill('rclone remote without keys');
      await search.press('Enter');
    });
    await useTools(desktop, profile, remote);
    return running.window;
  });
  running = await letItRunOut(desktop, shell, { step, running });
  const [, keys] = minted();
  assert(keys !== undefined, 'no keys were minted');
  await moveToNewComputer(desktop, display, {
    step,
    running,
    accounts: all - 1,
    known: { label, secretKey: keys.secretAccessKey },
    show: (shown) => {
      running = shown;
    },
  });
  console.log('\nEvery step was seen to work.');
  return true;
}
