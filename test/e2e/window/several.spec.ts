import type { Page } from 'playwright';
import type { ConnectionId } from '../../../shared/ids.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { error, few, many, snapshot } from '../harness/fixtures.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Through favourites, tags, menus of rows, several accounts at once, and what can be taken back. */

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
const undo = (page: Page) => page.getByRole('button', { name: 'Undo' });

test('a favourite is made in the menu of its row, found in the sidebar, and taken back by a key', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const filter = page.getByRole('navigation').getByRole('button', { name: /^Favourites/ });
  await expect(filter).toHaveCount(0);
  await row(page, 'Team backups').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click();
  await page.getByRole('status').filter({ hasText: 'Ctrl+Z undoes it.' }).waitFor();
  await filter.click();
  await expect(page.getByRole('row')).toHaveCount(1);
  await expect(row(page, 'Team backups')).toContainText('Favourite');
  await page.keyboard.press('Control+z');
  await expect(filter).toHaveCount(0);
  await expect(page.getByRole('row')).toHaveCount(6);
});

test('the menu of a row is the menu of its details, and opens by the keyboard', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await row(page, 'Photo archive').click();
  await page.getByRole('button', { name: 'More actions' }).click();
  const names = async (): Promise<readonly string[]> => {
    await page.getByRole('menuitem').first().waitFor();
    return page.getByRole('menuitem').allTextContents();
  };
  const ofDetails = await names();
  expect(ofDetails.length).toBeGreaterThan(3);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await row(page, 'Photo archive').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menu', { name: 'Photo archive' }).waitFor();
  expect((await names()).slice(-ofDetails.length)).toEqual(ofDetails);
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^div:Photo archive/);
});

test('F2 renames and comes back to the row, which can be taken back; Delete asks', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await row(page, 'Photo archive').click();
  await page.keyboard.press('F2');
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type('Pictures');
  await page.keyboard.press('Enter');
  await row(page, 'Pictures').waitFor();
  await expect.poll(() => focused(page)).toMatch(/^div:Pictures/);
  await undo(page).click();
  await row(page, 'Photo archive').waitFor();
  await row(page, 'Photo archive').focus();
  await page.keyboard.press('Delete');
  await page.getByRole('alertdialog', { name: 'Disconnect Photo archive?' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^div:Photo archive/);
  expect(await calls(page, 'connections.disconnect')).toEqual([]);
});

test('accounts are marked by mouse and keys, and Escape ends it', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const bar = page.getByRole('region', { name: 'Selected accounts' });
  const marked = () =>
    page.locator('[role=row][aria-selected=true] [data-whole]:first-child').allTextContents();
  await page.getByRole('row').nth(1).click();
  await page
    .getByRole('row')
    .nth(3)
    .click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 selected');
  await page
    .getByRole('row')
    .nth(2)
    .click({ modifiers: ['Control'] });
  await expect(bar).toContainText('2 selected');
  expect((await marked()).length).toBeGreaterThan(1);
  await page.keyboard.press('Escape');
  await expect(bar).toHaveCount(0);
  await page.getByRole('row').nth(0).click();
  await expect(bar).toHaveCount(0);
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar).toContainText('3 selected');
  await page.keyboard.press('Shift+ArrowUp');
  await expect(bar).toContainText('2 selected');
  await page.keyboard.press('Control+a');
  await expect(bar).toContainText('6 selected');
  await page.getByRole('status').filter({ hasText: '6 selected' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await expect(bar).toHaveCount(0);
});

test('T9 several are renewed, and of each that could not be it is said why', async ({
  page,
  show,
}) => {
  const connections = few();
  const [first, second, third] = connections;
  await show({
    snapshot: snapshot({ connections }),
    replies: {
      'connections.renewSeveral': {
        failed: [
          { connectionId: first?.id, error: error('connection.needs-you') },
          {
            connectionId: second?.id,
            error: error('server.timeout', { params: { host: 'a.test' } }),
          },
        ],
        notRevoked: [third?.id],
      },
    },
  });
  const renewAll = async (): Promise<void> => {
    await page.getByRole('row').first().click();
    await page.keyboard.press('Control+a');
    await page
      .getByRole('region', { name: 'Selected accounts' })
      .getByRole('button', { name: 'Renew' })
      .click();
  };
  await renewAll();
  const [sent] = (await calls(page, 'connections.renewSeveral')) as { connectionIds: unknown[] }[];
  expect(sent?.connectionIds).toHaveLength(6);
  const dialog = page.getByRole('dialog', { name: '4 of 6 accounts renewed' });
  const said = (label = '') => dialog.getByRole('listitem').filter({ hasText: label });
  await expect(dialog.getByRole('listitem')).toHaveCount(3);
  await expect(said(first?.label)).toContainText('Renewing this account needs you');
  await expect(said(second?.label)).toContainText('a.test did not answer in time');
  await expect(said(third?.label)).toHaveText(third?.label ?? '');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await show({
    snapshot: snapshot({ connections }),
    errors: { 'connections.renewSeveral': error('server.timeout', { params: { host: 'a.test' } }) },
  });
  await renewAll();
  await page.getByRole('status').filter({ hasText: 'a.test did not answer in time' }).waitFor();
});

