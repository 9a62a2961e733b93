import { chmod, lstat, mkdir, rm, unlink } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { dirname } from 'node:path';
import { errorCodeOf } from '../../platform/errno.ts';

/** Nothing can listen there, for the reason in its message; nothing was changed. */
class SocketPlaceTaken extends Error {
  override readonly name = 'SocketPlaceTaken';

  constructor(reason: 'foreign-folder' | 'no-socket' | 'foreign-socket' | 'in-use') {
    super(reason);
  }
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const socket = createConnection(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      // A socket that nobody listens on refuses; one that goes away in this moment is gone.
      if (['ECONNREFUSED', 'ENOENT'].includes(errorCodeOf(error) ?? '')) resolve(false);
      else reject(error);
    });
  });

/**
 * Makes the place of a Unix socket ready: its folder for this user alone, and no socket in it. One that
 * was left behind is removed when it is this user's and nobody listens on it.
 *
 * Throws `SocketPlaceTaken` for a folder of somebody else's, for a link, a file or another's socket in
 * the place, and for a socket that somebody listens on.
 */
export const prepareSocketPlace = async (path: string): Promise<void> => {
  const folder = dirname(path);
  const uid = process.getuid?.();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const place = await lstat(folder);
  if (!place.isDirectory() || place.uid !== uid) throw new SocketPlaceTaken('foreign-folder');
  await chmod(folder, 0o700);
  let found: Awaited<ReturnType<typeof lstat>>;
  try {
    found = await lstat(path);
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return;
    throw error;
  }
  if (!found.isSocket()) throw new SocketPlaceTaken('no-socket');
  if (found.uid !== uid) throw new SocketPlaceTaken('foreign-socket');
  if (await answers(path)) throw new SocketPlaceTaken('in-use');
  await unlink(path);
};

/** Removes what commands kept of loans that ended with the agent that made them. */
export const clearLoans = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true });
