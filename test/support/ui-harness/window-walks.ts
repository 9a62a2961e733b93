import assert from 'node:assert/strict';
import { snapshot } from './fixtures.ts';
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
];
