import { shell } from 'electron';
import { createBrowserOpener } from './browser.ts';
import type { BrowserOpener } from './interfaces.ts';

/** Opens pages with the system's own choice of browser; the only use of Electron's `shell`. */
export const systemBrowser: BrowserOpener = createBrowserOpener({
  openExternal: (url) => shell.openExternal(url, { activate: true }),
  platform: process.platform,
  path: process.env.PATH,
});