test('several are disconnected after one question that names them', async ({ page, show }) => {
  const profiles = [{ profile: 'photos', connectionId: few()[0]?.id }];
  await show({
    snapshot: snapshot({ connections: few() }),
    replies: { 'awsProfiles.ofSeveral': { file: '~/.aws/config', profiles } },
  });
  await row(page, 'Photo archive').click();
  await row(page, 'Render farm').click({ modifiers: ['Control'] });
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('alertdialog', { name: 'Disconnect 2 accounts?' });
  await dialog.waitFor();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await row(page, 'Photo archive').click({ button: 'right' });
  await page.getByRole('menu', { name: '2 selected' }).waitFor();
  await page.getByRole('menuitem', { name: 'Disconnect…' }).click();
  await expect(dialog.getByRole('listitem')).toHaveText(['Render farm', 'Photo archive']);
  await expect(dialog.getByRole('button', { name: 'Keep them' })).toBeFocused();
  await expect(dialog.getByRole('checkbox', { name: /AWS profile that uses them/ })).toBeChecked();
  await dialog.getByRole('button', { name: 'Disconnect 2 accounts' }).click();
  expect(await calls(page, 'awsProfiles.removeOfSeveral')).toHaveLength(1);
  await expect(page.getByRole('row')).toHaveCount(4);
  await page.getByRole('status').filter({ hasText: '2 accounts disconnected' }).waitFor();
});

test('tags are given to several, filter the list, are searched, and are taken back', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({
      connections: few().map((each, index) => (index === 0 ? { ...each, tags: ['Berlin'] } : each)),
    }),
  });
  await row(page, 'Photo archive').click();
  await row(page, 'Team backups').click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Tags…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Tags of 2 accounts' });
  await expect(dialog).toContainText('Berlin (1 of 2)');
  await dialog.getByRole('combobox').fill('berlin');
  await page.keyboard.press('Enter');
  await dialog.getByRole('combobox').fill('work');
  await dialog.getByRole('button', { name: 'Save tags' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await calls(page, 'connections.changeTags')).toMatchObject([
    { add: ['Berlin', 'work'], remove: [] },
  ]);
  await page.keyboard.press('Escape');
  const berlin = page.getByRole('navigation').getByRole('button', { name: /^Berlin/ });
  await berlin.click();
  await expect(page.getByRole('row')).toHaveCount(2);
  await page.getByLabel('Search accounts').fill('work team');
  await expect(page.getByRole('row')).toHaveCount(1);
  await page.getByLabel('Search accounts').fill('');
  await undo(page).click();
  await berlin.click();
  await expect(page.getByRole('row')).toHaveCount(1);
  await expect(page.getByRole('navigation').getByRole('button', { name: /^work/ })).toHaveCount(0);
});

test('some are backed up, and no other', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await row(page, 'Photo archive').click();
  await row(page, 'Team backups').click({ modifiers: ['Control'] });
  await page.getByRole('button', { name: 'Back up…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox', { checked: true })).toHaveCount(2);
});

test('ten thousand are marked by a key', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: many(10_000) }) });
  await page.getByRole('row').first().click();
  await page.keyboard.press('Control+a');
  await expect(page.getByRole('region', { name: 'Selected accounts' })).toContainText(
    '10,000 selected',
  );
});

test('the account that was open last is open again, unless it is gone or the window is narrow', async ({
  page,
  show,
}) => {
  const connections = few();
  const opened = async (lastOpen: string | undefined) => {
    const settings = { ...defaultSettings, lastOpen: (lastOpen ?? null) as ConnectionId | null };
    await show({ snapshot: snapshot({ connections, settings }) });
    await page.getByRole('row').first().waitFor();
    return page.getByRole('heading', { level: 2, name: 'Team backups' });
  };
  await expect(await opened(connections[1]?.id)).toBeVisible();
  await row(page, 'Photo archive').click();
  await expect
    .poll(() => calls(page, 'settings.change'))
    .toEqual([{ lastOpen: connections[0]?.id }]);
  await expect(await opened('00000000-0000-4000-8000-000000000099')).toHaveCount(0);
  await page.setViewportSize({ width: 600, height: 520 });
  await expect(await opened(connections[1]?.id)).toHaveCount(0);
});
