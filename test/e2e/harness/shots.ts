/**
 * Draws every scenario in light and dark at two sizes into test-output/shots, runs axe on each, and
 * holds the page to the product's content security policy.
 *
 * Draws what `npm run build` left.
 *
 * Usage: [SIZES=900,1600] [SCHEMES=light] tsx test/e2e/harness/shots.ts [scenario-prefix…]
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Page } from 'playwright';
import { browserOptions, openPage, serve } from './page.ts';
import { type Scenario, scenarios } from './scenarios.ts';

const shots = new URL('../../../test-output/shots', import.meta.url).pathname;
const sizes = [
  { name: '900', width: 900, height: 600 },
  { name: '1600', width: 1600, height: 1000 },
  { name: '720', width: 720, height: 520 },
] as const;
const found = new Set<string>();
const troubles = {
  push: (trouble: string): void => {
    if (found.has(trouble)) return;
    found.add(trouble);
    console.log(trouble);
  },
};

const show = async (page: Page, scenario: Scenario): Promise<void> => {
  page.on('console', (message) => {
    if (message.type() === 'error') troubles.push(`${scenario.name}: console: ${message.text()}`);
  });
  page.on('pageerror', (thrown) => troubles.push(`${scenario.name}: ${thrown.message}`));
  await openPage(page, scenario);
  await scenario.act?.(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((resolve) => setTimeout(resolve, 250));
  });
};

const overflows = (page: Page): Promise<boolean> =>
  page.evaluate(
    () =>
      document.documentElement.scrollWidth > window.innerWidth ||
      document.documentElement.scrollHeight > window.innerHeight,
  );

const wanted = process.argv.slice(2);
const chosen = (): readonly Scenario[] =>
  scenarios().filter(
    ({ name }) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix)),
  );
await mkdir(shots, { recursive: true });
const only = (list: string | undefined, name: string): boolean =>
  list === undefined || list.split(',').includes(name);
const browser = await chromium.launch(browserOptions());
for (const size of sizes.filter(({ name }) => only(process.env.SIZES, name))) {
  for (const colorScheme of ['light', 'dark'] as const) {
    if (size.name === '720' && colorScheme === 'dark') continue;
    if (!only(process.env.SCHEMES, colorScheme)) continue;
    const context = await browser.newContext({ viewport: size, colorScheme });
    context.setDefaultTimeout(8_000);
    await serve(context);
    // Made anew for each round: their times count from now.
    for (const scenario of chosen()) {
      const page = await context.newPage();
      const name = `${scenario.name}-${size.name}-${colorScheme}`;
      try {
        await show(page, scenario);
        await page.screenshot({ path: join(shots, `${name}.png`) });
        if (await overflows(page)) troubles.push(`${name}: the page overflows the window`);
        if ((await page.title()) !== 'Stowkey') troubles.push(`${name}: the title was changed`);
        if (size.name === '900') {
          const { violations } = await new AxeBuilder({ page })
            .disableRules([...(scenario.axeOff ?? [])])
            .analyze();
          for (const { id, nodes } of violations)
            troubles.push(
              `${name}: axe ${id}: ${nodes
                .map((node) => `${node.target} ${node.any[0]?.message ?? ''}`)
                .join(' | ')
                .slice(0, 600)}`,
            );
        }
      } catch (thrown) {
        troubles.push(`${name}: ${String(thrown).slice(0, 500)}`);
        await page.screenshot({ path: join(shots, `${name}.png`) }).catch(() => undefined);
      }
      await page.close();
    }
    await context.close();
  }
}
await browser.close();
console.log(`${chosen().length} scenarios, ${found.size} troubles`);
process.exitCode = found.size === 0 ? 0 : 1;
