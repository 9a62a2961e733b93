import { error, few, snapshot } from '../harness/fixtures.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** An account among AWS tools: profile, preview, done, and back again. */

const listed = { file: '~/.aws/config', profiles: ['photos'], proposed: 'photos-2' };

test('three clicks make a profile; what is written is what was previewed', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByText('credential_process').waitFor();
  await page.getByRole('button', { name: 'Add profile' }).click();
  await expect.poll(() => focused(page)).toBe('button:Done');
  expect(await calls(page, 'awsProfiles.write')).toEqual([
    expect.objectContaining({ profile: 'photo-archive', basis: '0'.repeat(64) }),
  ]);
  await page.getByRole('button', { name: 'Copy command' }).click();
  await page.getByRole('status').filter({ hasText: 'Copied.' }).waitFor();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect.poll(() => focused(page)).toBe('button:Use with AWS tools…');
  expect(await calls(page, 'awsProfiles.undo')).toEqual([]);
});

test('by keys alone: a name is typed, the preview follows, Enter adds, Undo takes back', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'More actions' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Use with AWS tools' }).waitFor();
  await page.keyboard.type('use');
  await page.keyboard.press('Enter');
  await page.getByLabel('Profile name').waitFor();
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
  await page.keyboard.press('Control+a');
  await page.keyboard.type('laptop');
  await page.getByText('[profile laptop]').waitFor();
  await page.keyboard.press('Tab');
  await expect.poll(() => focused(page)).toMatch(/^section:Changes to ~/);
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await page.getByText('aws s3 ls --profile laptop').waitFor();
  await page.getByRole('button', { name: 'Undo' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: 'is as it was before' }).waitFor();
  expect(await calls(page, 'awsProfiles.undo')).toHaveLength(1);
});

test('F3 a file that changed meanwhile is previewed anew, and said', async ({ page, show }) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    errors: { 'awsProfiles.write': error('aws-config.changed') },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByText('credential_process').waitFor();
  const before = (await calls(page, 'awsProfiles.preview')).length;
  await page.getByRole('button', { name: 'Add profile' }).click();
  await page.getByRole('alert').filter({ hasText: 'has changed meanwhile' }).waitFor();
  expect((await calls(page, 'awsProfiles.preview')).length).toBe(before + 1);
  await expect(page.getByRole('button', { name: 'Add profile' })).toBeEnabled();
});

test('a name that is taken cannot be added', async ({ page, show }) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    errors: { 'awsProfiles.preview': error('aws-config.name-taken', { params: { line: 3 } }) },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByText('There is a profile of this name already.').waitFor();
  await expect(page.getByLabel('Profile name')).toHaveAttribute('aria-invalid', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Add profile' })).toBeDisabled();
  expect(await calls(page, 'awsProfiles.write')).toEqual([]);
});

test('disconnecting removes the profiles first, unless they are to stay or cannot go', async ({
  page,
  show,
}) => {
  const disconnect = async (): Promise<void> => {
    await page.getByRole('row', { name: /Photo archive/ }).click();
    await page.getByRole('button', { name: 'Remove profile photos' }).waitFor();
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  };
  const confirm = () => page.getByRole('button', { name: 'Disconnect', exact: true }).click();
  const acts = () =>
    page.evaluate(() =>
      window.harnessCalls
        .map(({ channel }) => channel)
        .filter((channel) => /\.(?:remove|disconnect)$/.test(channel)),
    );
  const usual = {
    snapshot: snapshot({ connections: few() }),
    replies: { 'awsProfiles.list': listed, 'connections.disconnect': { operationId: 'x' } },
  };
  await show(usual);
  await disconnect();
  await confirm();
  await expect.poll(acts).toEqual(['awsProfiles.remove', 'connections.disconnect']);
  await show(usual);
  await disconnect();
  await page.getByRole('checkbox', { name: /Remove its profile photos/ }).uncheck();
  await confirm();
  await expect.poll(acts).toEqual(['connections.disconnect']);
  await show({ ...usual, errors: { 'awsProfiles.remove': error('aws-config.unwritable') } });
  await disconnect();
  await confirm();
  await page.getByRole('status').filter({ hasText: 'cannot be written' }).waitFor();
  expect(await acts()).toEqual(['awsProfiles.remove']);
});
