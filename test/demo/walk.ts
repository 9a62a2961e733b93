import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright';
import type { RunningApp } from '../support/app.ts';
import { accountItems, type Desktop } from '../support/desktop.ts';
import { formFor, stowkey } from '../support/journey.ts';
import { projectFolder } from '../support/package-app.ts';
import { answerConsent } from '../support/person-browser.ts';

const output = join(projectFolder, 'demo-output');
const label = 'Work archive';

/** Runs steps one after the other, with a line and a picture of each. */
function createSteps() {
  let count = 0;
  return async (what: string, name: string, act: () => Promise<Page>): Promise<void> => {
    count += 1;
    const number = String(count).padStart(2, '0');
    const start = performance.now();
    try {
      const page = await act();
      const tookMs = performance.now() - start;
      const path = join(output, `${number}-${name}.png`);
      // What moves is shown at its end.
      await page.screenshot({ path, animations: 'disabled' });
      const seconds = `${(tookMs / 1000).toFixed(2)} s`.padStart(8);
      console.log(
        `  ok ${number}  ${what.padEnd(66)}${seconds}   ${relative(projectFolder, path)}`,
      );
    } catch (error) {
      console.log(`FAIL ${number}  ${what}`);
      throw error;
    }
  };
}

const clipboardOf = ({ app }: RunningApp): Promise<string> =>
  app.evaluate(async ({ clipboard }) => clipboard.readText());

/** Walks the main job and checks after each step that it really happened. */
export async function walk(desktop: Desktop): Promise<boolean> {
  const { world, opener } = desktop;
  await rm(output, { recursive: true, force: true });
  await mkdir(output, { recursive: true });
  const step = createSteps();
  const served = (server: string, path: string): number =>
    world.requests.filter(
      (each) => each.server === server && each.path === path && each.status === 200,
    ).length;
  const minted = () => [...world.ledger.s3Keys.values()];

  let running = await desktop.start();
  let app = stowkey(running.window);
  let consent: Page;
  const copied = async (format: string): Promise<string> => {
    // What an earlier step said and copied may still be there.
    await running.app.evaluate(async ({ clipboard }) => clipboard.writeText(''));
    await app.button(format, app.details(label)).click();
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
    const text = await copied('Environment variables');
    assert(text.includes(keys.accessKeyId) && text.includes(keys.secretAccessKey), 'other keys');
    assert(text.includes(world.s3.endpoint), 'no endpoint');
  };

  await step('Start, with nothing connected', 'welcome', async () => {
    await app.button('Connect account').waitFor();
    await running.window.getByText('Keychain ready').waitFor();
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
  await step('Refresh: new keys from the same grant, no browser', 'refreshed', async () => {
    await app.button('Refresh').click();
    await app.news('Keys are fresh').waitFor();
    assert.equal(minted().length, 2);
    assert.equal(opener.opened.length, 1);
    await assertCopies(1);
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
    const question = await app.askToDisconnect(label);
    await question.waitFor();
    return running.window;
  });
  await step('Disconnect: gone from list and keychain', 'disconnected', async () => {
    await app.button('Disconnect').click();
    await app.heading('Connect your first storage account').waitFor();
    assert.deepEqual(accountItems(await desktop.items()), []);
    return running.window;
  });
  await running.close();
  console.log('\nEvery step was seen to work.');
  return true;
}
