/**
 * Draws every scenario in light and dark at three sizes into test-output/shots, of what `npm run build` left.
 *
 * Usage: playwright test --project=shots [-g '900 light review']
 */
import { scenarios } from '../harness/scenarios.ts';
import { expect, test } from '../harness/window-test.ts';

const sizes = [
  { width: 900, height: 600, schemes: ['light', 'dark'] },
  { width: 1600, height: 1000, schemes: ['light', 'dark'] },
  { width: 720, height: 520, schemes: ['light'] },
] as const;

for (const { width, height, schemes } of sizes) {
  for (const colorScheme of schemes) {
    test.describe(`${width} ${colorScheme}`, () => {
      test.use({ viewport: { width, height }, colorScheme });
      for (const { name } of scenarios()) {
        test(name, async ({ page, show }) => {
          // Made anew: its times count from now.
          const scenario = scenarios().find((each) => each.name === name);
          if (scenario === undefined) throw new Error(`no scenario ${name}`);
          await show(scenario);
          await scenario.act?.(page);
          // What is fetched once the person has come is in the picture as well.
          await page.waitForLoadState('networkidle');
          await page.evaluate(() => document.fonts.ready.then(() => undefined));
          await page.screenshot({
            path: `test-output/shots/${name}-${width}-${colorScheme}.png`,
            animations: 'disabled',
          });
          const overflows = await page.evaluate(() => {
            const { scrollWidth, scrollHeight } = document.documentElement;
            return scrollWidth > innerWidth || scrollHeight > innerHeight;
          });
          expect.soft(overflows, 'the page overflows the window').toBe(false);
          expect.soft(await page.title()).toBe('Stowkey');
        });
      }
    });
  }
}
