import type { Locator } from 'playwright';
import type { ProviderId } from '../../../shared/ids.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type { OperationView, Snapshot } from '../../../shared/schemas.ts';
import {
  browserPrompt,
  connection,
  error,
  few,
  grant,
  operation,
  snapshot,
  storxSteps,
} from '../harness/fixtures.ts';
import { calls, focused, holdsSecret, openForm, secret } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Through what holds for every view: what is shown, where the focus is, what is asked first. */

test('“More options” opens and closes, and what is closed cannot be reached', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  await openForm(page);
  const more = page.getByRole('button', { name: 'More options' });
  const inside = page.getByRole('button', { name: /^StorX Environment/ });
  for (const open of [false, true, false]) {
    await expect(more).toHaveAttribute('aria-expanded', String(open));
    await expect(inside).toBeVisible({ visible: open });
    await more.click();
  }
});

test('a form that a file or block can fill begins there', async ({ page, show }) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'Connect account' }).click();
  for (const id of ['s3-aws', 'sts-assume-role']) {
    await page.locator(`[data-card="${id}"]`).click();
    await page
      .getByRole('heading', { name: /^(Connect Amazon S3|Get temporary S3 keys for a role)/ })
      .waitFor();
    await expect.poll(() => focused(page)).toBe('textarea:File or block that fills the form');
    await page.keyboard.press('Escape');
  }
});

test('leaving a form asks before it discards what was typed, and only then', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const gallery = page.getByRole('heading', { name: 'Connect an account' });
  const form = page.getByRole('heading', { name: 'Connect StorX' });
  const question = page.getByRole('alertdialog', { name: 'Discard what you entered?' });
  const ways = [
    () => page.keyboard.press('Escape'),
    () => page.getByRole('button', { name: 'Back', exact: true }).click(),
    () => page.getByRole('button', { name: 'Back to providers' }).click(),
    () => page.getByRole('button', { name: 'Close', exact: true }).click(),
  ];
  await openForm(page);
  await page.keyboard.press('Escape');
  await gallery.waitFor();
  await page.locator('[data-card="storx"]').click();
  await page.getByLabel('Client secret', { exact: true }).fill(secret);
  for (const leave of ways) {
    await leave();
    await question.waitFor();
    await page.keyboard.press('Escape');
    await question.waitFor({ state: 'detached' });
    await expect(form).toBeVisible();
  }
  await expect(page.getByLabel('Client secret', { exact: true })).toHaveValue(secret);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('grid', { name: 'Accounts' }).waitFor();
  expect(await holdsSecret(page)).toBe(false);
});

test('a form asked for on the command line opens, over what was typed only after a question', async ({
  page,
  show,
}) => {
  const want = (wantedProvider: string): Promise<void> =>
    page.evaluate(
      (wanted) => window.harnessPush({ wantedProvider: wanted as ProviderId }),
      wantedProvider,
    );
  // A window that is only now opening finds it in its first snapshot.
  await show({ snapshot: snapshot({ wantedProvider: 'storx' as ProviderId }) });
  await page.getByRole('heading', { name: 'Connect StorX' }).waitFor();
  await page.getByLabel('Client ID').fill('demo');
  await want('google-drive');
  await page.getByRole('button', { name: 'Keep editing' }).click();
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  await want('google-drive');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByRole('heading', { name: 'Connect Google Drive' }).waitFor();
  expect(await calls(page, 'providers.takeWanted')).toHaveLength(3);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByText('Connect your first').waitFor();
});

test('T2 an account chosen by a notice or in the tray is opened, and never over what was typed', async ({
  page,
  show,
}) => {
  const [first, second] = few();
  if (first === undefined || second === undefined) throw new Error('too few accounts');
  await show({ snapshot: snapshot({ connections: few(), wantedConnection: first.id }) });
  await page.getByRole('heading', { name: first.label, exact: true }).waitFor();
  await page.getByRole('button', { name: 'Connect account', exact: true }).click();
  await page.locator('[data-card="storx"]').click();
  await page.getByLabel('Client ID').fill('demo');
  await page.evaluate((id) => window.harnessPush({ wantedConnection: id }), second.id);
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  expect(await calls(page, 'connections.takeWanted')).toHaveLength(1);
});

