import type { Page } from 'playwright';
import { activityWords } from '../../../shared/words/activity.ts';
import { activityScenarios, manyLines, openActivity } from '../harness/activity-scenarios.ts';
import { error, few, snapshot } from '../harness/fixtures.ts';
import type { Scenario } from '../harness/scenario.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

const scenario = (name: string) => {
  const found = activityScenarios().find((each) => each.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
};
const lines = (page: Page) => page.getByRole('listitem');

test('ten thousand lines scroll to the oldest by the keyboard, and few of them exist', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }), activity: manyLines(10_000) });
  await page.getByRole('button', { name: 'Activity' }).press('Enter');
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
  await lines(page).first().waitFor();
  await page.getByRole('button', { name: 'Everything' }).focus();
  await page.keyboard.press('Tab');
  const pagesRead = async (): Promise<number> => {
    await page.keyboard.press('End');
    return (await calls(page, 'activity.list')).length;
  };
  // Each page by itself, so that a slow machine has time for all of them.
  for (let read = 1; read < 20; read += 1)
    await expect.poll(pagesRead, { intervals: [20] }).toBeGreaterThan(read);
  expect(await pagesRead()).toBe(20);
  await page.locator('[aria-setsize="10000"]').first().waitFor();
  // Lines are measured once they are drawn, so the end moves away from the first leap.
  await expect(async () => {
    await page.keyboard.press('End');
    await expect(page.locator('[aria-posinset="10000"]')).toBeInViewport({ timeout: 500 });
  }).toPass();
  expect(await lines(page).count()).toBeLessThan(60);
  await page.keyboard.press('Home');
  await expect(page.locator('[aria-posinset="1"]')).toBeInViewport();
  expect(await calls(page, 'activity.list')).toHaveLength(20);
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).not.toMatch(/^body:/);
  await page.getByRole('grid', { name: 'Accounts' }).waitFor();
});

test('lines are narrowed down by kind and name, and Escape takes that back first', async ({
  page,
  show,
}) => {
  await show(scenario('activity'));
  await openActivity(page);
  await page.getByRole('button', { name: 'Everything' }).click();
  await page.getByRole('option', { name: 'Copied and shown' }).click();
  await expect(lines(page)).toHaveCount(2);
  await expect(lines(page).first()).toContainText('Copied: Environment variables');
  const search = page.getByLabel('Search account or tool');
  await search.fill('photo');
  await page.getByText('Nothing found').waitFor();
  await search.press('Escape');
  await expect(lines(page)).toHaveCount(2);
  await search.fill('nothing');
  await page.getByRole('button', { name: 'Show everything' }).click();
  await expect(lines(page).first()).toContainText('Taken by AWS profile photos: JSON, 37 times');
  await expect.poll(() => focused(page)).toMatch(/^h1:Activity/);
});

test('each line that is written is a reason to look again, and none shows twice', async ({
  page,
  show,
}) => {
  await show(scenario('activity'));
  await openActivity(page);
  await page.locator('[aria-setsize="13"]').first().waitFor();
  await page.evaluate(() => window.harnessPush({ activity: { written: 1, trouble: null } }));
  await expect.poll(() => calls(page, 'activity.list')).toHaveLength(2);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));
  await expect(page.locator('[aria-setsize="13"]').first()).toBeVisible();
});

test('lines that were changed are said above the list, and at their place', async ({
  page,
  show,
}) => {
  const broken = scenario('activity-broken');
  await show(broken);
  await broken.act?.(page);
  await page.getByRole('alert').getByText(activityWords.broken.title).waitFor();
  const marked = lines(page).filter({ hasText: activityWords.brokenHere });
  // The line that says so, and the one that does not follow.
  await expect(marked).toHaveCount(2);
  await expect(marked.last()).toContainText('Verified');
  const unreadable = scenario('activity-unreadable');
  await show(unreadable);
  await unreadable.act?.(page);
  await page.getByRole('alert').getByText(activityWords.unreadable.title).waitFor();
});

test('an account’s history opens by the keyboard and asks for nothing before', async ({
  page,
  show,
}) => {
  await show(scenario('history'));
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  expect(await calls(page, 'activity.list')).toEqual([]);
  await page.getByRole('button', { name: 'History' }).press('Enter');
  await page.getByText('AWS profile photos · 38 times').waitFor();
  await page.getByRole('definition').getByText('Renewed', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Show all activity' }).click();
  await expect(page.getByLabel('Search account or tool')).toHaveValue('Photo archive');
  await expect(lines(page)).toHaveCount(3);
  await show({ ...scenario('activity-broken') });
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  await page.getByRole('button', { name: 'History' }).press('Enter');
  await page.getByRole('definition').getByText(activityWords.broken.title).waitFor();
});

test('the activity is exported by main, and what goes wrong is said', async ({ page, show }) => {
  const press = async (more: Pick<Scenario, 'replies' | 'errors'>): Promise<void> => {
    await show({ ...scenario('activity'), ...more });
    await openActivity(page);
    await page.getByRole('button', { name: 'Export' }).click();
    expect(await calls(page, 'activity.export')).toHaveLength(1);
  };
  await press({ replies: { 'activity.export': { fileName: 'a.jsonl' } } });
  await page.getByText('Saved as a.jsonl.').first().waitFor();
  await press({ errors: { 'activity.export': error('metadata.disk-full') } });
  await page.getByRole('status').filter({ hasText: 'disk is full' }).waitFor();
  await press({ replies: { 'activity.export': { fileName: null } } });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => done(null))));
  await expect(page.getByText(/^Saved/)).toHaveCount(0);
});
