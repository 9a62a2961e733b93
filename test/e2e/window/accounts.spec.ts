import type { ConnectionView } from '../../../shared/schemas.ts';
import { defaultSettings } from '../../../shared/settings.ts';
import { awkward, connection, error, few, many, operation, snapshot } from '../harness/fixtures.ts';
import { calls, focused, holdsSecret, openForm, secret } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Through the list, the details and the first form. */

/** Needs nobody, so that it stands where its name puts it. */
const withoutEnd = (each: ConnectionView): ConnectionView => ({
  ...each,
  facts: { ...each.facts, expiresAtEpochSeconds: null },
});

test('arrows move, Enter goes to the details, Escape comes back to the row', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: many(1000).map(withoutEnd) }) });
  await page.keyboard.press('/');
  await expect.poll(() => focused(page)).toMatch(/^input:Search/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/Project 0003/);
  await page.keyboard.press('End');
  await page.getByRole('row').filter({ hasText: 'Project 1000' }).waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent?.includes('Project 1000'));
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
  expect((await page.getByRole('row').count()) < 40, 'only rows in sight exist').toBe(true);
});

test('on a narrow window Escape closes the details and focuses the row', async ({ page, show }) => {
  await page.setViewportSize({ width: 600, height: 520 });
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Team backups/ }).click();
  await page.getByRole('heading', { name: 'Team backups' }).waitFor();
  await page.getByRole('button', { name: 'All accounts' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
  await expect.poll(() => focused(page)).toMatch(/Team backups/);
});

test('Ctrl+C on a row copies it as it was copied last, and its button opens the menu', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.keyboard.press('Control+c');
  await page.getByRole('status').filter({ hasText: 'Environment variables copied.' }).waitFor();
  expect(await calls(page, 'credentials.copy')).toMatchObject([{ format: 'env-sh' }]);
  await expect.poll(() => focused(page)).toMatch(/^div:Photo archive/);
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => focused(page)).toMatch(/^button:Copy keys of Photo archive/);
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expect.poll(() => focused(page)).toMatch(/^button:Copy keys of Photo archive/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'AWS profile' }).click();
  await page.getByRole('status').filter({ hasText: 'AWS profile copied. Clears in' }).waitFor();
});

test('buckets are looked through by the keyboard, and a link is copied', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row').first().click();
  await page.getByRole('button', { name: 'Browse buckets…' }).click();
  await page.getByRole('button', { name: 'photos' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('These are the first 1,000.').waitFor();
  await expect.poll(() => focused(page)).toMatch(/^p:photos/);
  await page.getByRole('button', { name: '2026/' }).click();
  await page.getByRole('button', { name: /^Copy link to a-summer/ }).click();
  expect(await calls(page, 'buckets.copyLink')).toMatchObject([
    { bucket: 'photos', key: expect.stringMatching(/^2026\/a-summer/), seconds: 3_600 },
  ]);
  await page.getByRole('button', { name: 'One folder up' }).click();
  await page.getByRole('button', { name: 'One folder up' }).click();
  await page.getByRole('button', { name: 'backups' }).click();
  await page.getByText('Nothing here').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Browse buckets…' }).waitFor();
});

test('of a thousand entries few are drawn until somebody scrolls there', async ({ page, show }) => {
  const entries = Array.from({ length: 1_000 }, (_, index) => ({
    kind: 'object',
    name: `picture ${String(index).padStart(4, '0')}.jpg`,
    sizeBytes: 1_000,
    changedAtEpochMs: 1_790_000_000_000,
  }));
  const [photos] = few();
  if (photos === undefined) throw new Error('no account');
  await show({
    // Never checked: what the keys open can be looked at all the same.
    snapshot: snapshot({ connections: [{ ...photos, s3Check: null }] }),
    replies: { 'buckets.entries': { entries, hasMore: false } },
  });
  await page.getByRole('row').first().click();
  await page.getByRole('button', { name: 'Browse buckets…' }).click();
  await page.getByRole('button', { name: 'photos' }).click();
  // The focus goes to the top with the new page, and would scroll back to it.
  await expect.poll(() => focused(page)).toMatch(/^p:/);
  const rows = page.getByRole('row');
  let drawn = await rows.count();
  expect(drawn).toBeLessThan(300);
  while (drawn < 1_001) {
    await rows.last().scrollIntoViewIfNeeded();
    await expect.poll(() => rows.count()).toBeGreaterThan(drawn);
    drawn = await rows.count();
  }
  await expect(page.getByText('picture 0999.jpg')).toHaveCount(1);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Browse buckets…' }).waitFor();
  expect(await calls(page, 'buckets.leave')).not.toEqual([]);
});

test('writing is tried in the bucket that was named, after the person was told what comes', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row').first().click();
  await expect(page.getByText('Not tried', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Try writing…' }).click();
  await page.getByLabel('Bucket', { exact: true }).fill(' photos ');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(await calls(page, 'connections.verify')).toMatchObject([{ writeTo: 'photos' }]);
});

test('S9 the client secret leaves the page when it was handed over', async ({ page, show }) => {
  await show({ snapshot: snapshot() });
  await openForm(page);
  const input = page.getByLabel('Client secret', { exact: true });
  await expect(input).toHaveAttribute('autocomplete', 'off');
  await expect(input).toHaveAttribute('spellcheck', 'false');
  await page.getByLabel('Client ID').fill('demo');
  await input.fill(secret);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  const [sent] = (await calls(page, 'connections.connect')) as { input: unknown }[];
  expect(JSON.stringify(sent).split(secret).length).toBe(2);
  expect(await holdsSecret(page)).toBe(false);
  await page.evaluate(
    (failed) => window.harnessPush({ operations: [failed] }),
    operation({ status: 'failed', error: error('oauth.timeout') }),
  );
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  expect(await holdsSecret(page)).toBe(false);
  await expect.poll(() => focused(page)).toBe('button:Continue in browser');
  // Main keeps what was typed, so nothing has to be typed again.
  await page.getByText('Kept from your last try').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  const [, again] = (await calls(page, 'connections.connect')) as {
    draft: string | null;
    input: Record<string, unknown>;
  }[];
  expect(again?.draft).not.toBe(null);
  expect(again?.input.clientSecret).toBe(undefined);
});

test('problems of fields stand beside them and the first one gets the focus', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot(),
    errors: {
      'connections.connect': error('input.invalid', {
        fields: { jwtLifetimeMinutes: 'out-of-range' },
      }),
    },
  });
  await openForm(page);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect(await calls(page, 'connections.connect')).toEqual([]);
  await page.getByLabel('Client ID').fill('demo');
  await page.getByLabel('Client secret', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByText('Enter a number from 1 to 15 minutes.').waitFor();
  await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'number');
});

