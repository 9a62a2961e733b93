import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { BrowserContext, Page } from 'playwright';
import { installFakeBridge } from './bridge.ts';
import { dataOf, type Scenario } from './scenario.ts';

/** What `npm run build` made of the renderer: the bytes that ship. */
const built = new URL('../../../out/renderer', import.meta.url).pathname;
const origin = 'https://bundle.test';
export const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};

/** Answers the page's requests from the built renderer, under the product's policy. */
export const serve = async (context: BrowserContext): Promise<void> => {
  await context.route('**/*', async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) return route.abort();
    const file = url.pathname === '/' ? '/index.html' : url.pathname;
    const body = await readFile(join(built, file));
    await route.fulfill({
      body,
      headers: {
        'content-type': types[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      },
    });
  });
};

/** Opens the window on a scenario's data, in a page that may have shown another one before. */
export const openPage = async (page: Page, scenario: Omit<Scenario, 'name'>): Promise<void> => {
  await using _bridge = await page.addInitScript(installFakeBridge, dataOf(scenario));
  await page.goto(`${origin}/`);
  await page.locator('#root > div').first().waitFor();
};
