import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { type FileSystem, nodeFileSystem } from './file-system.ts';

/**
 * Writes a file that the person chose a place for, 0600: what was there before stays until all of the
 * new one is on the disk. Changes nothing of the folder. Throws Node's errors.
 */
export const saveWhole = async (
  path: string,
  text: string,
  fs: FileSystem = nodeFileSystem,
): Promise<void> => {
  const beside = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    await fs.create(beside, Buffer.from(text, 'utf8'));
    await fs.rename(beside, path);
    await fs.syncFolder(dirname(path));
  } catch (error) {
    await fs.removeIfThere(beside).catch(() => undefined);
    throw error;
  }
};