test('a short message moves nothing, stays while it is looked at, and goes', async ({
  page,
  show,
}) => {
  await page.clock.install();
  await show({
    snapshot: snapshot({ connections: few() }),
    errors: { 'connections.verify': error('keychain.locked') },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const layout = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('main, nav, footer, [role=row]')].map((each) =>
        JSON.stringify(each.getBoundingClientRect()),
      ),
    );
  const before = await layout();
  await page.getByRole('button', { name: 'Verify', exact: true }).click();
  await page.getByRole('status').filter({ hasText: 'Your keychain is locked' }).waitFor();
  const toast = page.locator('[data-tone=danger]', { hasText: 'Your keychain is locked' });
  expect(await layout()).toEqual(before);
  await toast.hover();
  await page.clock.runFor(60_000);
  await expect(toast).toBeVisible();
  await page.mouse.move(1, 1);
  await page.clock.runFor(10_000);
  await expect(toast).toBeHidden();
});

test('a revealed secret goes when the window loses the focus', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Show secret key' }).click();
  await page.getByText('jz3xample').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await page.getByText('jz3xample').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Show secret key' }).click();
  await page.getByText('jz3xample').waitFor();
  await page.getByRole('row', { name: /Team backups/ }).click();
  await page.getByText('jz3xample').waitFor({ state: 'detached' });
});

test('a pasted address is sent once and leaves the page, also when it was refused', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({
      connections: few(),
      operations: [
        operation({
          kind: 'refresh',
          connectionNumber: 1,
          prompt: {
            kind: 'browser',
            host: 'storx.io',
            redirectUri: 'http://127.0.0.1:28521/callback',
            deadlineEpochSeconds: Math.floor(Date.now() / 1000) + 500,
            browserOpened: true,
          },
        }),
      ],
    }),
    errors: { 'operations.submitRedirect': error('oauth.bad-redirect') },
  });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'Paste the address instead' }).click();
  await page.keyboard.type(`http://127.0.0.1:28521/callback?access_grant=${secret}`);
  await page.keyboard.press('Enter');
  await page.getByText('This address holds no answer').waitFor();
  expect(await holdsSecret(page)).toBe(false);
});

test('I13 markup in names stays text', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: awkward() }) });
  await page.getByRole('row').filter({ hasText: 'onerror' }).click();
  await page.getByRole('heading', { name: /<img src=x/ }).waitFor();
  await expect(page.locator('img')).toHaveCount(0);
  expect(await page.title()).toBe('Stowkey');
});

