import assert from 'node:assert/strict';
import type { Locator } from 'playwright';
import { few, snapshot } from './fixtures.ts';
import { openForm, type Walk } from './walk-support.ts';

/** Through what holds for every view: what is shown, where the focus is, what is asked first. */
export const windowWalks: readonly Walk[] = [
  {
    promise: '“More options” opens and closes, and what is closed cannot be reached',
    scenario: { snapshot: snapshot() },
    walk: async (page) => {
      await openForm(page);
      const more = page.getByRole('button', { name: 'More options' });
      const inside = page.getByRole('button', { name: /^StorX Environment/ });
      for (const open of [false, true, false]) {
        assert.equal(await more.getAttribute('aria-expanded'), String(open));
        assert.equal(await inside.isVisible(), open);
        await more.click();
      }
    },
  },
  {
    promise: 'in forced colours every state that has a look of its own keeps one',
    scenario: { snapshot: snapshot({ connections: few() }) },
    walk: async (page) => {
      await page.emulateMedia({ forcedColors: 'active' });
      const shown = await startOf(page.getByRole('row').first());
      const unlike = async (clip: typeof shown, change: () => Promise<unknown>, what: string) => {
        const picture = () => page.screenshot({ clip, animations: 'disabled' });
        const before = await picture();
        await change();
        assert.ok(!before.equals(await picture()), what);
      };
      const search = page.getByLabel('Search accounts');
      await unlike(shown, () => page.getByRole('row').first().click(), 'a selected row');
      await search.focus();
      const row = page.getByRole('row').nth(1);
      await unlike(
        await startOf(row),
        async () => {
          await row.focus();
          await page.keyboard.press('Shift');
        },
        'a focused row',
      );
      await page.getByRole('button', { name: 'More actions' }).click();
      const items = page.getByRole('menuitem');
      await items.first().waitFor();
      await page.mouse.move(0, 0);
      const second = await startOf(items.nth(1));
      await unlike(second, () => page.keyboard.press('ArrowDown'), 'a menu item');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.locator('[data-card="storx"]').click();
      const look = (name: string) =>
        page
          .getByRole('button', { name, exact: true })
          .evaluate((button) => getComputedStyle(button).backgroundColor);
      assert.notEqual(await look('Continue in browser'), await look('Back'), 'the main button');
    },
  },
];

/** The first pixels of an element, where nothing is written. */
const startOf = async (element: Locator) => {
  const box = await element.boundingBox();
  if (box === null) throw new Error('not drawn');
  return { x: box.x, y: box.y, width: 8, height: box.height };
};
