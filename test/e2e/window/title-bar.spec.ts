import type { Page } from 'playwright';
import { few, snapshot } from '../harness/fixtures.ts';
import { expect, test } from '../harness/window-test.ts';

/** What can be pressed and reaches into the strip of the system's buttons. */
const inStrip = (page: Page) =>
  page.evaluate(() => {
    const { height } = getComputedStyle(document.body, '::before');
    const reached = [...document.querySelectorAll('button, input, a, [role=row]')].filter(
      (element) => {
        const box = element.getBoundingClientRect();
        return box.height > 1 && box.bottom > 0 && box.top < Number.parseFloat(height);
      },
    );
    return { height, reached: reached.map((element) => element.outerHTML.slice(0, 80)) };
  });

test('nothing lies under the window’s own buttons, where they stand on the page', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  // As `env(titlebar-area-height)` has it on macOS and Windows.
  await page.evaluate(() => document.documentElement.style.setProperty('--title-bar', '36px'));
  const reached = async () => (await inStrip(page)).reached;
  expect((await inStrip(page)).height).toBe('36px');
  for (const direction of ['rtl', 'ltr']) {
    for (const [width, height] of [
      [1100, 720],
      [450, 300],
    ] as const) {
      await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction);
      await page.setViewportSize({ width, height });
      expect(await reached(), `${direction} ${width}`).toEqual([]);
    }
  }
  await page.setViewportSize({ width: 900, height: 600 });
  await page.screenshot({ path: 'test-output/title-bar.png' });
  await page.getByRole('button', { name: 'Connect account' }).first().click();
  await page.getByRole('dialog').waitFor();
  const dialog = await page.getByRole('dialog').boundingBox();
  expect(dialog?.y).toBeGreaterThan(36);
});