test('I13 markup in error texts stays text', async ({ page, show }) => {
  const markup = '<img src=x onerror="document.title=\'owned\'">';
  const failure = error('server.unreachable', { params: { host: markup }, incident: markup });
  await show({
    snapshot: snapshot({
      connections: [
        connection({ number: 1, label: 'Wrong', problem: failure }),
        connection({ number: 2, label: 'Failed' }),
      ],
      operations: [
        operation({ kind: 'verify', connectionNumber: 2, status: 'failed', error: failure }),
      ],
    }),
    errors: { 'credentials.copy': failure },
  });
  const said = page.getByRole('main').getByText(`${markup} cannot be reached`);
  for (const name of ['Wrong', 'Failed']) {
    await page.getByRole('row', { name }).click();
    await said.waitFor();
    await page.getByRole('button', { name: 'Copy endpoint' }).click();
    await page.getByRole('status').filter({ hasText: markup }).waitFor();
  }
  await expect(page.locator('img')).toHaveCount(0);
  expect(await page.title()).toBe('Stowkey');
});

test('the confirmation keeps focus inside, and Escape deletes nothing', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByRole('alertdialog').waitFor();
  for (let count = 0; count < 5; count += 1) await page.keyboard.press('Tab');
  expect(
    await page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null),
  ).toBe(true);
  await page.keyboard.press('Escape');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(await calls(page, 'connections.disconnect')).toEqual([]);
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('aria-label') === 'More actions',
  );
});

test('a tick of the clock changes only the texts that count', async ({ page, show }) => {
  await show({
    snapshot: snapshot({ connections: [connection({ number: 7, expiresIn: 300 }), ...few()] }),
  });
  const others = await page.evaluate(
    () =>
      new Promise<number>((done) => {
        const records: MutationRecord[] = [];
        const watch = new MutationObserver((found) => {
          records.push(...found);
          const texts = records.filter(({ type }) => type === 'characterData').length;
          if (texts >= 3) done(records.length - texts);
        });
        const grid = document.querySelector('[role=grid]') ?? document;
        watch.observe(grid, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
      }),
  );
  expect(others).toBe(0);
});

test('copying shows a tick where it was pressed', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const tick = '[data-ticked]';
  const ofHeader = page.getByRole('button', { name: 'Copy as Environment variables' });
  await ofHeader.click();
  await ofHeader.locator(tick).waitFor();
  await page.locator(tick).waitFor({ state: 'detached' });
  const ofRow = page.getByRole('button', { name: 'Copy keys of Photo archive' });
  await ofRow.click();
  await page.getByRole('menuitem', { name: 'Region' }).click();
  await ofRow.locator(tick).waitFor();
});

test('a value is copied by a click on it, with a tick in its place', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const secretKey = page.getByRole('button', { name: 'Copy secret key' });
  await page.getByText('https://gateway.storx.io', { exact: true }).click();
  await page.getByRole('button', { name: 'Copy endpoint' }).locator('[data-ticked]').waitFor();
  await secretKey.click({ position: { x: 20, y: 10 } });
  await secretKey.locator('[data-ticked]').waitFor();
  expect(await calls(page, 'credentials.copy')).toMatchObject([
    { format: 'endpoint' },
    { format: 'secret-access-key' },
  ]);
  await expect(page.getByRole('meter', { name: 'Lifetime left' })).toHaveAttribute(
    'aria-valuetext',
    /^2 h 14 m of 3 hours left$/,
  );
});

