import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from 'playwright/test';
import { openPage, serve } from '../harness/page.ts';
import { outOfReach } from '../harness/reach.ts';
import { scenarios } from '../harness/scenarios.ts';

/** In CSS pixels: small windows, and what zooming leaves of larger ones. */
const sizes = [
  { width: 640, height: 480 },
  { width: 450, height: 300, is: '900x600 at 200 %' },
  { width: 320, height: 256, is: '1280x1024 at 400 %' },
] as const;

// One page for all of them: making a context for each took longer than everything else.
let page: Page;
test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  await serve(context);
  page = await context.newPage();
});
test.afterAll(() => page.context().close());

for (const scenario of scenarios()) {
  test(`axe finds nothing, and everything is in reach in small windows: ${scenario.name}`, async () => {
    await page.setViewportSize({ width: 900, height: 600 });
    await openPage(page, scenario);
    await scenario.act?.(page);
    for (const colorScheme of ['dark', 'light'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const axe = new AxeBuilder({ page }).disableRules([...(scenario.axeOff ?? [])]);
      // In this page, which has no frames, and not in another one.
      const { violations } = await axe.setLegacyMode().analyze();
      expect.soft(violations, `axe, ${colorScheme}`).toEqual([]);
    }
    for (const { width, height } of sizes) {
      await page.setViewportSize({ width, height });
      // Menus find their place anew after a frame.
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      expect.soft(await outOfReach(page), `${width}x${height}`).toEqual([]);
    }
  });
}
