import { constants } from 'node:fs';
import { access, lstat, mkdir, open, realpath, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { errorCodeOf } from '../../platform/errno.ts';
import { replaceFile, writeError } from '../../storage/atomic-file.ts';
import { type FileSystem, nodeFileSystem } from '../../storage/file-system.ts';

/** A file of the person's as it was read. */
export type FoundFile = {
  /** The real file, behind any links. */
  readonly path: string;
  /** Null when there is none. */
  readonly bytes: Buffer | null;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
};

/** Far more than people have; botocore itself would take seconds for it. */
const maxBytes = 16 * 1024 * 1024;

// Windows has no O_NONBLOCK, and no FIFO to hang on either.
const readFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('aws-config.unreadable', { params: { reason }, retryable: true, cause });
const unwritable = (reason: string, cause?: unknown): AppError =>
  new AppError('aws-config.unwritable', { params: { reason }, retryable: true, cause });

/** Reads a file of the person's, through links. Throws `aws-config.unreadable`; absence is no error. */
export const readFound = async (path: string): Promise<FoundFile> => {
  try {
    const real = await realpath(path).catch((error: unknown) => {
      if (errorCodeOf(error) !== 'ENOENT') throw error;
      return null;
    });
    if (real === null) {
      if (await isThere(path)) throw unreadable('dangling-link');
      return { path, bytes: null, mode: 0o600, uid: -1, gid: -1 };
    }
    const handle = await open(real, readFlags);
    try {
      const { mode, uid, gid, size, ...stats } = await handle.stat();
      if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw unreadable('not-a-file', stats);
      if (size > maxBytes) throw unreadable('too-large');
      return { path: real, bytes: await handle.readFile(), mode: mode & 0o7777, uid, gid };
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (isAppError(error)) throw error;
    throw unreadable(errorCodeOf(error) ?? 'unknown', error);
  }
};

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/**
 * Replaces a file that was found, in one step: the whole new one stands there or the old one does.
 * Mode and owner stay.
 *
 * Throws `aws-config.changed` when it is no longer as it was found, `aws-config.unwritable` or
 * `.disk-full`, with nothing changed.
 */
export const replaceFound = async (
  found: FoundFile,
  text: string,
  { makesFolder = false }: { readonly makesFolder?: boolean } = {},
): Promise<void> => {
  if (found.bytes !== null) await requireWritable(found);
  const fs: FileSystem = {
    ...nodeFileSystem,
    // Another program's folder keeps its mode.
    makeFolder: async (folder) => {
      if (makesFolder) await mkdir(folder, { recursive: true, mode: 0o700 });
    },
    create: (path, data) => createLike(found, path, data),
    rename: async (from, to) => {
      if (!isSame(found, await readFound(to))) throw new AppError('aws-config.changed');
      await nodeFileSystem.rename(from, to);
    },
  };
  try {
    await replaceFile(found.path, text, { fs, temporary: `${found.path}.stowkey-tmp` });
  } catch (error) {
    throw asOurs(error);
  }
};

/** Removes a file that was found; undoes its making. Throws as `replaceFound`. */
export const removeFound = async (found: FoundFile): Promise<void> => {
  try {
    await unlink(found.path);
    await nodeFileSystem.syncFolder(dirname(found.path));
  } catch (error) {
    throw asOurs(writeError(error));
  }
};

/** Says what a write to the list would be told as, of a file that is not ours. */
const asOurs = (error: unknown): AppError => {
  if (isAppError(error, 'metadata.disk-full')) {
    return new AppError('aws-config.disk-full', { retryable: true, cause: error });
  }
  if (isAppError(error, 'metadata.unwritable')) {
    return unwritable(String(error.params.reason), error);
  }
  return isAppError(error) ? error : unwritable(errorCodeOf(error) ?? 'unknown', error);
};

const isSame = (found: FoundFile, now: FoundFile): boolean =>
  found.bytes === null || now.bytes === null
    ? found.bytes === now.bytes
    : found.bytes.equals(now.bytes);

/** A rename would replace a file that is marked read-only as well, which its owner did not want. */
const requireWritable = async ({ path, mode }: FoundFile): Promise<void> => {
  if ((mode & 0o222) === 0) throw unwritable('read-only');
  await access(path, constants.W_OK).catch((error: unknown) => {
    throw unwritable(errorCodeOf(error) ?? 'unknown', error);
  });
};

/** Creates a file that must not exist with the mode and owner of the one found, on the disk on return. */
const createLike = async (found: FoundFile, path: string, data: Uint8Array): Promise<void> => {
  const handle = await open(path, 'wx', 0o600);
  try {
    const own = await handle.stat();
    if (found.bytes !== null && (own.uid !== found.uid || own.gid !== found.gid)) {
      await handle.chown(found.uid, found.gid);
    }
    await handle.chmod(found.mode);
    await handle.writeFile(data);
    await handle.sync();
  } catch (error) {
    await unlink(path);
    throw error;
  } finally {
    await handle.close();
  }
};

/**
 * Keeps what was found under a name of its own beside it: `config.stowkey-20260102T030405Z`, numbered
 * where there is one already. Gives the path, or null when there is nothing to keep.
 */
export const backUp = async (found: FoundFile, nowEpochMs: number): Promise<string | null> => {
  if (found.bytes === null) return null;
  const time = new Date(nowEpochMs).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let number = 1; ; number += 1) {
    const path = `${found.path}.stowkey-${time}${number === 1 ? '' : `-${number}`}`;
    try {
      await createLike(found, path, found.bytes);
      await nodeFileSystem.syncFolder(dirname(path));
      return path;
    } catch (error) {
      if (errorCodeOf(error) !== 'EEXIST') throw asOurs(writeError(error));
    }
  }
};
