import type { Page } from 'playwright';
import type { Question } from '../../../shared/schemas.ts';
import { consumers, error, few, question, snapshot } from '../harness/fixtures.ts';
import { mixed } from '../harness/provider-scenarios.ts';
import { calls, focused } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** The window that asks, and the view of who may ask. */

const nowMs = Date.UTC(2030, 0, 1);

const middleOf = async (page: Page, name: string) => {
  const box = await page.getByRole('button', { name, exact: true }).boundingBox();
  if (box === null) throw new Error(`no button ${name}`);
  return [box.x + box.width / 2, box.y + box.height / 2] as const;
};
const answers = (page: Page) => calls(page, 'consumers.answer');

/** Waits until the question is there, from which moment on its time runs. */
const asked = (page: Page) => expect(page.getByRole('heading', { level: 1 })).toBeFocused();
/** Lets the given time pass, after which the question takes answers. */
const runUntilAnswerable = async (page: Page, ms = 500): Promise<void> => {
  await page.clock.runFor(ms);
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeEnabled();
};

test.describe('the window that asks', () => {
  const first = question({ deadlineEpochMs: nowMs + 25_000 });
  const asks = (asked: Question) => ({
    path: '/ask.html',
    snapshot: snapshot(),
    replies: { 'consumers.question': asked },
  });
  test.use({ viewport: { width: 420, height: 280 } });
  test.beforeEach(async ({ page }) => {
    await page.clock.install({ time: nowMs - 1000 });
    await page.clock.pauseAt(nowMs);
  });

  test('takes nothing that was meant for what was there half a second before', async ({
    page,
    show,
  }) => {
    await show(asks(first));
    await asked(page);
    const allow = await middleOf(page, 'Allow');
    const tryAll = async (): Promise<void> => {
      for (const key of ['Escape', 'Enter', 'Space']) await page.keyboard.press(key);
      await page.mouse.click(...allow);
      await page.getByRole('button', { name: 'Allow', exact: true }).press('Enter');
    };
    await tryAll();
    await page.clock.runFor(499);
    await tryAll();
    // A press that began too early is none when it ends.
    await page.mouse.move(...allow);
    await page.mouse.down();
    await runUntilAnswerable(page, 1);
    await page.mouse.up();
    expect(await answers(page)).toEqual([]);
    await page.mouse.click(...allow);
    await page.mouse.click(...allow);
    expect(await answers(page)).toEqual([{ questionId: first.id, answer: 'allow' }]);
  });

  test('has no button that Enter or Space would press, for the next question neither', async ({
    page,
    show,
  }) => {
    await show(asks({ ...first, behind: 1 }));
    const title = 'h1:AWS profile photos wants to use Photo archive';
    await expect.poll(() => focused(page)).toBe(title);
    await expect(page.getByText('1 more question after this one')).toBeVisible();
    await runUntilAnswerable(page);
    for (const key of ['Enter', 'Space']) await page.keyboard.press(key);
    expect(await answers(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await expect.poll(() => focused(page)).toBe('button:Don’t allow');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await answers(page)).toEqual([{ questionId: first.id, answer: 'allow' }]);

    const next = question({
      id: '00000000-0000-4000-8000-000000000701',
      consumer: 'backup.sh',
      deadlineEpochMs: nowMs + 25_000,
    });
    await page.evaluate((asked) => window.harnessAsk(asked), next);
    await expect.poll(() => focused(page)).toBe('h1:backup.sh wants to use Photo archive');
    for (const key of ['Enter', 'Space', 'Escape']) await page.keyboard.press(key);
    expect(await answers(page)).toHaveLength(1);
    await runUntilAnswerable(page);
    await page.keyboard.press('Escape');
    expect((await answers(page)).slice(1)).toEqual([{ questionId: next.id, answer: 'refuse' }]);
  });

  test('takes a no for a no, says what a yes counts for, and whether it came too late', async ({
    page,
    show,
  }) => {
    await show(asks(first));
    await expect(page.getByText('does not ask again for 15 minutes')).toBeVisible();
    await asked(page);
    await runUntilAnswerable(page);
    await page.getByRole('button', { name: 'Don’t allow' }).click();
    expect(await answers(page)).toEqual([{ questionId: first.id, answer: 'refuse' }]);
    await expect(page.getByText('The tool no longer waits.')).toHaveCount(0);
    await show({
      ...asks({ ...first, remembered: false }),
      errors: { 'consumers.answer': error('operation.stale-answer') },
    });
    await expect(page.getByText('it counts for this one time')).toBeVisible();
    await asked(page);
    await runUntilAnswerable(page);
    await page.getByRole('button', { name: 'Allow', exact: true }).click();
    await page.getByText('The tool no longer waits.').waitFor();
  });

  test('counts down in words, and aloud only at times', async ({ page, show }) => {
    await show(asks(first));
    await expect(page.getByText('Not allowed in 25 s if you do not answer.')).toBeVisible();
    const aloud = page.locator('[aria-live=polite]');
    await expect(aloud).toBeEmpty();
    await page.clock.runFor(14_000);
    await expect(page.getByText('Not allowed in 11 s if you do not answer.')).toBeVisible();
    await expect(aloud).toHaveText('20 seconds left');
    await page.clock.runFor(1_000);
    await expect(aloud).toHaveText('10 seconds left');
  });

  test('shows names as they are, and none of them as markup or as our own words', async ({
    page,
    show,
  }) => {
    const consumer = '<b>x</b> \u202ewants to use nothing';
    await show(asks({ ...first, consumer }));
    await expect(page.locator('bdi').first()).toHaveText(consumer);
    await expect(page.locator('h1 b')).toHaveCount(0);
  });
});

test('a tool’s rule is changed at once, and its access ends only after a question', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few(), consumers: consumers() }) });
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  const access = page.getByRole('region', { name: 'Tools', exact: true });
  await expect(access.getByText('backup.sh')).toHaveCount(0);
  await expect(access.getByText('AWS profile photos')).toBeVisible();
  await access.getByRole('button', { name: 'Show tools' }).click();
  await expect.poll(() => focused(page)).toBe('h1:Tools');

  const tool = page.getByRole('listitem').filter({ hasText: 'AWS profile photos' });
  await tool.getByRole('button', { name: /Access$/ }).click();
  await page.getByRole('option', { name: 'Ask each time' }).click();
  await expect(tool.getByText('You allow or refuse each use.')).toBeVisible();
  expect(await calls(page, 'consumers.setRule')).toEqual([{ handle: 'aws-photos', rule: 'ask' }]);

  await tool.getByRole('button', { name: 'Revoke… AWS profile photos' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Revoke AWS profile photos?' });
  await confirm.waitFor();
  await page.keyboard.press('Escape');
  await expect(confirm).toHaveCount(0);
  await expect(tool).toBeVisible();
  expect(await calls(page, 'consumers.revoke')).toEqual([]);
  await tool.getByRole('button', { name: 'Revoke… AWS profile photos' }).click();
  await confirm.getByRole('button', { name: 'Revoke', exact: true }).click();
  expect(await calls(page, 'consumers.revoke')).toEqual([{ handle: 'aws-photos' }]);
  await expect(tool).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe('h1:Tools');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('region', { name: 'Photo archive' })).toBeVisible();
});

