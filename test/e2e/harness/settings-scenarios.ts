import type { Page } from 'playwright';
import { error, few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

export const openSettings = async (page: Page): Promise<void> => {
  await page.keyboard.press('Control+,');
  await page.getByRole('heading', { name: 'Settings', exact: true }).waitFor();
};

export const settingsScenarios = (): readonly Scenario[] => {
  const full = snapshot({ connections: few() });
  return [
    { name: 'settings', snapshot: full, act: openSettings },
    {
      name: 'settings-not-saved',
      snapshot: full,
      errors: { 'settings.change': error('metadata.disk-full') },
      act: async (page) => {
        await openSettings(page);
        await page.getByRole('switch', { name: 'Notifications', exact: true }).press('Space');
        await page
          .getByText(/^Not saved\./)
          .first()
          .waitFor();
      },
    },
  ];
};
