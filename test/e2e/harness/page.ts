import type { BrowserContext, Page } from 'playwright';
import { listBundle, responseHeaders } from '../../../electron/app/bundle.ts';
import { installBridge } from './bridge.ts';
import { dataOf, type Scenario } from './scenario.ts';

/** What `npm run build` made of the renderer: the bytes that ship. */
const built = new URL('../../../out/renderer', import.meta.url).pathname;
const origin = 'https://bundle.test';

/** Answers the page's requests as the program does: the built files, under its policy. */
export const serve = async (context: BrowserContext): Promise<void> => {
  const files = listBundle(built);
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    const file = files.get(url.pathname === '/' ? '/index.html' : url.pathname);
    if (url.origin !== origin || file === undefined) return route.abort();
    await route.fulfill({ path: file.path, headers: responseHeaders(file.mediaType) });
  });
};

/** Opens the window on a scenario's data, in a page that may have shown another one before. */
export const openPage = async (page: Page, scenario: Omit<Scenario, 'name'>): Promise<void> => {
  await using _bridge = await page.addInitScript(installBridge, dataOf(scenario));
  await page.goto(`${origin}${scenario.path ?? '/'}`);
  await page.locator('#root > *').first().waitFor();
};