test('with nothing open, what is most pressing stands there with the button that mends it', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const pane = page.getByRole('main');
  await pane.getByRole('heading', { name: '4 accounts need you' }).waitFor();
  await expect(pane.getByRole('listitem')).toHaveText([
    /^Old laptopExpired 5 hours ago/,
    /^Photo archiveExpires in 2 h/,
  ]);
  await pane.getByRole('button', { name: 'Show all 4' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await pane.getByRole('button', { name: 'Renew Old laptop' }).click();
  expect(await calls(page, 'connections.refresh')).toHaveLength(1);
  await pane.getByRole('heading', { name: 'Old laptop' }).waitFor();
  await show({ snapshot: snapshot({ connections: [withoutEnd(connection({ number: 1 }))] }) });
  await pane.getByRole('heading', { name: 'All is well' }).waitFor();
});

test('a form to copy is found by its tool, shown masked, copied by key and offered again', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const more = page.getByRole('button', { name: 'Copy as…' });
  await more.click();
  const search = page.getByRole('combobox', { name: 'Search formats' });
  await expect(search).toBeFocused();
  await search.pressSequentially('duckdb');
  const options = page.getByRole('option');
  await expect(options).toHaveText([/^DuckDB secret.*Holds a secret$/, /^DuckDB secret without/]);
  const shown = page.getByRole('region', { name: 'What is copied' });
  await expect(shown).toContainText("KEY_ID 'juo7••••••••••••••••'");
  await page.keyboard.press('ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await expect(shown).toContainText("PROFILE 'Photo-archive'");
  await expect(page.getByText('Needs an AWS profile of this name')).toBeVisible();
  expect(await calls(page, 'credentials.copy'), 'nothing is copied by looking').toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(more).toBeFocused();
  expect(await calls(page, 'credentials.copy')).toMatchObject([{ format: 'duckdb-profile' }]);

  await page.getByRole('row', { name: /Team backups/ }).click();
  await page.getByRole('button', { name: 'Copy as DuckDB secret without keys' }).click();
  expect((await calls(page, 'credentials.copy')).length).toBe(2);

  await page.getByRole('row', { name: /Team backups/ }).hover();
  await page.getByRole('button', { name: 'Copy keys of Team backups' }).click();
  await page.getByRole('menuitem', { name: 'Copy as…' }).click();
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toBeHidden();
});

test('rows name their provider, and what is cut is whole in a tooltip', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: [...awkward(), ...few().slice(1, 2)] }) });
  const [long] = awkward();
  const row = page.getByRole('row').first();
  expect((await row.textContent()) ?? '').toMatch(/StorX · long\.account/);
  const tip = page.locator('#root > [aria-hidden=true]');
  await row.locator('[data-whole]').first().hover();
  expect(await tip.textContent()).toBe(long?.label);
  await page.getByRole('row').filter({ hasText: 'Team backups' }).hover();
  await tip.waitFor({ state: 'detached' });
  await page.keyboard.press('/');
  await page.keyboard.press('ArrowDown');
  expect(await tip.textContent()).toBe(long?.label);
});

test('accounts are found by their status, and marks follow the provider', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({
      connections: [
        ...few(),
        connection({ number: 21, label: 'One', providerId: 'gone' }),
        connection({ number: 22, label: 'Two', providerId: 'gone' }),
      ],
    }),
  });
  const search = page.getByLabel('Search accounts');
  const names = () => page.getByRole('row').count();
  await search.fill('expired');
  await page.waitForFunction(() => document.querySelectorAll('[role=row]').length === 1);
  expect((await page.getByRole('row').textContent()) ?? '').toMatch(/Old laptop/);
  await search.fill('storx sign in again');
  await page.getByRole('grid').getByText('Staging tests').waitFor();
  expect(await names()).toBe(1);
  await search.fill('gone');
  await page.getByRole('grid', { name: 'Accounts' }).getByText('Two').waitFor();
  const marks = await page
    .locator('[role=row] [class*=mark]')
    .evaluateAll((all) => all.map((each) => `${each.className} ${each.textContent}`));
  expect(marks.length).toBe(2);
  expect(marks[0]).toBe(marks[1]);
});

test('what needs the person stands on top with the button that mends it', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const needing = page.getByRole('rowgroup', { name: 'Needs you' });
  await expect(needing.getByRole('row')).toHaveText([
    /Old laptop.*Expired.*Renew/,
    /Staging tests.*Sign in again.*Sign in/,
    /Render farm.*Needs attention.*Verify/,
    /Team backups.*Expires in.*Renew/,
  ]);
  const others = page.getByRole('rowgroup', { name: 'Other accounts' });
  await expect(others.getByRole('row')).toHaveText([/Photo archive/, /Storj personal/]);

  // By key alone: copying first, then what mends.
  await page.getByRole('row', { name: /Old laptop/ }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('button', { name: 'Copy keys of Old laptop' })).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const { id } = connection({ number: 4 });
  expect(await calls(page, 'connections.refresh')).toEqual([{ connectionId: id }]);
  await expect(page.getByRole('heading', { name: 'Old laptop' })).toBeVisible();
  await page.evaluate(
    (running) => window.harnessPush({ operations: [running] }),
    operation({ kind: 'refresh', connectionNumber: 4 }),
  );
  // It stays where it was pressed until it is done.
  await expect(needing.getByRole('row').first()).toHaveText(/Old laptop.*Renewing…/);
  await expect(page.getByRole('row', { name: /Old laptop/ })).toBeFocused();
  await page.getByRole('button', { name: 'Sign in: Staging tests' }).click();
  expect((await calls(page, 'connections.reconnect')).length).toBe(1);
});

