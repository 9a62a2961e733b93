import { ill, openDoctor } from '../harness/doctor-scenarios.ts';
import { few, snapshot } from '../harness/fixtures.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** What Stowkey needs of this computer, and what mends it. */

const scenario = () => ({
  snapshot: snapshot({ connections: few() }),
  replies: { 'doctor.examine': ill },
});

test('the doctor says what is wrong and mends it by button or command', async ({ page, show }) => {
  await show(scenario());
  await openDoctor(page);
  await expect.poll(() => focused(page)).toBe('h1:Doctor');
  await expect(page.getByRole('heading', { name: '5 things need attention' })).toBeVisible();
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await expect(row('Folders')).toContainText('chmod 700 ~/.config/Stowkey');
  await row('Keychain').getByRole('button', { name: 'Unlock' }).press('Enter');
  await expect.poll(() => calls(page, 'keychain.check')).toHaveLength(1);
  await expect.poll(() => calls(page, 'doctor.examine')).toHaveLength(2);
  await page.getByRole('button', { name: 'Copy report' }).press('Enter');
  await expect.poll(() => calls(page, 'doctor.copyReport')).toHaveLength(1);
  await row('AWS profiles').getByRole('button', { name: 'Open Tools' }).press('Enter');
  await page.getByRole('heading', { name: 'Tools', exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Doctor', exact: true }).waitFor();
});
