import type { OperationView } from '../../../shared/schemas.ts';
import { error, grant, operation, snapshot } from '../harness/fixtures.ts';
import { importedProvider, mixed } from '../harness/provider-scenarios.ts';
import { calls, focused, holdsSecret, secret } from '../harness/walk-support.ts';
import { expect, test } from '../harness/window-test.ts';

/** Through the gallery, its forms, templates, and what each kind of provider asks and offers. */

test('arrows move between providers as they lie, across groups, and Enter opens the form', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
  await expect.poll(() => focused(page)).toMatch(/^input:Search providers/);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/^button:StorXSign in/);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/OneDrive/);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => focused(page)).toMatch(/Sign in with Box/);
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => focused(page)).toMatch(/^input:Search providers/);
  await page.keyboard.type('hetzner');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Connect Hetzner Object Storage' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
});

test('S9 a pasted client file goes to main once and its secret stays out of the page', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot(),
    replies: {
      'providers.prefill': {
        draft: '00000000-0000-4000-8000-000000000abc',
        values: { clientId: '4711.apps.googleusercontent.com' },
        secretFields: ['clientSecret'],
        owner: null,
      },
    },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="google-drive"]').click();
  const text = `{"installed":{"client_secret":"${secret}"}}`;
  await page.getByLabel('File or block that fills the form').evaluate((field, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    field.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
  await page.getByText('Read from what you pasted').waitFor();
  await expect.poll(() => focused(page)).toMatch(/^div:Read from what you pasted/);
  expect(await holdsSecret(page)).toBe(false);
  expect((await calls(page, 'providers.prefill')).length).toBe(1);
  await expect(page.getByLabel('Client ID')).toHaveValue('4711.apps.googleusercontent.com');
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  const [sent] = (await calls(page, 'connections.connect')) as {
    draft: string;
    input: Record<string, unknown>;
  }[];
  expect(sent?.draft).toBe('00000000-0000-4000-8000-000000000abc');
  expect(sent?.input.clientSecret).toBe(undefined);
  await page.evaluate(
    (failed) => window.harnessPush({ operations: [failed] }),
    operation({ status: 'failed', providerId: 'google-drive', error: error('oauth.timeout') }),
  );
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('Read from what you pasted').waitFor();
  // Typed in and cleared again: nothing of the file is wanted there.
  await page.getByLabel('Client secret', { exact: true }).fill('x');
  await page.getByLabel('Client secret', { exact: true }).fill('');
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect((await calls(page, 'connections.connect')).length).toBe(1);
  await page.getByRole('button', { name: 'Undo' }).click();
  expect(await calls(page, 'connections.forgetDraft')).toEqual([
    { draft: '00000000-0000-4000-8000-000000000abc' },
  ]);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true');
  expect((await calls(page, 'connections.connect')).length).toBe(1);
});

test('S9 nothing completes, corrects or checks what is typed as a secret, in any form', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="storx"]').waitFor();
  const cards = await page
    .locator('[data-card]')
    .evaluateAll((found) => found.map((each) => each.getAttribute('data-card') ?? ''));
  const helped: string[] = [];
  let secrets = 0;
  for (const card of cards) {
    await page.locator(`[data-card="${card}"]`).click();
    await page.getByRole('button', { name: 'Back to providers' }).waitFor();
    const fields = await page.locator('input[type=password]').evaluateAll((found) =>
      found.map((each) => {
        const names = ['autocomplete', 'autocorrect', 'autocapitalize', 'spellcheck', 'list'];
        return names.map((name) => each.getAttribute(name)).join();
      }),
    );
    secrets += fields.length;
    helped.push(...fields.filter((each) => each !== 'off,off,none,false,').map(() => card));
    await page.getByRole('button', { name: 'Back to providers' }).click();
  }
  expect(helped).toEqual([]);
  expect(secrets).toBeGreaterThan(cards.length / 2);
});

