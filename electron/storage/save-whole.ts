import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { replaceFile } from './atomic-file.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

const besideOf = (path: string): string => `${path}.${randomUUID().slice(0, 8)}.tmp`;
const isBeside = (path: string): boolean => /\.[0-9a-f]{8}\.tmp$/.test(path);

/**
 * Writes a file that the person chose a place for, 0600: what was there before stays until all of the
 * new one is on the disk. Changes nothing of the folder. Throws Node's errors.
 */
export const saveWhole = async (
  path: string,
  text: string,
  fs: FileSystem = nodeFileSystem,
  beside = besideOf(path),
): Promise<void> => {
  try {
    await fs.create(beside, Buffer.from(text, 'utf8'));
    await fs.rename(beside, path);
    await fs.syncFolder(dirname(path));
  } catch (error) {
    await fs.removeIfThere(beside).catch(() => undefined);
    throw error;
  }
};

/**
 * Saves as `saveWhole`, and writes down first what it writes beside: killed on the way, the next start
 * removes that.
 */
export const createSaver = (noteFile: string, fs: FileSystem = nodeFileSystem) => ({
  save: async (path: string, text: string): Promise<void> => {
    const beside = besideOf(path);
    // A folder of ours that is full or read-only keeps nobody from saving elsewhere.
    await replaceFile(noteFile, beside, { fs }).catch(() => undefined);
    await saveWhole(path, text, fs, beside);
    await fs.removeIfThere(noteFile).catch(() => undefined);
  },
  /** Goes before anything is saved. Throws Node's errors. */
  sweep: async (): Promise<void> => {
    if ((await fs.kindOf(noteFile)) !== 'file') return;
    const note = await fs.read(noteFile, maxPathBytes);
    const beside = note === null ? '' : Buffer.from(note).toString('utf8');
    if (isBeside(beside)) await fs.removeIfThere(beside);
    await fs.removeIfThere(noteFile);
  },
});

const maxPathBytes = 64 * 1024;
