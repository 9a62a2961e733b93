import { expect, test } from 'playwright/test';
import { accountWalks } from './harness/account-walks.ts';
import { browserOptions, openPage, serve } from './harness/page.ts';
import { providerWalks } from './harness/provider-walks.ts';
import { windowWalks } from './harness/window-walks.ts';

const walks = [...accountWalks, ...providerWalks, ...windowWalks];

/** Walks through the built window in Chromium, with a bridge that answers from data. */
test.use({ launchOptions: browserOptions(), viewport: { width: 900, height: 600 } });

for (const { promise, scenario, size, walk } of walks) {
  test(promise, async ({ context, page }) => {
    context.setDefaultTimeout(10_000);
    const thrown: string[] = [];
    page.on('pageerror', (each) => thrown.push(each.message));
    page.on('console', (message) => {
      if (message.type() === 'error') thrown.push(message.text());
    });
    if (size !== undefined) await page.setViewportSize(size);
    await serve(context);
    await openPage(page, { name: promise, ...scenario });
    await walk(page);
    expect(thrown).toEqual([]);
  });
}
