import type { Page } from 'playwright';
import { few, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

export const openHelp = async (page: Page): Promise<void> => {
  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Help', exact: true }).waitFor();
};

export const helpScenarios = (): readonly Scenario[] => [
  { name: 'help', snapshot: snapshot({ connections: few() }), act: openHelp },
];
