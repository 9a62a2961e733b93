import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { expect, test as plain } from 'playwright/test';
import { profilePaths } from '../../electron/platform/paths.ts';
import { currentVersion } from '../../electron/storage/metadata/limits.ts';
import { type FirstFrameTemplate, fillFirstFrame } from '../../shared/first-frame.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { connectionRecord } from '../support/worlds/connection-records.ts';
import { drive, test } from './fixtures.ts';
import { few, info, many, snapshot } from './harness/fixtures.ts';
import { browserOptions, openPage, serve } from './harness/page.ts';

const built = join(import.meta.dirname, '../../out/renderer');
const hostile = [
  '<img src=x onerror="document.title=1">',
  '</script><script>document.title=1</script>',
  `"'><svg onload=document.title=1>`,
  '{{rows}} {{label}}',
];

const checking = { status: 'checking', error: null, id: 'secret-service' } as const;

/** Nothing on it counts down between two pictures. */
const withoutEnd = (each: ConnectionView): ConnectionView => ({
  ...each,
  facts: { ...each.facts, expiresAtEpochSeconds: null },
});

/** Serves the page as main does at a start: with the first frame, or without its program as well. */
const serveFrame = async (page: Page, connections: ReturnType<typeof few>): Promise<void> => {
  const template: FirstFrameTemplate = JSON.parse(
    await readFile(join(built, 'first-frame.json'), 'utf8'),
  );
  const input = { connections, info: info(), keychain: checking, nowMs: Date.now() };
  const markup = fillFirstFrame(template, input);
  const html = await readFile(join(built, 'index.html'), 'utf8');
  await page.route('https://bundle.test/', async (route) => {
    const response = { contentType: 'text/html', body: '' };
    response.body = html.replace(
      '<div id="root"></div>',
      () => `<div id="root" aria-busy="true">${markup}</div>`,
    );
    await route.fulfill(response);
  });
};

for (const [name, connections] of [
  ['a few accounts', few()],
  ['a thousand accounts', many(1_000).map(withoutEnd)],
] as const) {
  plain(
    `React's first frame of ${name} is the one that was there, and the focus stays`,
    async () => {
      const browser = await chromium.launch(browserOptions());
      try {
        const context = await browser.newContext({ viewport: { width: 1100, height: 720 } });
        await serve(context);
        const page = await context.newPage();
        await serveFrame(page, connections);
        // The program waits until it is let in.
        let letIn: () => void = () => {};
        const allowed = new Promise<void>((resolve) => {
          letIn = resolve;
        });
        await page.route('**/assets/main-*.js', async (route) => {
          await allowed;
          await route.fallback();
        });
        const opened = openPage(page, {
          name,
          snapshot: snapshot({ connections, keychain: checking }),
        });
        await page.locator('#root[aria-busy] [role=row]').first().waitFor();
        await page.evaluate(() => document.fonts.ready);
        const row = page.getByRole('row', { name: connections[1]?.label ?? '' });
        await row.focus();
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        const before = await page.screenshot({ animations: 'disabled' });
        await row.focus();
        letIn();
        await opened;
        await page.locator('#root:not([aria-busy])').waitFor();
        await expect(row).toBeFocused();
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        const after = await page.screenshot({ animations: 'disabled' });
        if (!after.equals(before)) {
          await mkdir('test-output/first-frame', { recursive: true });
          await writeFile(`test-output/first-frame/${name}-before.png`, before);
          await writeFile(`test-output/first-frame/${name}-after.png`, after);
        }
        expect(after.equals(before), 'the same picture').toBe(true);
      } finally {
        await browser.close();
      }
    },
  );
}

/** Writes a list as the program would have left it. */
const keep = async (
  userData: string,
  connections: readonly ReturnType<typeof connectionRecord>[],
): Promise<void> => {
  await mkdir(userData, { recursive: true, mode: 0o700 });
  const file = { version: currentVersion, sentinel: null, connections };
  await writeFile(profilePaths(userData).metadataFile, JSON.stringify(file), { mode: 0o600 });
};

test('a start shows hostile names as the texts they are, before the program runs and after', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  await keep(
    desktop.userData,
    hostile.map((label) => connectionRecord({ label })),
  );
  const { window, ui } = await drive(desktop);
  for (const label of hostile) await expect(ui.row(label)).toBeVisible();
  expect(await window.title()).toBe('Stowkey');
  // The document itself brought the rows.
  const bytes = await window.evaluate(
    () =>
      (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming)
        .decodedBodySize,
  );
  expect(bytes).toBeGreaterThan((await readFile(join(built, 'index.html'))).length + 4_000);
});

test('ten thousand accounts open, scroll and show what is renamed', async ({ startDesktop }) => {
  const desktop = await startDesktop();
  const connections = Array.from({ length: 10_000 }, (_, index) =>
    connectionRecord({ label: `Account ${String(index + 1).padStart(5, '0')}` }),
  );
  await keep(desktop.userData, connections);
  const { window, ui } = await drive(desktop);
  await expect(window.getByText('10000 accounts')).toBeVisible();
  await ui.row('Account 00001').focus();
  await window.keyboard.press('End');
  await expect(ui.row('Account 10000')).toBeFocused();
  await window.evaluate(async (connectionId) => {
    const { stowkey } = globalThis as unknown as Pick<Window, 'stowkey'>;
    await stowkey.connections.rename({ connectionId, label: 'The last one' });
  }, connections.at(-1)?.id as ConnectionId);
  await expect(ui.row('The last one')).toBeVisible();
});