test('a tool is given accounts by keyboard alone, and what to paste is shown', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few(), consumers: consumers() }) });
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  const access = page.getByRole('region', { name: 'Tools', exact: true });
  await access.getByRole('button', { name: 'Give a tool access…' }).press('Enter');
  await expect.poll(() => focused(page)).toContain('input');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Say what the tool is called.')).toBeVisible();
  expect(await calls(page, 'consumers.give')).toEqual([]);

  await page.keyboard.type(' backup.sh ');
  // The account that it was opened at is chosen; the first way is the socket.
  await expect(page.getByRole('checkbox', { name: 'Photo archive' })).toBeChecked();
  await page.getByRole('radio', { name: /socket$/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const done = page.getByRole('dialog', { name: 'backup.sh has access' });
  await expect(done.getByText('AWS_CONTAINER_CREDENTIALS_FULL_URI')).toBeVisible();
  const [{ id } = { id: '' }] = few().filter(({ label }) => label === 'Photo archive');
  expect(await calls(page, 'consumers.give')).toEqual([
    {
      name: 'backup.sh',
      connectionIds: [id],
      rule: 'always',
      usesEndpoint: true,
      assistant: null,
    },
  ]);
  await expect.poll(() => focused(page)).toBe('button:Done');
  await page.keyboard.press('Escape');
  await expect.poll(() => focused(page)).toBe('button:Give a tool access…');
});

