import assert from 'node:assert/strict';
import type { OperationView } from '../../../shared/schemas.ts';
import { error, grant, operation, snapshot } from './fixtures.ts';
import { importedProvider, mixed } from './provider-scenarios.ts';
import { calls, focused, holdsSecret, secret, type Walk } from './walk-support.ts';

/** Through the gallery, its forms, templates, and what each kind of provider asks and offers. */
export const providerWalks: readonly Walk[] = [
  {
    promise: 'arrows move between providers as they lie, across groups, and Enter opens the form',
    scenario: { snapshot: snapshot() },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
      assert.match(await focused(page), /^input:Search providers/);
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /^button:StorXSign in/);
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /OneDrive/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /Amazon S3/);
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowUp');
      assert.match(await focused(page), /^input:Search providers/);
      await page.keyboard.type('hetzner');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Connect Hetzner Object Storage' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
    },
  },
  {
    promise: 'S9 a pasted client file goes to main once and its secret stays out of the page',
    scenario: {
      snapshot: snapshot(),
      replies: {
        'providers.prefill': {
          draft: '00000000-0000-4000-8000-000000000abc',
          values: { clientId: '4711.apps.googleusercontent.com' },
          secretFields: ['clientSecret'],
        },
      },
    },
    walk: async (page) => {
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
      assert.match(await focused(page), /^div:Read from what you pasted/);
      assert.equal(await holdsSecret(page), false);
      assert.equal((await calls(page, 'providers.prefill')).length, 1);
      assert.equal(
        await page.getByLabel('Client ID').inputValue(),
        '4711.apps.googleusercontent.com',
      );
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.getByText('Steps', { exact: true }).waitFor();
      const [sent] = (await calls(page, 'connections.connect')) as {
        draft: string;
        input: Record<string, unknown>;
      }[];
      assert.equal(sent?.draft, '00000000-0000-4000-8000-000000000abc');
      assert.equal(sent?.input.clientSecret, undefined);
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
      await page.waitForFunction(
        () => document.activeElement?.getAttribute('aria-invalid') === 'true',
      );
      assert.equal((await calls(page, 'connections.connect')).length, 1);
      await page.getByRole('button', { name: 'Undo' }).click();
      assert.deepEqual(await calls(page, 'connections.forgetDraft'), [
        { draft: '00000000-0000-4000-8000-000000000abc' },
      ]);
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.waitForFunction(
        () => document.activeElement?.getAttribute('aria-invalid') === 'true',
      );
      assert.equal((await calls(page, 'connections.connect')).length, 1);
    },
  },
  {
    promise: 'a dropped file fills the form, and one that is too large is never read',
    scenario: {
      snapshot: snapshot(),
      errors: { 'providers.prefill': error('prefill.not-understood') },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.locator('[data-card="s3-aws"]').click();
      const drop = (length: number): Promise<void> =>
        page.getByLabel('File or block that fills the form').evaluate((field, size) => {
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File(['x'.repeat(size)], 'keys.csv'));
          field.dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
          );
        }, length);
      await drop(60_000);
      await page.getByText('too large').waitFor();
      assert.deepEqual(await calls(page, 'providers.prefill'), []);
      await drop(10);
      await page.getByText('Nothing in it fits this form').waitFor();
      assert.deepEqual(await calls(page, 'providers.prefill'), [
        { providerId: 's3-aws', text: 'x'.repeat(10) },
      ]);
    },
  },
  {
    promise: 'a connector can be chosen with the keyboard, and any other can be typed',
    scenario: { snapshot: snapshot() },
    walk: async (page) => {
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
      assert.equal(await connector.getAttribute('data-at-once'), 'github');
      assert.equal(await connector.inputValue(), 'github');
      await connector.fill('s');
      await page.getByRole('listbox').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await page.getByRole('heading', { name: 'Connect Alloy Automation' }).waitFor();
      assert.equal(await connector.inputValue(), 'github');
      await connector.fill('some-other-app');
      await page.getByLabel('API key', { exact: true }).fill(secret);
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.getByText('Steps', { exact: true }).waitFor();
      const [sent] = (await calls(page, 'connections.connect')) as {
        input: Record<string, unknown>;
      }[];
      assert.equal(sent?.input.connector, 'some-other-app');
    },
  },
  {
    promise: 'a template is shown before it is imported, and one that ships is never replaced',
    scenario: {
      snapshot: snapshot(),
      imported: [importedProvider],
      replies: {
        'providers.previewTemplate': {
          descriptor: { ...importedProvider, id: 'box', name: 'Fake Box' },
          notMapped: [],
          exists: true,
        },
      },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.getByRole('button', { name: 'Import a template' }).click();
      await page.getByLabel('Text of the template').fill('{}');
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByText('This one cannot be imported').waitFor();
      assert.equal(await page.getByRole('button', { name: 'Replace' }).count(), 0);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await calls(page, 'providers.importTemplate'), []);
      await page.getByRole('heading', { name: 'Connect an account' }).waitFor();
    },
  },
  {
    promise: 'importing asks for the providers again and leads to the new one',
    scenario: {
      snapshot: snapshot(),
      imported: [importedProvider],
      replies: {
        'providers.previewTemplate': { descriptor: importedProvider, notMapped: [], exists: true },
        'providers.importTemplate': { providerId: importedProvider.id },
      },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.getByRole('button', { name: 'Import a template' }).click();
      await page.getByLabel('Text of the template').fill('{}');
      await page.getByRole('button', { name: 'Use it' }).click();
      await page.getByRole('button', { name: 'Replace' }).click();
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      assert.deepEqual(await calls(page, 'providers.importTemplate'), [
        { text: '{}', replace: true },
      ]);
      assert.equal((await calls(page, 'providers.list')).length, 2);
      await page.waitForFunction(
        () => document.activeElement?.getAttribute('data-card') === 'example-files',
      );
    },
  },
  {
    promise: 'a template is exported to a file by main alone',
    scenario: {
      snapshot: snapshot(),
      imported: [importedProvider],
      replies: { 'providers.exportTemplate': { fileName: 'a.json' } },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.getByRole('button', { name: 'Template of Example Files' }).click();
      await page.getByRole('menuitem', { name: 'Export' }).click();
      await page.getByRole('status').filter({ hasText: 'Saved as a.json.' }).waitFor();
      assert.deepEqual(await calls(page, 'providers.exportTemplate'), [
        { providerId: importedProvider.id },
      ]);
    },
  },
  {
    promise: 'a connection offers to copy only what it has',
    scenario: { snapshot: snapshot({ connections: mixed() }) },
    walk: async (page) => {
      const offered = async (button: string): Promise<string[]> => {
        await page.getByRole('button', { name: button }).click();
        await page.getByRole('menu').waitFor();
        const names = await page.getByRole('menuitem').allInnerTexts();
        await page.keyboard.press('Escape');
        await page.getByRole('menu').waitFor({ state: 'detached' });
        return names.map((name) => name.split('\n')[0] ?? '');
      };
      await page.getByRole('row').first().hover();
      assert.deepEqual(await offered('Copy token of Ada’s Drive'), [
        'Access token',
        'Authorization header',
      ]);
      await page.getByRole('row').nth(1).hover();
      assert.deepEqual(await offered('Copy connection ID of Team wiki'), [
        'Connection ID',
        'CONNECTION_ID line',
      ]);
    },
  },
  {
    promise:
      'where no browser opens, a device code is offered, and the form comes back with it chosen',
    scenario: { snapshot: snapshot() },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.locator('[data-card="onedrive"]').click();
      await page.getByLabel('Application (client) ID').fill('client');
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.getByText('Steps', { exact: true }).waitFor();
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
      assert.equal(await instead.count(), 0);
      await push(false);
      await instead.click();
      assert.equal((await calls(page, 'operations.cancel')).length, 1);
      assert.equal(
        await page.getByRole('checkbox', { name: 'Use a device code' }).isChecked(),
        true,
      );
      assert.equal(await page.getByLabel('Application (client) ID').inputValue(), 'client');
      await page.getByRole('button', { name: 'Connect', exact: true }).waitFor();
    },
  },
  {
    promise: 'each answer about an account that is there already is sent as it was meant',
    scenario: {
      snapshot: snapshot({
        connections: mixed(),
        operations: [
          operation({
            prompt: { kind: 'same-account', account: 'ada@example.com', existingLabel: 'Drive' },
          }),
        ],
      }),
      errors: { 'operations.answer': error('internal') },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Show', exact: true }).click();
      const stage = page.getByRole('main');
      await page.waitForFunction(() => document.activeElement?.tagName === 'H3');
      for (const name of ['Replace it', 'Keep both'])
        await stage.getByRole('button', { name }).click();
      assert.equal(await stage.getByRole('button', { name: 'Cancel' }).count(), 1);
      await stage.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await calls(page, 'operations.cancel')).length, 1);
      assert.deepEqual(
        (await calls(page, 'operations.answer')).map((sent) => {
          const { promptId, answer } = sent as { promptId: number; answer: { kind: string } };
          return [promptId, answer.kind];
        }),
        [
          [1, 'replace'],
          [1, 'accept'],
        ],
      );
    },
  },
  {
    promise: 'what is asked names its two answers, and each is sent as it was meant',
    scenario: {
      snapshot: snapshot({ operations: [operation({})] }),
      errors: { 'operations.answer': error('internal') },
    },
    walk: async (page) => {
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
      const stage = page.getByRole('main');
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
      const expected = questions.flatMap((_, index) => [
        `${index + 1} accept`,
        `${index + 1} refuse`,
      ]);
      assert.deepEqual(sent, expected);
    },
  },
];
