import { constants } from 'node:fs';
import { type FileHandle, lstat, open, realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { SkipReason } from '../../../shared/exposed-secrets.ts';
import { errorCodeOf } from '../../platform/errno.ts';

/** Files of settings are a few kilobytes. */
const maxBytes = 1024 * 1024;

// Windows has neither flag; there is no FIFO to hang on either.
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

type Read =
  | { readonly kind: 'read'; readonly path: string; readonly bytes: Buffer }
  | { readonly kind: 'absent' }
  | { readonly kind: 'skipped'; readonly reason: SkipReason };

const skipped = (reason: SkipReason): Read => ({ kind: 'skipped', reason });

/** Whether a real path lies in a real folder. */
const isWithin = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return (
    way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !/^(?:[a-z]:)?[\\/]/i.test(way)
  );
};

/**
 * Reads a regular file of at most 1 MiB whose real path lies in `root`: links lead no further, FIFOs
 * and devices are not opened. A file that is swapped meanwhile is opened without waiting, found out and
 * closed. Never throws.
 */
export const readWithin = async (root: string, path: string): Promise<Read> => {
  try {
    const [folder, real] = await Promise.all([realpath(root), realpath(path)]);
    if (!isWithin(folder, real)) return skipped('link-out');
    if (!(await lstat(real)).isFile()) return skipped('not-a-file');
    const handle = await open(real, readFlags);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return skipped('not-a-file');
      if (stats.size > maxBytes) return skipped('too-large');
      const bytes = await readUpTo(handle, maxBytes + 1);
      if (bytes.length > maxBytes) return skipped('too-large');
      // A folder on the way may have become a link since: then this is another file than the one there.
      const again = await realpath(path);
      const now = await lstat(again);
      const isSame = again === real && now.ino === stats.ino && now.dev === stats.dev;
      return isSame ? { kind: 'read', path: real, bytes } : skipped('link-out');
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = errorCodeOf(error);
    return code === 'ENOENT' || code === 'ENOTDIR' ? { kind: 'absent' } : skipped('unreadable');
  }
};

/** Reads what there is, whatever size the file says it has. */
const readUpTo = async (handle: FileHandle, length: number): Promise<Buffer> => {
  const buffer = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return Buffer.from(buffer.subarray(0, filled));
};
