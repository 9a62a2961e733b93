import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { type BrowserWindow, dialog, type OpenDialogOptions } from 'electron';
import { openFileWords } from '../../shared/words/program.ts';
import { AppError } from '../diagnostics/errors.ts';
import type { OpenFile } from '../platform/interfaces.ts';

const extensions = {
  backup: ['jwe'],
  'public-key': ['pem', 'pub', 'jwk', 'json', 'crt'],
  'private-key': ['pem', 'key', 'jwk', 'json'],
  bundle: ['jws'],
} as const;

/** Windows has no such flag; elsewhere it keeps a FIFO from holding up the program. */
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('file.unreadable', { params: { reason }, cause });

const readWithin = async (path: string, maxBytes: number): Promise<string> => {
  const handle = await open(path, readFlags);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw unreadable('not-a-file');
    if (stats.size > maxBytes) throw unreadable('too-large');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
};

/** Asks with the system's own dialog, over the window where there is one. */
export const createOpenFile =
  (windowNow: () => BrowserWindow | null): OpenFile =>
  async (kind, maxBytes) => {
    const options: OpenDialogOptions = {
      title: openFileWords[kind],
      properties: ['openFile', 'showHiddenFiles'],
      filters: [
        { name: openFileWords[kind], extensions: [...extensions[kind]] },
        { name: openFileWords.any, extensions: ['*'] },
      ],
    };
    const window = windowNow();
    const { canceled, filePaths } = await (window === null
      ? dialog.showOpenDialog(options)
      : dialog.showOpenDialog(window, options));
    const [path] = filePaths;
    if (canceled || path === undefined) return null;
    try {
      return { name: basename(path), text: await readWithin(path, maxBytes) };
    } catch (error) {
      throw error instanceof AppError ? error : unreadable('unknown', error);
    }
  };
