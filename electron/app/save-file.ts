import { basename, extname } from 'node:path';
import { type BrowserWindow, dialog, type SaveDialogOptions } from 'electron';
import { AppError } from '../diagnostics/errors.ts';
import type { SaveFile } from '../platform/interfaces.ts';

/** Asks with the system's own dialog, over the window where there is one. */
export const createSaveFile =
  (
    windowNow: () => BrowserWindow | null,
    write: (path: string, text: string) => Promise<void>,
  ): SaveFile =>
  async (suggestedName, text) => {
    const extension = extname(suggestedName).slice(1);
    const options: SaveDialogOptions = {
      defaultPath: suggestedName,
      filters: [{ name: extension.toUpperCase(), extensions: [extension] }],
      properties: ['createDirectory', 'showOverwriteConfirmation'],
    };
    const window = windowNow();
    const { canceled, filePath } = await (window === null
      ? dialog.showSaveDialog(options)
      : dialog.showSaveDialog(window, options));
    if (canceled || filePath === '') return null;
    try {
      await write(filePath, text);
    } catch (cause) {
      throw new AppError('file.unwritable', { cause });
    }
    return basename(filePath);
  };
