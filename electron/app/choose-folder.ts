import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import type { ChooseFolder } from '../platform/interfaces.ts';

/** Asks with the system's own dialog, over the window where there is one. */
export const createChooseFolder =
  (windowNow: () => BrowserWindow | null): ChooseFolder =>
  async () => {
    const options: OpenDialogOptions = { properties: ['openDirectory', 'showHiddenFiles'] };
    const window = windowNow();
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    return canceled ? null : (filePaths[0] ?? null);
  };