test('a dropped file fills the form, and one that is too large is never read', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot(),
    errors: { 'providers.prefill': error('prefill.not-understood') },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="s3-aws"]').click();
  const drop = (length: number): Promise<void> =>
    page.getByLabel('File or block that fills the form').evaluate((field, size) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'.repeat(size)], 'keys.csv'));
      field.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, length);
  await drop(60_000);
  await page.getByText('too large').waitFor();
  expect(await calls(page, 'providers.prefill')).toEqual([]);
  await drop(10);
  await page.getByText('Nothing in it fits this form').waitFor();
  expect(await calls(page, 'providers.prefill')).toEqual([
    { providerId: 's3-aws', text: 'x'.repeat(10) },
  ]);
});

test('S9 a file dropped or pasted anywhere opens the right form, filled in, and its secret stays in main', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot({ connections: mixed() }) });
  const text = `User name,Access key ID,Secret access key\nada,AKIA,${secret}`;
  const give = (kind: 'drop' | 'paste', target: string): Promise<void> =>
    page.locator(target).evaluate(
      (element, { how, given }) => {
        const data = new DataTransfer();
        if (how === 'drop') data.items.add(new File([given], 'keys.csv'));
        else data.setData('text/plain', given);
        const more = { bubbles: true, cancelable: true };
        element.dispatchEvent(
          how === 'drop'
            ? new DragEvent('drop', { dataTransfer: data, ...more })
            : new ClipboardEvent('paste', { clipboardData: data, ...more }),
        );
      },
      { how: kind, given: text },
    );
  const close = async (): Promise<void> => {
    await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).click();
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const expectForm = async (): Promise<void> => {
    await page.getByRole('heading', { name: 'Connect Amazon S3' }).waitFor();
    await page.getByText(/^Read from .*: access key ID and secret access key\.$/i).waitFor();
    await expect(page.getByLabel('Access key ID')).toHaveValue('AKIAEXAMPLE0000Q7XW');
    await expect(page.getByLabel('Name in Stowkey')).toHaveValue('ada');
    expect(await holdsSecret(page)).toBe(false);
  };
  const asked = async (): Promise<number> => (await calls(page, 'providers.recognize')).length;

  await give('drop', 'main');
  await expectForm();
  await close();
  await give('paste', 'body');
  await expectForm();
  // A form takes it for itself, and a field what is pasted into it.
  await give('drop', '[role=dialog] header');
  expect(await asked()).toBe(2);
  await page.getByLabel('Name in Stowkey').fill('mine');
  await give('paste', '#connect-form input >> nth=-1');
  expect(await asked()).toBe(2);
  await close();
  expect(await calls(page, 'connections.forgetDraft')).toHaveLength(2);
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByLabel('Search providers').waitFor();
  await give('drop', '[role=dialog] header');
  await expectForm();
});

test('what says nothing of an account opens nothing, and it is said why', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({ connections: mixed() }),
    errors: {
      'providers.recognize': error('prefill.not-understood', { params: { reason: 'no-provider' } }),
    },
  });
  const paste = (): Promise<boolean> =>
    page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'hello');
      return document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    });
  await paste();
  await page.getByRole('status').filter({ hasText: 'It does not say what to connect' }).waitFor();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByLabel('Search providers').evaluate((input) => (input as HTMLElement).blur());
  await paste();
  await page.getByRole('dialog').getByText('It does not say what to connect').waitFor();
});

test('“I already have keys” leads to where they are given', async ({ page, show }) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'I already have keys' }).click();
  await page.getByRole('heading', { name: 'Add your keys' }).waitFor();
  await expect
    .poll(() => focused(page))
    .toBe('textarea:Keys or client that an account is added with');
  await expect(page.locator('[data-card="dropbox"]')).toHaveCount(0);
  await expect(page.locator('[data-card="s3-aws"]')).toHaveCount(1);
});

test('a connector can be chosen with the keyboard, and any other can be typed', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="alloy"]').click();
  const connector = page.getByRole('combobox', { name: 'App to connect' });
  await connector.focus();
  await page.keyboard.type('git');
  await page.getByRole('option', { name: 'github' }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.locator('[role=option][data-focused]').waitFor();
  // At once: whoever presses Enter twice sends the form with the second.
  await connector.evaluate((input: HTMLInputElement) => {
    const note = () => input.setAttribute('data-at-once', input.value);
    window.addEventListener('keydown', () => queueMicrotask(note), { once: true });
  });
  await page.keyboard.press('Enter');
  await expect(connector).toHaveAttribute('data-at-once', 'github');
  await expect(connector).toHaveValue('github');
  await connector.fill('s');
  await page.getByRole('listbox').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('listbox').waitFor({ state: 'detached' });
  await page.getByRole('heading', { name: 'Connect Alloy Automation' }).waitFor();
  await expect(connector).toHaveValue('github');
  await connector.fill('some-other-app');
  await page.getByLabel('API key', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  const [sent] = (await calls(page, 'connections.connect')) as {
    input: Record<string, unknown>;
  }[];
  expect(sent?.input.connector).toBe('some-other-app');
});