test('the focus goes along with every change of view and is never lost', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const goesTo = async (expected: RegExp): Promise<void> => {
    await page.waitForFunction(() => document.activeElement !== document.body);
    await expect.poll(() => focused(page)).toMatch(expected);
  };
  const push = (change: Partial<Snapshot>): Promise<void> =>
    page.evaluate((next) => window.harnessPush(next), change);
  const press = (name: string): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
  await page.getByRole('row', { name: /Team backups/ }).click();
  await press('Connect account');
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
  await goesTo(/^input:Search providers/);
  await page.locator('[data-card="storx"]').click();
  await goesTo(/^input:/);
  await page.getByLabel('Client ID').fill('demo');
  await page.getByLabel('Client secret', { exact: true }).fill(secret);
  await press('Continue in browser');
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  await goesTo(/^h1:Connect StorX/);
  await push({ operations: [operation({ prompt: browserPrompt() })] });
  await page.getByText('Continue at storx.io').waitFor();
  await goesTo(/^h1:Connect StorX/);
  await press('Open again');
  const review = { kind: 'review-grant', grant: grant(), stateVerified: true } as const;
  const prompt = { ...review, encryptionKeyChanged: false };
  await push({ operations: [operation({ prompt, promptId: 2 })] });
  await page.getByRole('button', { name: 'Accept' }).waitFor();
  await goesTo(/^h3:Is this the access/);
  await press('Accept');
  await goesTo(/^button:Accept/);
  await push({ operations: [operation({ steps: storxSteps(3) })] });
  await page.getByRole('button', { name: 'Accept' }).waitFor({ state: 'detached' });
  await goesTo(/^h1:Connect StorX/);
  const added = connection({ number: 70, label: 'Fresh' });
  const done = { status: 'done', steps: storxSteps(5), connectionNumber: 70 } as const;
  await push({ operations: [operation(done)], connections: [...few(), added] });
  await page.getByRole('heading', { name: 'Fresh is connected' }).waitFor();
  await goesTo(/^button:Copy keys/);
  await press('Open account');
  await page.getByRole('region', { name: 'Fresh' }).waitFor();
  await goesTo(/^h2:Fresh/);
  await press('Verify');
  const verify = { kind: 'verify', number: 901, connectionNumber: 70 } as const;
  await push({ operations: [operation({ ...verify, steps: [] })] });
  const panel = page.locator('[aria-labelledby^=operation-]');
  await panel.waitFor();
  await goesTo(/^button:Verify/);
  const failed = { status: 'failed', error: error('server.trouble') } as const;
  await push({ operations: [operation({ ...verify, ...failed, steps: [] })] });
  await panel.getByRole('button', { name: 'Close' }).click();
  await panel.waitFor({ state: 'detached' });
  await goesTo(/^h2:Fresh/);
  await press('More actions');
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'Name' }).waitFor();
  await page.keyboard.press('Escape');
  await goesTo(/^h2:Fresh/);
  await press('More actions');
  await page.getByRole('menuitem', { name: 'Disconnect' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  await goesTo(/^button:More actions/);
  await push({ operations: [], connections: few() });
  await page.getByRole('heading', { name: '4 accounts need you' }).waitFor();
  await goesTo(/^div:/);
  await push({ connections: [] });
  await page.getByText('Connect your first').waitFor();
  await goesTo(/^h1:Connect your first/);
});

test('a cancelled connect leaves the open account open; × on a connected one opens that', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const push = (change: Partial<Snapshot>): Promise<void> =>
    page.evaluate((next) => window.harnessPush(next), change);
  const begin = async (): Promise<void> => {
    await openForm(page);
    await page.getByLabel('Client ID').fill('demo');
    await page.getByLabel('Client secret', { exact: true }).fill(secret);
    await page.getByRole('button', { name: 'Continue in browser' }).click();
    await page.getByRole('region', { name: 'Progress' }).waitFor();
  };
  await page.getByRole('row', { name: /Team backups/ }).click();
  await begin();
  // It had a record of its own, which went with it.
  await push({ operations: [operation({ status: 'cancelled', connectionNumber: 70 })] });
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('region', { name: 'Team backups' }).waitFor();
  await begin();
  const added = connection({ number: 70, label: 'Fresh' });
  const done = { status: 'done', connectionNumber: 70 } as const;
  await push({ operations: [operation(done)], connections: [...few(), added] });
  await page.getByRole('heading', { name: 'Fresh is connected' }).waitFor();
  await page.getByRole('button', { name: 'Back to accounts' }).click();
  await page.getByRole('region', { name: 'Fresh' }).waitFor();
});

test('a denial or a refused secret leads back to the form, with all kept and the fault marked', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  const endWith = (failure: ErrorView): Promise<void> =>
    page.evaluate(
      (failed) => window.harnessPush({ operations: [failed] }),
      operation({ status: 'failed', error: failure }),
    );
  await openForm(page);
  await page.getByLabel('Client ID').fill('demo');
  await page.getByLabel('Client secret', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  await endWith(error('oauth.denied'));
  await page.getByRole('alert').waitFor();
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  await expect.poll(() => focused(page)).toBe('button:Continue in browser');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  await endWith(error('storx.invalid_client_secret'));
  await page.getByRole('alert').waitFor();
  const field = page.getByLabel('Client secret', { exact: true });
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  expect(await field.evaluate((input) => input === document.activeElement)).toBe(true);
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  expect(await holdsSecret(page)).toBe(false);
  // Main keeps what was typed until the form is left.
  expect(await calls(page, 'connections.forgetDraft')).toEqual([]);
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Connect your first').waitFor();
  const draft = '00000000-0000-4000-8000-000000000def';
  expect(await calls(page, 'connections.forgetDraft')).toEqual([{ draft }]);
});

