/**
 * Walks through what a screenshot cannot show: keys, focus, secrets that leave, what is sent.
 *
 * Usage: tsx test/support/ui-harness/walk.ts [part-of-a-promise…]
 */
import assert from 'node:assert/strict';
import type { Page } from 'playwright';
import { awkward, connection, error, few, many, operation, snapshot } from './fixtures.ts';
import { launchBrowser, openPage, serve } from './page.ts';
import { importedProvider, mixed } from './provider-scenarios.ts';
import type { Scenario } from './scenarios.ts';

type Walk = {
  readonly promise: string;
  readonly scenario: Omit<Scenario, 'name'>;
  readonly size?: { width: number; height: number };
  readonly walk: (page: Page) => Promise<void>;
};

const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement;
    return `${element?.tagName.toLowerCase()}:${element?.getAttribute('aria-label') ?? element?.textContent ?? ''}`;
  });
const calls = (page: Page, channel: string): Promise<unknown[]> =>
  page.evaluate(
    (wanted) =>
      window.harnessCalls.filter((call) => call.channel === wanted).map((call) => call.argument),
    channel,
  );
const openForm = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Connect account' }).click();
  await page.locator('[data-card="storx"]').click();
};
const secret = 'canary-7b1e-client-secret';
const holdsSecret = (page: Page): Promise<boolean> =>
  page.evaluate((value) => {
    const inputs = [...document.querySelectorAll('input, textarea')] as HTMLInputElement[];
    return (
      document.documentElement.outerHTML.includes(value) ||
      inputs.some((input) => input.value.includes(value)) ||
      JSON.stringify({ ...localStorage, ...sessionStorage }).includes(value)
    );
  }, secret);

