import { error, few, snapshot } from '../harness/fixtures.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** An account among AWS tools: profile, preview, done, and back again. */

const listed = { file: '~/.aws/config', profiles: ['photos'], proposed: 'photos-2' };

test('three clicks make a profile; what is written is what was previewed', async ({
  context,
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
  await context.grantPermissions(['clipboard-read']);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe('aws s3 ls --profile photo-archive');
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
  expect(await calls(page, 'awsProfiles.undo')).toEqual([
    { change: '00000000-0000-4000-8000-000000000077' },
  ]);
});

test('the preview shows what goes and what comes, and of two that are asked for the last', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    replies: {
      'awsProfiles.list': listed,
      'awsProfiles.preview': {
        linesBefore: 1,
        basis: '1'.repeat(64),
        lines: [
          { kind: 'kept', text: '[profile photos]' },
          { kind: 'removed', text: 'region = eu-1' },
          { kind: 'added', text: 'region = us-east-1' },
        ],
      },
    },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  const lines = page
    .getByRole('region', { name: 'Changes to ~/.aws/config' })
    .getByRole('listitem');
  await expect(lines).toHaveText([
    'Unchanged: [profile photos]',
    '−Removed: region = eu-1',
    '+Added: region = us-east-1',
  ]);
  const looks = await lines.evaluateAll((all) =>
    all.map((each) => getComputedStyle(each).backgroundColor),
  );
  expect(new Set(looks).size).toBe(3);
  // The answer to the first comes after the answer to the second.
  await page.evaluate(() => {
    let answerFirst = (): void => {};
    const first = new Promise<void>((done) => {
      answerFirst = done;
    });
    const { preview } = window.stowkey.awsProfiles;
    const slowly: typeof preview = async (wanted) => {
      const reply = await preview(wanted);
      if (wanted.profile === 'slow') await first;
      else setTimeout(answerFirst);
      if (!reply.ok) return reply;
      const text = `[profile ${wanted.profile}]`;
      return { ...reply, value: { ...reply.value, lines: [{ kind: 'added', text }] } };
    };
    Object.assign(window.stowkey, { awsProfiles: { preview: slowly } });
  });
  const name = page.getByLabel('Profile name');
  await name.fill('slow');
  await name.fill('slow-2');
  await expect(lines).toHaveText(['+Added: [profile slow-2]']);
  await page.evaluate(() => new Promise((done) => setTimeout(done, 0)));
  await expect(lines).toHaveText(['+Added: [profile slow-2]']);
});

test('what was not written or not taken back is said where it was asked for', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    errors: { 'awsProfiles.undo': error('aws-config.changed') },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByRole('button', { name: 'Add profile' }).click();
  await page.getByRole('button', { name: 'Copy command' }).click();
  const said = page.getByRole('dialog').getByRole('alert');
  await page.getByRole('button', { name: 'Undo' }).click();
  await said.filter({ hasText: 'changed in the meantime' }).waitFor();
  await show({
    snapshot: snapshot({ connections: few() }),
    errors: { 'awsProfiles.write': error('aws-config.unwritable') },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Use with AWS tools' }).click();
  await page.getByRole('button', { name: 'Add profile' }).click();
  await said.filter({ hasText: 'cannot be written' }).waitFor();
});

test('a profile goes from its row, and Undo brings it back', async ({ page, show }) => {
  await show({
    snapshot: snapshot({ connections: few() }),
    replies: { 'awsProfiles.list': { ...listed, profiles: ['photos', 'laptop'] } },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Remove profile laptop' }).click();
  await page.getByText('Profile laptop removed.', { exact: true }).last().waitFor();
  const [{ id } = { id: '' }] = few().filter(({ label }) => label === 'Photo archive');
  expect(await calls(page, 'awsProfiles.remove')).toEqual([
    { connectionId: id, profile: 'laptop' },
  ]);
  await expect.poll(() => focused(page)).toBe('button:Undo');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '~/.aws/config is as it was before' }).waitFor();
  expect(await calls(page, 'awsProfiles.undo')).toEqual([
    { change: '00000000-0000-4000-8000-000000000078' },
  ]);
  await expect(page.getByRole('button', { name: 'Undo' })).toHaveCount(0);
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