test('a refusal leads back to the form when the connect was left and opened again', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const push = (next: OperationView): Promise<void> =>
    page.evaluate((only) => window.harnessPush({ operations: [only] }), next);
  await openForm(page);
  await page.getByLabel('Client ID').fill('demo');
  await page.getByLabel('Client secret', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await push(operation({ prompt: browserPrompt() }));
  await page.getByRole('button', { name: 'Back to accounts' }).click();
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await push(operation({ status: 'failed', error: error('oauth.denied') }));
  await page.getByRole('alert').waitFor();
  await expect(page.getByLabel('Client ID')).toHaveValue('demo');
  await page.getByText('Kept from your last try').waitFor();
  expect(await calls(page, 'connections.forgetDraft')).toEqual([]);
});

test('a secret that could not be taken off the clipboard is shown and said aloud', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const words = 'Still on the clipboard: Secret key. Clear it, or copy something else.';
  await page.evaluate((clipboard) => window.harnessPush({ clipboard }), {
    copied: 'secret-access-key' as const,
    clearsAtEpochMs: null,
  });
  await page.getByRole('contentinfo').getByText(words).waitFor();
  await page.getByRole('status').filter({ hasText: words }).waitFor();
});

test('what is wrong has one button, which stands nowhere else', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  const count = (name: string): Promise<number> =>
    page.getByRole('main').getByRole('button', { name, exact: true }).count();
  const offered = async (label: string): Promise<number[]> => {
    await page.getByRole('row').filter({ hasText: label }).click();
    await page.getByRole('region', { name: label }).waitFor();
    return [await count('Sign in'), await count('Renew'), await count('Verify')];
  };
  expect(await offered('Photo archive')).toEqual([0, 1, 1]);
  expect(await offered('Old laptop')).toEqual([0, 1, 1]);
  expect(await offered('Staging tests')).toEqual([1, 0, 1]);
  // What the check did not prove is mended by another one.
  expect(await offered('Render farm')).toEqual([0, 1, 1]);
});

test('the keychain is called by its name', async ({ page, show }) => {
  await show({
    snapshot: snapshot({ keychain: { status: 'ready', error: null, id: 'kwallet' } }),
  });
  await page.getByText('stored in this computer’s KWallet only').waitFor();
});

test('nothing spins while it is the person’s turn', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.getByRole('row', { name: /Photo archive/ }).click();
  const spins = async (prompt: OperationView['prompt']): Promise<boolean> => {
    const running = operation({ kind: 'refresh', connectionNumber: 1, prompt });
    const connecting = operation({ number: 901, prompt });
    await page.evaluate((operations) => window.harnessPush({ operations }), [running, connecting]);
    await page.locator('[aria-labelledby^=operation-]').waitFor();
    return page.evaluate(() =>
      document.getAnimations().some(({ effect }) => effect?.getTiming().iterations === Infinity),
    );
  };
  expect(await spins(null)).toBe(true);
  expect(await spins(browserPrompt())).toBe(false);
  expect(await spins({ kind: 'secret', secret: 'passphrase' })).toBe(false);
});

test('in forced colours every state that has a look of its own keeps one', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: few() }) });
  await page.emulateMedia({ forcedColors: 'active' });
  const shown = await startOf(page.getByRole('row', { name: /Photo archive/ }));
  const unlike = async (clip: typeof shown, change: () => Promise<unknown>, what: string) => {
    const picture = () => page.screenshot({ clip, animations: 'disabled' });
    const before = await picture();
    await change();
    expect(!before.equals(await picture()), what).toBe(true);
  };
  const search = page.getByLabel('Search accounts');
  await unlike(
    shown,
    () => page.getByRole('row', { name: /Photo archive/ }).click(),
    'a selected row',
  );
  await search.focus();
  const row = page.getByRole('row', { name: /Team backups/ });
  await unlike(
    await startOf(row),
    async () => {
      await row.focus();
      await page.keyboard.press('Shift');
    },
    'a focused row',
  );
  await page.getByRole('button', { name: 'More actions' }).click();
  const items = page.getByRole('menuitem');
  await items.first().waitFor();
  await page.mouse.move(0, 0);
  const second = await startOf(items.nth(1));
  await unlike(second, () => page.keyboard.press('ArrowDown'), 'a menu item');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Copy as…' }).click();
  const region = await startOf(page.getByRole('option', { name: 'Region', exact: true }));
  await unlike(region, () => page.keyboard.press('ArrowUp'), 'a chosen format');
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  const command = await startOf(page.getByRole('menuitem', { name: 'Renew' }));
  await unlike(command, () => page.keyboard.press('ArrowDown'), 'a command');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="storx"]').click();
  const look = (name: string) =>
    page
      .getByRole('button', { name, exact: true })
      .evaluate((button) => getComputedStyle(button).backgroundColor);
  expect(await look('Continue in browser'), 'the main button').not.toBe(await look('Back'));
});

/** The first pixels of an element, where nothing is written. */
const startOf = async (element: Locator) => {
  const box = await element.boundingBox();
  if (box === null) throw new Error('not drawn');
  return { x: box.x, y: box.y, width: 8, height: box.height };
};
