import { constants, type Stats } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  unlink,
} from 'node:fs/promises';
import { errorCodeOf } from '../platform/errno.ts';

type EntryKind = 'absent' | 'file' | 'other';

/** The few file operations files are kept with. Failures are Node's errors with their `code`. */
export type FileSystem = {
  /** Makes the folder if needed, for this user only. */
  readonly makeFolder: (path: string) => Promise<void>;
  /** `other` covers symbolic links, folders, FIFOs and devices. */
  readonly kindOf: (path: string) => Promise<EntryKind>;
  /** Reads a regular file of at most `maxBytes`; null when it is larger. */
  readonly read: (path: string, maxBytes: number) => Promise<Uint8Array | null>;
  /** Creates a file that must not exist, for this user only, and has it on the disk on return. */
  readonly create: (path: string, data: Uint8Array) => Promise<void>;
  /**
   * Writes at the end of a regular file, made for this user only where there is none, and has it on
   * the disk on return. What fails is taken back, as far as the disk lets it.
   */
  readonly append: (path: string, data: Uint8Array) => Promise<void>;
  /** The names in a folder; none where there is no folder. */
  readonly names: (folder: string) => Promise<readonly string[]>;
  /** Changes with a file's size or the time it was written. */
  readonly stampOf: (path: string) => Promise<string>;
  /** Gives the file a second name, replacing what had that name. */
  readonly duplicate: (from: string, to: string) => Promise<void>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly removeIfThere: (path: string) => Promise<void>;
  /** Makes renames in the folder outlive a power cut. */
  readonly syncFolder: (path: string) => Promise<void>;
};

// Windows has neither flag; there is no FIFO to hang on either.
const noSurprise = (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
const readFlags = constants.O_RDONLY | noSurprise;
const appendFlags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | noSurprise;

const requireFile = (stats: Stats): void => {
  if (!stats.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EINVAL' });
};

export const nodeFileSystem: FileSystem = {
  makeFolder: async (path) => {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await chmod(path, 0o700);
  },

  kindOf: async (path) => {
    try {
      return (await lstat(path)).isFile() ? 'file' : 'other';
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return 'absent';
      throw error;
    }
  },

  read: async (path, maxBytes) => {
    const handle = await open(path, readFlags);
    try {
      const stats = await handle.stat();
      requireFile(stats);
      if (stats.size > maxBytes) return null;
      if ((stats.mode & 0o077) !== 0) await handle.chmod(0o600).catch(() => undefined);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  },

  create: async (path, data) => {
    const handle = await open(path, 'wx', 0o600);
    try {
      await handle.chmod(0o600);
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
  },

  append: async (path, data) => {
    const handle = await open(path, appendFlags, 0o600);
    try {
      const stats = await handle.stat();
      requireFile(stats);
      if ((stats.mode & 0o077) !== 0) await handle.chmod(0o600);
      try {
        await handle.writeFile(data);
        await handle.datasync();
      } catch (error) {
        await handle.truncate(stats.size).catch(() => undefined);
        throw error;
      }
    } finally {
      await handle.close();
    }
  },

  names: async (folder) => {
    try {
      return await readdir(folder);
    } catch (error) {
      if (errorCodeOf(error) === 'ENOENT') return [];
      throw error;
    }
  },

  stampOf: async (path) => {
    const { size, mtimeNs } = await lstat(path, { bigint: true });
    return `${size}-${mtimeNs}`;
  },

  duplicate: async (from, to) => {
    const between = `${to}.tmp`;
    await rm(between, { force: true });
    try {
      await link(from, between);
    } catch {
      // FAT, some network shares and sandboxes have no hard links.
      await copyFile(from, between, constants.COPYFILE_EXCL);
      const handle = await open(between, 'r+');
      await handle.sync().finally(() => handle.close());
    }
    await rename(between, to);
    // Renaming one name of a file onto another name of the same file does nothing (POSIX).
    await rm(between, { force: true });
  },

  rename,

  removeIfThere: async (path) => {
    try {
      await unlink(path);
    } catch (error) {
      if (errorCodeOf(error) !== 'ENOENT') throw error;
    }
  },

  syncFolder: async (path) => {
    // Windows cannot open a folder; NTFS journals the rename.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } catch (error) {
      // Some network file systems know no fsync of folders.
      if (!['EINVAL', 'ENOTSUP', 'EBADF'].includes(errorCodeOf(error) ?? '')) throw error;
    } finally {
      await handle.close();
    }
  },
};