test('an assistant is given a place for uploads, and is asked about unless the person chooses otherwise', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('button', { name: 'Give a tool access…' }).click();
  await page.getByLabel('Name of the tool').fill('Archivist');
  await page.getByRole('checkbox', { name: 'Photo archive' }).check();
  await page.getByRole('radio', { name: /^As an assistant/ }).check();
  const uploads = page.getByRole('textbox', { name: /^Uploads/ });
  await uploads.fill('/drafts');
  await page.getByRole('button', { name: 'Give access' }).click();
  await expect(page.getByText('Write a bucket, and a folder behind a slash')).toBeVisible();
  expect(await calls(page, 'consumers.give')).toEqual([]);
  await uploads.fill('reports/drafts');
  await page.getByRole('button', { name: 'Give access' }).click();
  await page
    .getByRole('dialog', { name: 'Archivist has access' })
    .getByText('mcpServers')
    .waitFor();
  expect(await calls(page, 'consumers.give')).toMatchObject([
    {
      rule: 'ask',
      usesEndpoint: false,
      assistant: { uploads: { bucket: 'reports', prefix: 'drafts/', replaces: false } },
    },
  ]);
});

test('an account with an access token is given in forms of its own, and a broker’s is not offered', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: mixed(), consumers: consumers() }) });
  await page.getByRole('row').filter({ hasText: 'Ada’s Drive' }).click();
  await page.getByRole('button', { name: 'Give a tool access…' }).click();
  await expect.poll(() => focused(page)).toContain('input');
  await page.keyboard.type('sync.sh');
  await expect(page.getByRole('checkbox', { name: 'Ada’s Drive' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Team wiki' })).toHaveCount(0);
  await page.keyboard.press('Enter');
  const done = page.getByRole('dialog', { name: 'sync.sh has access' });
  await expect(
    done.getByRole('region', { name: 'Command that prints the access token' }),
  ).toContainText('stowkey token ');
  await expect(done.getByText('COMMAND | curl -H @- URL')).toBeVisible();
});

test('a profile whose account is gone is listed, and is removed from there', async ({
  page,
  show,
}) => {
  const connectionId = '00000000-0000-4000-8000-000000000099';
  await show({
    snapshot: snapshot({ connections: few() }),
    replies: {
      'awsProfiles.leftBehind': {
        file: '~/.aws/config',
        profiles: [{ profile: 'old-photos', connectionId }],
      },
    },
  });
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  const left = page.getByRole('region', { name: 'Profiles without an account' });
  await left.getByRole('button', { name: 'Remove profile old-photos' }).press('Enter');
  await expect(left.getByText('Profile old-photos removed.')).toBeVisible();
  expect(await calls(page, 'awsProfiles.remove')).toEqual([
    { profile: 'old-photos', connectionId },
  ]);
  await expect.poll(() => focused(page)).toBe('button:Undo');
  await page.keyboard.press('Enter');
  await page.getByRole('status').filter({ hasText: '~/.aws/config is as it was before' }).waitFor();
  expect(await calls(page, 'awsProfiles.undo')).toEqual([
    { change: '00000000-0000-4000-8000-000000000078' },
  ]);
  await expect(left.getByText('Profile old-photos removed.')).toHaveCount(0);
});

test('trouble with the ways in is shown with what to do, and goes when it is done', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({
      connections: few(),
      agent: {
        commandLineRevoked: true,
        endpointError: error('agent.port-taken', { params: { port: 43117 } }),
      },
    }),
  });
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByText('Port 43117 is taken').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('Port 43117 is taken')).toHaveCount(0);
  await page.getByRole('button', { name: 'Let the command line ask again' }).click();
  await expect(page.getByText('The command line has no access')).toHaveCount(0);
  await expect.poll(() => focused(page)).toBe('h1:Tools');
});
