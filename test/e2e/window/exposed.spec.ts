import type { Page } from 'playwright';
import { exposedSearch } from '../harness/exposed-scenarios.ts';
import { connection, error, few, snapshot } from '../harness/fixtures.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Keys in plain text: found, replaced, taken into the keychain. */

const found = () => ({
  snapshot: snapshot({ connections: few() }),
  replies: { 'exposedSecrets.search': exposedSearch() },
});
const showFound = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('button', { name: 'Look for keys in plain text…' }).click();
  await page.getByRole('heading', { name: '4 keys found in 14 files' }).waitFor();
};

test('a key is replaced by what was previewed, and taken back, by keys alone', async ({
  page,
  show,
}) => {
  await show(found());
  expect(await calls(page, 'exposedSecrets.search')).toEqual([]);
  await showFound(page);
  expect(await focused(page)).toBe('h1:Keys in plain text');
  await page.getByRole('button', { name: /^Replace/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('credential_process').waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect.poll(() => focused(page)).toMatch(/^button:Replace/);
  await page.keyboard.press('Enter');
  await page.getByText('credential_process').waitFor();
  await page.getByRole('button', { name: 'Replace', exact: true }).press('Enter');
  await page.getByRole('button', { name: 'Undo' }).press('Enter');
  await page.getByRole('status').filter({ hasText: 'is as it was before' }).waitFor();
  const finding = exposedSearch().findings[0]?.id;
  expect(await calls(page, 'exposedSecrets.replace')).toEqual([{ finding, basis: '2'.repeat(64) }]);
  expect(await calls(page, 'exposedSecrets.undo')).toHaveLength(1);
  // Looked at anew after each change: what is shown is what is there.
  expect(await calls(page, 'exposedSecrets.search')).toHaveLength(3);
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('h1:Tools');
});

test('what was not looked into is named, and that not everything was', async ({ page, show }) => {
  const replies = { 'exposedSecrets.search': exposedSearch({ isCutShort: true }) };
  await show({ ...found(), replies });
  await showFound(page);
  await page.getByText('Not everything was looked at').waitFor();
  await page.getByText('1 file was not looked into').click();
  await page.getByText('~/.zshrc:').waitFor();
});

test('F3 a file that changed meanwhile cannot be written', async ({ page, show }) => {
  await show({ ...found(), errors: { 'exposedSecrets.replace': error('exposed.changed') } });
  await showFound(page);
  await page.getByRole('button', { name: /^Replace/ }).click();
  await page.getByText('credential_process').waitFor();
  await page.getByRole('button', { name: 'Replace', exact: true }).click();
  await page.getByRole('alert').filter({ hasText: 'has changed since' }).waitFor();
  await expect(page.getByRole('button', { name: 'Replace', exact: true })).toBeDisabled();
});

test('an unknown key fills the form that fits, without its secret, and leads back', async ({
  page,
  show,
}) => {
  await show(found());
  await showFound(page);
  await page.getByRole('button', { name: /^Take into keychain/ }).click();
  await page.getByText('Read from your file').waitFor();
  await expect(page.getByLabel('S3 endpoint')).toHaveValue('https://s3.example.com');
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect
    .poll(() => calls(page, 'connections.connect'))
    .toMatchObject([{ providerId: 's3-other', draft: '00000000-0000-4000-8000-000000000080' }]);
  const [sent] = await calls(page, 'connections.connect');
  expect(JSON.stringify(sent)).not.toContain('secretAccessKey');
});

test('the search is offered once, after the first account', async ({ page, show }) => {
  const first = connection({ number: 1, label: 'Photos' });
  await show({ snapshot: snapshot() });
  await expect(page.getByRole('button', { name: 'Not now' })).toHaveCount(0);
  await page.evaluate((each) => window.harnessPush({ connections: [each] }), first);
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(page.getByRole('button', { name: 'Not now' })).toHaveCount(0);
  await page.evaluate(
    (each) => window.harnessPush({ connections: each }),
    [first, connection({ number: 2, label: 'Other' })],
  );
  await expect(page.getByRole('row', { name: 'Other' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Not now' })).toHaveCount(0);
  // Whoever had accounts when the window opened was asked before.
  await show({ snapshot: snapshot({ connections: few() }) });
  await expect(page.getByRole('button', { name: 'Not now' })).toHaveCount(0);
});
