import type { Page } from 'playwright';
import { awkward, few, many, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

const find =
  (text = '', opened = 'Photo archive') =>
  async (page: Page): Promise<void> => {
    await page.getByRole('row').filter({ hasText: opened }).first().click();
    await page.keyboard.press('Control+k');
    await page.getByRole('dialog', { name: 'Find an account or an action' }).waitFor();
    await page.keyboard.type(text);
    // React Aria moves on from an item that is gone up to a quarter of a second after the last key.
    await page.waitForFunction(() => {
      const id = document.activeElement?.getAttribute('aria-activedescendant') ?? null;
      return id === null || document.getElementById(id) !== null;
    });
  };

const found = (
  name: string,
  connections: ReturnType<typeof few>,
  text?: string,
  opened?: string,
): Scenario => ({
  name,
  snapshot: snapshot({ connections }),
  // The field has the keyboard and moves through the list, which axe knows of combo boxes alone.
  axeOff: ['scrollable-region-focusable'],
  act: find(text, opened),
});

/** Accounts and actions, found by typing. */
export const paletteScenarios = (): readonly Scenario[] => [
  found('palette', few()),
  found('palette-copy', few(), 'copy photo'),
  found('palette-many', many(1000), 'project', 'Project 0001'),
  found('palette-nothing', few(), 'xyzzy'),
  found('palette-awkward', awkward(), '', 'StorX'),
];
