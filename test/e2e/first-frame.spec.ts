import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { expect, test as plain } from 'playwright/test';
import { profilePaths } from '../../electron/platform/paths.ts';
import { type FirstFrameTemplate, fillFirstFrame } from '../../shared/first-frame.ts';
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
  ['a thousand accounts', many(1_000)],
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

test('a start shows hostile names as the texts they are, before the program runs and after', async ({
  startDesktop,
}) => {
  const desktop = await startDesktop();
  const connections = hostile.map((label) => connectionRecord({ label }));
  await mkdir(desktop.userData, { recursive: true, mode: 0o700 });
  await writeFile(
    profilePaths(desktop.userData).metadataFile,
    JSON.stringify({ version: 1, sentinel: null, connections }),
    { mode: 0o600 },
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
