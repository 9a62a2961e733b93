import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { errorCodeOf } from '../platform/errno.ts';

type Installed =
  | { readonly kind: 'installed'; readonly link: string; readonly inPath: boolean }
  /** Something that is not ours has the name; it is left as it is. */
  | { readonly kind: 'taken'; readonly link: string };

/** Gives the launcher beside a packaged program. */
export const launcherBeside = (resourcesFolder: string): string =>
  join(resourcesFolder, 'bin', 'stowkey');

/** What stands there: a link's target, `other` for what is no link, null for nothing. */
const targetOf = async (path: string): Promise<string | null> => {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : 'other';
  } catch (error) {
    if (errorCodeOf(error) === 'ENOENT') return null;
    throw error;
  }
};

/** A launcher of ours, where it lay before the program was moved or brought up to date. */
const isLauncher = (target: string): boolean => /\/bin\/stowkey$/.test(target);

/**
 * Links `stowkey` in `~/.local/bin` to the launcher. A link to a launcher of ours is replaced in one
 * step, and nothing else ever is. `path` is the person's `PATH`.
 */
export const installCommand = async (
  launcher: string,
  { home, path }: { readonly home: string; readonly path: string },
): Promise<Installed> => {
  const link = join(home, '.local', 'bin', 'stowkey');
  const before = await targetOf(link);
  if (before !== null && !isLauncher(before)) return { kind: 'taken', link };
  const inPath = path.split(':').includes(dirname(link));
  if (before !== launcher) {
    await mkdir(dirname(link), { recursive: true });
    const beside = `${link}.new`;
    await rm(beside, { force: true });
    await symlink(launcher, beside);
    await rename(beside, link);
  }
  return { kind: 'installed', link, inPath };
};
