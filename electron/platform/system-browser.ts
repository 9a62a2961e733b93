import { shell } from 'electron';
import { createBrowserOpener, isOnPath } from './browser.ts';
import type { BrowserOpener } from './interfaces.ts';

/**
 * Opens pages with the system's own choice of browser; with the next the only use of
 * Electron's `shell`.
 */
export const systemBrowser: BrowserOpener = createBrowserOpener({
  openExternal: (url) => shell.openExternal(url, { activate: true }),
  platform: process.platform,
  path: process.env.PATH,
});

/** Shows a file or folder in the system's own program for it; false when it could not. */
export const openSystemPath = async (path: string): Promise<boolean> => {
  if (process.platform === 'linux' && !(await isOnPath('xdg-open', process.env.PATH))) return false;
  return (await shell.openPath(path)) === '';
};