test('the button that mends keys which the person types says that they are replaced', async ({
  page,
  show,
}) => {
  const keys = connection({
    number: 1,
    label: 'Own keys',
    providerId: 's3-aws',
    needsSignIn: true,
    problem: error('s3.invalid-access-key'),
  });
  await show({ snapshot: snapshot({ connections: [keys] }) });
  await page.getByRole('main').getByRole('button', { name: 'Replace keys Own keys' }).waitFor();
  await page.getByRole('button', { name: 'Replace keys: Own keys' }).click();
  expect(await calls(page, 'connections.reconnect')).toHaveLength(1);
  await page
    .getByRole('region', { name: 'Own keys' })
    .getByRole('button', { name: 'Replace keys' })
    .waitFor();
});

test('the list is sorted as the person chose, and remembers it', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: many(400) }) });
  await page.getByRole('button', { name: 'Sort accounts' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Name' })).toBeChecked();
  await page.getByRole('menuitemradio', { name: 'Provider' }).click();
  expect(await calls(page, 'settings.change')).toEqual([{ sort: 'provider' }]);
  const grid = page.getByRole('grid', { name: 'Accounts' });
  await page.getByRole('row').first().focus();
  await page.keyboard.press('End');
  const last = page.getByRole('rowgroup', { name: 'Wasabi' });
  await expect(last.getByRole('row').last()).toBeFocused();
  // The title of what is in sight stays on top of it.
  const title = last.getByText('Wasabi', { exact: true }).first();
  const top = async (locator: typeof grid) => (await locator.boundingBox())?.y ?? Number.NaN;
  expect(Math.abs((await top(title)) - (await top(grid)))).toBeLessThan(14);
});

test('the account that was used last comes first where the person sorts by use', async ({
  page,
  show,
}) => {
  const [photos, , storj] = few();
  if (photos === undefined || storj === undefined) throw new Error('too few accounts');
  await show({
    snapshot: snapshot({
      connections: [photos, storj],
      settings: { ...defaultSettings, sort: 'last-used' },
    }),
    activity: [
      {
        number: 7,
        atEpochMs: Date.now() - 60_000,
        isBroken: false,
        entry: { kind: 'copied', as: 'env-sh', account: storj },
      },
    ],
  });
  await expect(page.getByRole('row')).toHaveText([/Storj personal/, /Photo archive/]);
});

test('the sidebar counts accounts and shows those that are chosen; search looks in all', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const filters = page.getByRole('navigation', { name: 'Show accounts' });
  await expect(filters.getByRole('listitem')).toHaveText([
    'All6',
    'Needs you4',
    'Expiring3',
    /Access grant1$/,
    /StorX4$/,
    /StorX token endpoint1$/,
  ]);
  await filters.getByRole('button', { name: 'Needs you' }).click();
  await expect(page.getByRole('row')).toHaveCount(4);
  await filters.getByRole('button', { name: 'Access grant' }).click();
  await expect(page.getByRole('row')).toHaveText([/Storj personal/]);
  await page.getByLabel('Search accounts').fill('laptop');
  await expect(page.getByRole('row')).toHaveText([/Old laptop/]);
  await expect(filters.getByRole('button', { name: 'All' })).toHaveAttribute(
    'aria-current',
    'true',
  );
});

test('the sidebar is as wide as the person makes it, marks alone or a row of chips', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const edge = page.getByRole('separator', { name: 'Width of the sidebar' });
  const filters = page.getByRole('navigation', { name: 'Show accounts' });
  const width = async () => (await filters.boundingBox())?.width;
  expect(await width()).toBe(200);
  await edge.press('ArrowRight');
  await expect.poll(width).toBe(220);
  const { x = 0, y = 0 } = (await edge.boundingBox()) ?? {};
  await page.mouse.move(x + 3, y + 200);
  await page.mouse.down();
  await page.mouse.move(262, y + 200);
  await page.mouse.up();
  await expect.poll(width).toBe(260);
  const toggle = page.getByRole('button', { name: 'Narrow or widen the sidebar' });
  await toggle.click();
  await expect.poll(width).toBe(48);
  await filters.getByRole('button', { name: 'Expiring' }).click();
  await expect(page.getByRole('row')).toHaveCount(3);
  await toggle.click();
  await expect.poll(width).toBe(200);
  // A row of chips where there is less room; nothing is lost.
  await page.setViewportSize({ width: 700, height: 480 });
  await expect(filters.getByRole('button', { name: 'Needs you' })).toBeVisible();
  await expect(edge).toBeHidden();
});
