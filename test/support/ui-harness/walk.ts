/**
 * Walks through what a screenshot cannot show: keys, focus, secrets that leave, what is sent.
 *
 * Usage: tsx test/support/ui-harness/walk.ts [part-of-a-promise…]
 */
import assert from 'node:assert/strict';
import { accountWalks } from './account-walks.ts';
import { launchBrowser, openPage, serve } from './page.ts';
import { providerWalks } from './provider-walks.ts';

const wanted = process.argv.slice(2);
const chosen = [...accountWalks, ...providerWalks].filter(
  ({ promise }) => wanted.length === 0 || wanted.some((part) => promise.includes(part)),
);
const browser = await launchBrowser();
let failed = 0;
for (const { promise, scenario, size, walk } of chosen) {
  const context = await browser.newContext({ viewport: size ?? { width: 900, height: 600 } });
  context.setDefaultTimeout(8_000);
  await serve(context);
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (each) => thrown.push(each.message));
  page.on('console', (message) => {
    if (message.type() === 'error') thrown.push(message.text());
  });
  try {
    await openPage(page, { name: promise, ...scenario });
    await walk(page);
    assert.deepEqual(thrown, []);
    console.log(`ok      ${promise}`);
  } catch (reason) {
    failed += 1;
    console.log(`FAILED  ${promise}\n        ${String(reason).slice(0, 700)}`);
  }
  await context.close();
}
await browser.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
