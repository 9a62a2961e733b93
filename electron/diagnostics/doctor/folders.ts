import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { errorCodeOf } from '../../platform/errno.ts';
import { type Check, found } from './examine.ts';

const forOthers = 0o077;

/** Looks whether folders are the person's alone; `home` is shown as `~`, for it names them. */
export const checkFolders = (options: {
  readonly folders: readonly string[];
  readonly home: string;
  readonly platform: NodeJS.Platform;
}): Check => {
  const { folders, home, platform } = options;
  const shown = (path: string): string =>
    path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  const look = async (folder: string): ReturnType<Check> => {
    try {
      const { mode } = await stat(folder);
      // Windows has other rights, which a profile's folder inherits.
      if (platform !== 'win32' && (mode & forOthers) !== 0) {
        const octal = (mode & 0o777).toString(8).padStart(4, '0');
        return [found('folders.open', { path: shown(folder), mode: octal })];
      }
      await access(folder, constants.W_OK | constants.X_OK);
      return [];
    } catch (error) {
      // Folders are made when they are first needed.
      if (errorCodeOf(error) === 'ENOENT') return [];
      return [found('folders.unwritable', { path: shown(folder) })];
    }
  };
  return async () => {
    const troubles = (await Promise.all(folders.map(look))).flat();
    return troubles.length === 0 ? [found('folders.private')] : troubles;
  };
};

/** The list, its copy and the log need a few MiB at most. */
const leastMebibytes = 64;

export const checkDisk =
  (folder: string): Check =>
  async () => {
    const { bavail, bsize } = await statfs(folder);
    const mebibytes = Math.floor((bavail * bsize) / 1024 ** 2);
    return [found(mebibytes < leastMebibytes ? 'disk.full' : 'disk.room', { mebibytes })];
  };
