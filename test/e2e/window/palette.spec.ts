import type { Page } from 'playwright';
import { exposedSearch } from '../harness/exposed-scenarios.ts';
import { few, many, operation, snapshot } from '../harness/fixtures.ts';
import { calls, focused, openForm } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Accounts and what is done with them, found by typing. */

const palette = (page: Page) => page.getByRole('dialog', { name: 'Find an account or an action' });
const find = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+k');
  await palette(page).waitFor();
  await page.keyboard.type(text);
};
/** What Enter would run. */
const chosen = (page: Page) =>
  page.getByRole('textbox', { name: 'Search accounts and actions' }).evaluate((field) => {
    const id = field.getAttribute('aria-activedescendant');
    return id === null
      ? null
      : document.getElementById(id)?.querySelector('[slot=label]')?.textContent;
  });

test('the palette opens, copies and renews by the keyboard alone', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const [photos, team] = few();
  if (photos === undefined || team === undefined) throw new Error('too few accounts');
  await find(page, 'team');
  await expect.poll(() => chosen(page)).toBe('Team backups');
  await page.keyboard.press('Enter');
  await expect(palette(page)).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe('h2:Team backups');

  await find(page, 'rclone photo');
  await expect.poll(() => chosen(page)).toBe('Copy Photo archive as rclone remote');
  await page.keyboard.press('Enter');
  await expect
    .poll(() => calls(page, 'credentials.copy'))
    .toEqual([{ connectionId: photos.id, format: 'rclone' }]);
  expect(await calls(page, 'credentials.reveal')).toEqual([]);
  // It is what is copied next, and what is offered first.
  await page.getByRole('button', { name: 'Copy as rclone remote' }).waitFor();
  await page.keyboard.press('Control+k');
  await expect.poll(() => chosen(page)).toBe('Copy Photo archive as rclone remote');

  await page.keyboard.type('renew team');
  await expect.poll(() => chosen(page)).toBe('Renew Team backups');
  await page.keyboard.press('Enter');
  await expect.poll(() => calls(page, 'connections.refresh')).toEqual([{ connectionId: team.id }]);
});

test('the palette renames and disconnects with a question first, the account open', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await find(page, 'rename photo');
  await expect.poll(() => chosen(page)).toBe('Rename Photo archive');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Photo archive');
  await page.keyboard.press('Escape');
  await find(page, 'disconnect team');
  await expect.poll(() => chosen(page)).toBe('Disconnect Team backups');
  await page.keyboard.press('Enter');
  await page.getByRole('alertdialog', { name: 'Disconnect Team backups?' }).waitFor();
});

test('the palette goes to the views, from each of them, and back to where it was', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    replies: { 'exposedSecrets.search': exposedSearch() },
  });
  await page.getByRole('row', { name: /Photo archive/ }).focus();
  const row = await focused(page);
  await find(page, '');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe(row);
  await find(page, '');
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toHaveCount(0);

  await find(page, 'tools');
  await page.keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('h1:Tools');
  await page.getByRole('button', { name: 'Look for keys in plain text…' }).click();
  await expect.poll(() => focused(page)).toBe('h1:Keys in plain text');
  await find(page, 'activity');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await find(page, 'old laptop');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Old laptop' }).waitFor();
  await find(page, 'connect account');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
});

test('the palette keeps away from forms and dialogs, and offers only what can be done', async ({
  page,
  show,
}) => {
  const connections = few();
  await show({ snapshot: snapshot({ connections }) });
  await page.evaluate(
    (operations) => window.harnessPush({ operations }),
    [operation({ kind: 'refresh', connectionNumber: 1 })],
  );
  await find(page, 'photo');
  await page.getByRole('menuitem', { name: 'Copy Photo archive' }).waitFor();
  await expect(page.getByRole('menuitem', { name: 'Renew Photo archive' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Copy as…' }).click();
  await page.getByRole('dialog').waitFor();
  await page.keyboard.press('Control+k');
  await expect(palette(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await openForm(page);
  await page.keyboard.press('Control+k');
  await page.getByLabel('Client ID').fill('demo');
  await expect(palette(page)).toHaveCount(0);
});

test('of a thousand accounts the palette draws a dozen lines at most', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: many(1000) }) });
  await find(page, 'project');
  await expect(page.getByRole('menuitem')).toHaveCount(12);
  await expect(palette(page)).toContainText('more. Type another word');
  await page.keyboard.type(' 0999');
  await expect.poll(() => chosen(page)).toBe('Project 0999');
});