const walks: readonly Walk[] = [
  {
    promise: 'arrows move, Enter goes to the details, Escape comes back to the row',
    scenario: { snapshot: snapshot({ connections: many(1000) }) },
    walk: async (page) => {
      await page.keyboard.press('/');
      assert.match(await focused(page), /^input:Search/);
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      assert.match(await focused(page), /Project 0003/);
      await page.keyboard.press('End');
      await page.getByRole('row').filter({ hasText: 'Project 1000' }).waitFor();
      await page.waitForFunction(() =>
        document.activeElement?.textContent?.includes('Project 1000'),
      );
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
      await page.keyboard.press('Escape');
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
      assert.ok((await page.getByRole('row').count()) < 40, 'only rows in sight exist');
    },
  },
  {
    promise: 'on a narrow window Escape closes the details and focuses the row',
    scenario: { snapshot: snapshot({ connections: few() }) },
    size: { width: 720, height: 520 },
    walk: async (page) => {
      await page.getByRole('row').nth(1).click();
      await page.getByRole('heading', { name: 'Team backups' }).waitFor();
      await page.getByRole('button', { name: 'All accounts' }).click();
      await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'row');
      assert.match(await focused(page), /Team backups/);
    },
  },
  {
    promise: 'Ctrl+C on a row opens the menu and copies nothing by itself; Escape gives focus back',
    scenario: { snapshot: snapshot({ connections: few() }) },
    walk: async (page) => {
      await page.getByRole('row').first().click();
      await page.getByRole('row').first().focus();
      await page.keyboard.press('Control+c');
      await page.getByRole('menu').waitFor();
      assert.deepEqual(await calls(page, 'credentials.copy'), []);
      await page.keyboard.press('Escape');
      await page.getByRole('menu').waitFor({ state: 'detached' });
      assert.match(await focused(page), /^div:Photo archive/);
      await page.keyboard.press('ArrowRight');
      assert.match(await focused(page), /^button:Copy keys of Photo archive/);
      await page.keyboard.press('Enter');
      await page.getByRole('menuitem', { name: 'AWS profile' }).click();
      assert.equal((await calls(page, 'credentials.copy')).length, 1);
      await page.getByRole('status').filter({ hasText: 'AWS profile copied. Clears in' }).waitFor();
    },
  },
  {
    promise: 'S9 the client secret leaves the page when it was handed over',
    scenario: { snapshot: snapshot() },
    walk: async (page) => {
      await openForm(page);
      const input = page.getByLabel('Client secret', { exact: true });
      assert.equal(await input.getAttribute('autocomplete'), 'off');
      assert.equal(await input.getAttribute('spellcheck'), 'false');
      await page.getByLabel('Client ID').fill('demo');
      await input.fill(secret);
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.getByText('Steps', { exact: true }).waitFor();
      const [sent] = (await calls(page, 'connections.connect')) as { input: unknown }[];
      assert.equal(JSON.stringify(sent).split(secret).length, 2);
      assert.equal(await holdsSecret(page), false);
      await page.evaluate(
        (failed) => window.harnessPush({ operations: [failed] }),
        operation({ status: 'failed', error: error('oauth.timeout') }),
      );
      await page.getByRole('button', { name: 'Try again' }).click();
      assert.equal(await page.getByLabel('Client ID').inputValue(), 'demo');
      assert.equal(await holdsSecret(page), false);
      assert.equal(
        await page.evaluate(() => document.activeElement?.getAttribute('type')),
        'password',
      );
    },
  },
  {
    promise: 'problems of fields stand beside them and the first one gets the focus',
    scenario: {
      snapshot: snapshot(),
      errors: {
        'connections.connect': error('input.invalid', {
          fields: { jwtLifetimeMinutes: 'out-of-range' },
        }),
      },
    },
    walk: async (page) => {
      await openForm(page);
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.waitForFunction(
        () => document.activeElement?.getAttribute('aria-invalid') === 'true',
      );
      assert.deepEqual(await calls(page, 'connections.connect'), []);
      await page.getByLabel('Client ID').fill('demo');
      await page.getByLabel('Client secret', { exact: true }).fill(secret);
      await page.getByRole('button', { name: 'Continue in browser' }).click();
      await page.getByText('Enter a number from 1 to 15 minutes.').waitFor();
      await page.waitForFunction(() => document.activeElement?.getAttribute('type') === 'number');
    },
  },
  {
    promise: 'a revealed secret goes when the window loses the focus',
    scenario: { snapshot: snapshot({ connections: few() }) },
    walk: async (page) => {
      await page.getByRole('row').first().click();
      await page.getByRole('button', { name: 'Show secret key' }).click();
      await page.getByText('jz3xample').waitFor();
      await page.evaluate(() => window.dispatchEvent(new Event('blur')));
      await page.getByText('jz3xample').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Show secret key' }).click();
      await page.getByText('jz3xample').waitFor();
      await page.getByRole('row').nth(1).click();
      await page.getByText('jz3xample').waitFor({ state: 'detached' });
    },
  },
  {
    promise: 'a pasted address is sent once and leaves the page, also when it was refused',
    scenario: {
      snapshot: snapshot({
        connections: few(),
        operations: [
          operation({
            kind: 'refresh',
            connectionNumber: 1,
            prompt: {
              kind: 'browser',
              host: 'storx.io',
              redirectUri: 'http://127.0.0.1:38521/callback',
              deadlineEpochSeconds: Math.floor(Date.now() / 1000) + 500,
              browserOpened: true,
            },
          }),
        ],
      }),
      errors: { 'operations.submitRedirect': error('oauth.bad-redirect') },
    },
    walk: async (page) => {
      await page.getByRole('row').first().click();
      await page.getByRole('button', { name: 'Paste the address instead' }).click();
      await page.keyboard.type(`http://127.0.0.1:38521/callback?access_grant=${secret}`);
      await page.keyboard.press('Enter');
      await page.getByText('This address holds no answer').waitFor();
      assert.equal(await holdsSecret(page), false);
    },
  },
  {
    promise: 'I13 markup in names stays text',
    scenario: { snapshot: snapshot({ connections: awkward() }) },
    walk: async (page) => {
      await page.getByRole('row').filter({ hasText: 'onerror' }).click();
      await page.getByRole('heading', { name: /<img src=x/ }).waitFor();
      assert.equal(await page.locator('img').count(), 0);
      assert.equal(await page.title(), 'Stowkey');
    },
  },
  {
    promise: 'the confirmation keeps focus inside, and Escape deletes nothing',
    scenario: { snapshot: snapshot({ connections: few() }) },
    walk: async (page) => {
      await page.getByRole('row').first().click();
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menuitem', { name: 'Disconnect' }).click();
      await page.getByRole('alertdialog').waitFor();
      for (let count = 0; count < 5; count += 1) await page.keyboard.press('Tab');
      assert.ok(
        await page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null),
      );
      await page.keyboard.press('Escape');
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
      assert.deepEqual(await calls(page, 'connections.disconnect'), []);
      await page.waitForFunction(
        () => document.activeElement?.getAttribute('aria-label') === 'More actions',
      );
    },
  },
  {
    promise: 'a tick of the clock changes only the texts that count',
    scenario: {
      snapshot: snapshot({ connections: [connection({ number: 7, expiresIn: 300 }), ...few()] }),
    },
    walk: async (page) => {
      const changed = await page.evaluate(async () => {
        const grid = document.querySelector('[role=grid]');
        if (grid === null) return { texts: 0, others: -1 };
        const records: MutationRecord[] = [];
        const watch = new MutationObserver((found) => records.push(...found));
        watch.observe(grid, {
          subtree: true,
          childList: true,
          characterData: true,
          attributes: true,
        });
        await new Promise((done) => setTimeout(done, 2_600));
        watch.disconnect();
        const texts = records.filter(({ type }) => type === 'characterData').length;
        return { texts, others: records.length - texts };
      });
      assert.equal(changed.others, 0);
      assert.ok(changed.texts >= 2 && changed.texts <= 4, `${changed.texts} texts changed`);
    },
  },
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
      await page.getByText('Filled in 2 fields').waitFor();
      assert.match(await focused(page), /^div:Filled in 2 fields/);
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
      await page.getByText('Filled in 2 fields').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
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
      await page.keyboard.press('Enter');
      assert.equal(await connector.inputValue(), 'github');
      await connector.fill('s');
      await page.getByRole('listbox').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('listbox').waitFor({ state: 'detached' });
      await page.getByRole('heading', { name: 'Connect Alloy Automation' }).waitFor();
      assert.equal(await connector.inputValue(), 'github');
      await connector.fill('some-other-app');
      await page.getByLabel('API key').fill(secret);
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
    promise: 'an exported template is copied from within its dialog',
    scenario: {
      snapshot: snapshot(),
      imported: [importedProvider],
      replies: { 'providers.exportTemplate': { fileName: 'a.json', text: '{"id":"a"}' } },
    },
    walk: async (page) => {
      await page.getByRole('button', { name: 'Connect account' }).click();
      await page.getByRole('button', { name: 'Template of Example Files' }).click();
      await page.getByRole('menuitem', { name: 'Export' }).click();
      await page.getByRole('dialog').waitFor();
      await page.evaluate(() => {
        document.addEventListener('copy', () => {
          document.body.dataset.copied = String(document.getSelection());
          const active = document.activeElement;
          if (active instanceof HTMLTextAreaElement) document.body.dataset.copied = active.value;
        });
      });
      await page.getByRole('button', { name: 'Copy text' }).click();
      await page.getByRole('status').filter({ hasText: 'Template copied.' }).waitFor();
      assert.equal(await page.evaluate(() => document.body.dataset.copied), '{"id":"a"}');
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
        'CONNECTION_ID=…',
      ]);
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
        (await calls(page, 'operations.answer')).map(
          (sent) => (sent as { answer: { kind: string } }).answer.kind,
        ),
        ['replace', 'accept'],
      );
    },
  },
];

const wanted = process.argv.slice(2);
const chosen = walks.filter(
  ({ promise }) => wanted.length === 0 || wanted.some((part) => promise.includes(part)),
);
const browser = await launchBrowser();
let failed = 0;
for (const { promise, scenario, size, walk } of chosen) {
  const context = await browser.newContext({ viewport: size ?? { width: 900, height: 600 } });
  context.setDefaultTimeout(8_000);
  await serve(context);
  const page = await context.newPage();
  const thrown: string[] = [];
  page.on('pageerror', (each) => thrown.push(each.message));
  page.on('console', (message) => {
    if (message.type() === 'error') thrown.push(message.text());
  });
  try {
    await openPage(page, { name: promise, ...scenario });
    await walk(page);
    assert.deepEqual(thrown, []);
    console.log(`ok      ${promise}`);
  } catch (reason) {
    failed += 1;
    console.log(`FAILED  ${promise}\n        ${String(reason).slice(0, 700)}`);
  }
  await context.close();
}
await browser.close();
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
