import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { responseHeaders } from '../../../electron/app/bundle.ts';
import { translationsOf } from '../../../scripts/languages.ts';
import {
  type FirstFrameTemplate,
  fillFirstFrame,
  firstFrameFile,
} from '../../../shared/first-frame.ts';
import type { Language } from '../../../shared/languages.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { defaultSettings, type Settings } from '../../../shared/settings.ts';
import { speak } from '../../../shared/words/messages.ts';
import { few, info, many, snapshot } from '../harness/fixtures.ts';
import { expect, test } from '../harness/window-test.ts';

test.use({ viewport: { width: 1100, height: 720 } });

const built = join(import.meta.dirname, '../../../out/renderer');
const checking = { status: 'checking', error: null, id: 'secret-service' } as const;

/** Nothing on it counts down between two pictures. */
const withoutEnd = (each: ConnectionView): ConnectionView => ({
  ...each,
  facts: { ...each.facts, expiresAtEpochSeconds: null },
});

/** Serves the page as main does at a start. */
const serveFirstFrame = async (
  page: Page,
  connections: readonly ConnectionView[],
  settings: Settings,
  locale: Language,
): Promise<void> => {
  const template: FirstFrameTemplate = JSON.parse(
    await readFile(join(built, firstFrameFile(locale)), 'utf8'),
  );
  const input = {
    connections,
    info: info(),
    keychain: checking,
    settings,
    nowMs: Date.now(),
  };
  const markup = fillFirstFrame(template, input);
  const html = await readFile(join(built, 'index.html'), 'utf8');
  const body = html
    .replace('<html lang="en">', `<html lang="${locale}">`)
    .replace('<div id="root"></div>', () => `<div id="root" aria-busy="true">${markup}</div>`);
  const headers = responseHeaders('text/html; charset=utf-8');
  await page.route('https://bundle.test/', (route) => route.fulfill({ body, headers }));
};

/** Gives by how much of 255 two pictures differ at most; a rounded corner may by one when drawn anew. */
const greatestDifference = async (context: BrowserContext, pictures: readonly Buffer[]) => {
  const blank = await context.newPage();
  return blank.evaluate(
    async (sources) => {
      const pixels = await Promise.all(
        sources.map(async (source) => {
          const bytes = Uint8Array.from(atob(source), (byte) => byte.charCodeAt(0));
          const bitmap = await createImageBitmap(new Blob([bytes]));
          const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
          canvas?.drawImage(bitmap, 0, 0);
          return (
            canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
          );
        }),
      );
      const [before = new Uint8ClampedArray(), after = before] = pixels;
      if (before.length === 0 || before.length !== after.length) return 255;
      return before.reduce(
        (most, each, at) => Math.max(most, Math.abs(each - (after[at] ?? 0))),
        0,
      );
    },
    pictures.map((picture) => picture.toString('base64')),
  );
};

for (const [name, connections, chosen, locale] of [
  ['a few accounts', few(), {}, 'en'],
  ['a few accounts in German', few(), {}, 'de'],
  ['a thousand accounts', many(1_000).map(withoutEnd), {}, 'en'],
  ['small rows by provider', few(), { density: 'compact', sort: 'provider' }, 'en'],
] as const) {
  const settings: Settings = { ...defaultSettings, ...chosen };
  test(`React's first frame of ${name} is the one that was there, and the focus stays`, async ({
    context,
    page,
    show,
  }) => {
    speak(locale, locale === 'en' ? {} : translationsOf(locale));
    await serveFirstFrame(page, connections, settings, locale);
    speak('en', {});
    let letIn: () => void = () => {};
    const allowed = new Promise<void>((resolve) => {
      letIn = resolve;
    });
    await page.route('**/assets/main-*.js', async (route) => {
      await allowed;
      await route.fallback();
    });
    // It comes after the first frame, from a file of its own.
    await page.route('**/assets/summary-*.js', () => {});
    const opened = show({
      snapshot: snapshot({ connections, keychain: checking, settings, locale }),
    });
    const row = page.getByRole('row', { name: connections[1]?.label ?? '' });
    const picture = async (): Promise<Buffer> => {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      return page.screenshot({ animations: 'disabled' });
    };
    await page.locator('#root[aria-busy] [role=row]').first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    const before = await picture();
    await row.focus();
    letIn();
    await opened;
    await page.locator('#root:not([aria-busy])').waitFor();
    await expect(row).toBeFocused();
    const after = await picture();
    await test.info().attach('before', { body: before, contentType: 'image/png' });
    await test.info().attach('after', { body: after, contentType: 'image/png' });
    const difference = await greatestDifference(context, [before, after]);
    expect(difference, 'the same picture').toBeLessThanOrEqual(2);
  });
}

test('what a click needs is fetched when a person comes, and not before', async ({
  page,
  show,
}) => {
  const fetched: string[] = [];
  page.on('request', (request) => fetched.push(request.url()));
  await show({ snapshot: snapshot({ connections: few() }) });
  const idle = (): Promise<void> =>
    page.evaluate(() => new Promise((resolve) => requestIdleCallback(() => resolve())));
  await page.getByRole('row').first().waitFor();
  await idle();
  await idle();
  const palette = /\/assets\/palette-/;
  expect(fetched.filter((each) => palette.test(each))).toEqual([]);
  await page.keyboard.press('Shift');
  await expect.poll(() => fetched.some((each) => palette.test(each))).toBe(true);
});