test('a template is shown before it is imported, and one that ships is never replaced', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: {
      'providers.previewTemplate': {
        descriptor: { ...importedProvider, id: 'box', name: 'Fake Box' },
        notMapped: [],
        exists: true,
      },
    },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('button', { name: 'Import a template' }).click();
  await page.getByLabel('Text of the template').fill('{}');
  await page.getByRole('button', { name: 'Use it' }).click();
  const importing = page.getByRole('dialog', { name: 'Import a template' });
  await importing.getByText('This one cannot be imported').waitFor();
  await expect(page.getByRole('button', { name: 'Replace' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await importing.waitFor({ state: 'detached' });
  expect(await calls(page, 'providers.importTemplate')).toEqual([]);
  await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
});

test('importing asks for the providers again and leads to the new one', async ({ page, show }) => {
  await show({
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: {
      'providers.previewTemplate': { descriptor: importedProvider, notMapped: [], exists: true },
      'providers.importTemplate': { providerId: importedProvider.id },
    },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('button', { name: 'Import a template' }).click();
  await page.getByLabel('Text of the template').fill('{}');
  await page.getByRole('button', { name: 'Use it' }).click();
  await page.getByRole('button', { name: 'Replace' }).click();
  await page.getByRole('dialog', { name: 'Import a template' }).waitFor({ state: 'detached' });
  expect(await calls(page, 'providers.importTemplate')).toEqual([{ text: '{}', replace: true }]);
  expect((await calls(page, 'providers.list')).length).toBe(2);
  await page.waitForFunction(
    () => document.activeElement?.getAttribute('data-card') === 'example-files',
  );
});

test('a template is exported to a file by main alone', async ({ page, show }) => {
  await show({
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: { 'providers.exportTemplate': { fileName: 'a.json' } },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('button', { name: 'Template of Example Files' }).click();
  await page.getByRole('menuitem', { name: 'Export' }).click();
  await page.getByRole('status').filter({ hasText: 'Saved as a.json.' }).waitFor();
  expect(await calls(page, 'providers.exportTemplate')).toEqual([
    { providerId: importedProvider.id },
  ]);
});

test('a template that was removed comes back by Undo', async ({ page, show }) => {
  await show({
    snapshot: snapshot(),
    imported: [importedProvider],
    replies: {
      'providers.removeTemplate': { text: '{"id":"example-files"}' },
      'providers.importTemplate': { providerId: importedProvider.id },
    },
  });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.getByRole('button', { name: 'Template of Example Files' }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('status').filter({ hasText: 'Example Files removed' }).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(() => calls(page, 'providers.importTemplate'))
    .toEqual([{ text: '{"id":"example-files"}', replace: false }]);
});

test('a connection offers to copy only what it has', async ({ page, show }) => {
  await show({ snapshot: snapshot({ connections: mixed() }) });
  const offered = async (button: string): Promise<string[]> => {
    await page.getByRole('button', { name: button }).click();
    await page.getByRole('menu').waitFor();
    const names = await page.getByRole('menuitem').allInnerTexts();
    await page.keyboard.press('Escape');
    await page.getByRole('menu').waitFor({ state: 'detached' });
    return names.map((name) => name.split('\n')[0] ?? '');
  };
  await page.getByRole('row', { name: /Ada’s Drive/ }).hover();
  expect(await offered('Copy token of Ada’s Drive')).toEqual([
    'Access token',
    'Authorization header',
  ]);
  await page.getByRole('row', { name: /Team wiki/ }).hover();
  expect(await offered('Copy connection ID of Team wiki')).toEqual([
    'Connection ID',
    'CONNECTION_ID line',
  ]);
});

test('where no browser opens, a device code is offered, and the form comes back with it chosen', async ({
  page,
  show,
}) => {
  await show({ snapshot: snapshot() });
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="onedrive"]').click();
  await page.getByLabel('Application (client) ID').fill('client');
  await page.getByRole('button', { name: 'Continue in browser' }).click();
  await page.getByRole('region', { name: 'Progress' }).waitFor();
  const instead = page.getByRole('button', { name: 'Use a device code instead' });
  const push = (browserOpened: boolean): Promise<void> =>
    page.evaluate(
      (running) => window.harnessPush({ operations: [running] }),
      operation({
        providerId: 'onedrive',
        prompt: {
          kind: 'browser',
          host: 'login.microsoftonline.com',
          redirectUri: 'http://localhost/callback',
          deadlineEpochSeconds: Math.floor(Date.now() / 1000) + 600,
          browserOpened,
        },
      }),
    );
  await push(true);
  await page.getByRole('button', { name: 'Open again' }).waitFor();
  await expect(instead).toHaveCount(0);
  await push(false);
  await instead.click();
  expect((await calls(page, 'operations.cancel')).length).toBe(1);
  expect(await page.getByRole('checkbox', { name: 'Use a device code' }).isChecked()).toBe(true);
  await expect(page.getByLabel('Application (client) ID')).toHaveValue('client');
  await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
});

test('each answer about an account that is there already is sent as it was meant', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({
      connections: mixed(),
      operations: [
        operation({
          prompt: { kind: 'same-account', account: 'ada@example.com', existingLabel: 'Drive' },
        }),
      ],
    }),
    errors: { 'operations.answer': error('internal') },
  });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const stage = page.getByRole('dialog');
  await page.waitForFunction(() => document.activeElement?.tagName === 'H3');
  for (const name of ['Replace it', 'Keep both']) await stage.getByRole('button', { name }).click();
  await expect(stage.getByRole('button', { name: 'Cancel' })).toHaveCount(1);
  await stage.getByRole('button', { name: 'Cancel' }).click();
  expect((await calls(page, 'operations.cancel')).length).toBe(1);
  expect(
    (await calls(page, 'operations.answer')).map((sent) => {
      const { promptId, answer } = sent as { promptId: number; answer: { kind: string } };
      return [promptId, answer.kind];
    }),
  ).toEqual([
    [1, 'replace'],
    [1, 'accept'],
  ]);
});

test('what is asked names its two answers, and each is sent as it was meant', async ({
  page,
  show,
}) => {
  await show({
    snapshot: snapshot({ operations: [operation({})] }),
    errors: { 'operations.answer': error('internal') },
  });
  const unsure = { grant: grant(), stateVerified: false, encryptionKeyChanged: false };
  const questions: readonly [NonNullable<OperationView['prompt']>, RegExp, string, string][] = [
    [
      { kind: 'keep-unchecked', error: error('server.unreachable') },
      /The keys could not be checked/,
      'Keep without checking',
      'Discard',
    ],
    [
      { kind: 'without-pkce', host: 'api.jx.example' },
      /api\.jx\.example refused the request.* sign in once more without it/s,
      'Try without',
      'Give up',
    ],
    [
      { kind: 'review-grant', ...unsure },
      /Check that this matches what you just approved\. Nothing is saved yet\./,
      'Accept',
      'Discard',
    ],
  ];
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  const stage = page.getByRole('dialog');
  for (const [index, [prompt, words, accept, refuse]] of questions.entries()) {
    const next = operation({ prompt, promptId: index + 1 });
    await page.evaluate((only) => window.harnessPush({ operations: [only] }), next);
    await stage.filter({ hasText: words }).waitFor();
    for (const name of [accept, refuse])
      await stage.getByRole('button', { name, exact: true }).click();
  }
  const sent = (await calls(page, 'operations.answer')).map((call) => {
    const { promptId, answer } = call as { promptId: number; answer: { kind: string } };
    return `${promptId} ${answer.kind}`;
  });
  const expected = questions.flatMap((_, index) => [`${index + 1} accept`, `${index + 1} refuse`]);
  expect(sent).toEqual(expected);
});
