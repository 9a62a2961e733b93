import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { AppError } from '../diagnostics/errors.ts';
import { checkBrowserUrl } from './address-policy.ts';
import type { BrowserOpener } from './interfaces.ts';

/** Tells whether a program of this name can be run from the PATH. */
export const isOnPath = async (name: string, path: string | undefined): Promise<boolean> => {
  for (const folder of (path ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    try {
      await access(join(folder, name), constants.X_OK);
      return true;
    } catch {
      // Not in this folder.
    }
  }
  return false;
};

type BrowserOptions = {
  /** Electron's `shell.openExternal`. */
  readonly openExternal: (url: string) => Promise<void>;
  readonly platform: NodeJS.Platform;
  readonly path: string | undefined;
};

/**
 * Opens pages in the person's browser.
 *
 * Throws `server.insecure` for a URL that must not be opened. On Linux Electron reports success even
 * when there is no `xdg-open`, so that is looked for first.
 */
export const createBrowserOpener = (options: BrowserOptions): BrowserOpener => ({
  open: async (url, expectedHost) => {
    const problem = checkBrowserUrl(url.href, expectedHost);
    if (problem !== null) throw new AppError('server.insecure', { params: { problem } });
    if (options.platform === 'linux' && !(await isOnPath('xdg-open', options.path))) return false;
    try {
      await options.openExternal(url.href);
      return true;
    } catch {
      return false;
    }
  },
});
