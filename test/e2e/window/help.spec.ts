import { few, snapshot } from '../harness/fixtures.ts';
import { openHelp } from '../harness/help-scenarios.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** What the program is, and where help is to be had. */

const scenario = () => ({ snapshot: snapshot({ connections: few() }) });

test('each way to help is reached by the keyboard, and “?” in a search is a letter', async ({
  page,
  show,
}) => {
  await show(scenario());
  await page.keyboard.press('/');
  await page.keyboard.type('a?');
  await expect(page.getByRole('searchbox')).toHaveValue('a?');
  await page.keyboard.press('Escape');
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  await openHelp(page);
  await expect.poll(() => focused(page)).toBe('h1:Help');
  for (const name of ['Open log folder', 'Report a problem', 'Licences', 'Copy diagnostics'])
    await page.getByRole('button', { name }).press('Enter');
  await expect
    .poll(() => calls(page, 'app.openPlace'))
    .toEqual([{ place: 'log' }, { place: 'report' }, { place: 'licences' }]);
  await expect.poll(() => calls(page, 'doctor.copyReport')).toHaveLength(1);
  await page.getByRole('button', { name: 'Open Backup' }).press('Enter');
  await page.getByRole('heading', { name: 'Backup', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Help', exact: true }).waitFor();
});
