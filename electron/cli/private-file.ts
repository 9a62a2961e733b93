import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';

/** Bounds what is read of a file that should hold one line. */
const maxBytes = 4096;

type Owner = { readonly uid: number; readonly mode: number };

/** On Windows the profile's folder is the person's own, and files bear no such rights. */
const isOurs = ({ uid, mode }: Owner): boolean =>
  process.platform === 'win32' || (uid === process.getuid?.() && (mode & 0o077) === 0);

type PrivateLine =
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'absent' }
  /** Somebody else's, a link, or open to others: what stands there is not to be used. */
  | { readonly kind: 'unsafe' };

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:ENOENT|ENOTDIR)$/.test(String(error.code));

/** Reads the line of a file that belongs to the person alone. */
export const readPrivateLine = async (path: string): Promise<PrivateLine> => {
  try {
    const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const found = await file.stat();
      if (!found.isFile() || !isOurs(found) || found.size > maxBytes) return { kind: 'unsafe' };
      return { kind: 'line', line: (await file.readFile('utf8')).trim() };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { kind: isAbsent(error) ? 'absent' : 'unsafe' };
  }
};

/** Tells whether a folder is the person's own and closed to others, or is not there yet. */
export const isPrivateFolder = async (path: string): Promise<boolean> => {
  try {
    const found = await lstat(path);
    return found.isDirectory() && isOurs(found);
  } catch (error) {
    return isAbsent(error);
  }
};
