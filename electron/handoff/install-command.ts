import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { Contract, Reply } from '../../shared/contract.ts';
import { errorCodeOf } from '../platform/errno.ts';
import { writeError } from '../storage/atomic-file.ts';

type Install = Contract['command']['install'];
type State = Reply<Install>;

/** What the command would be linked to, and where it is looked for. */
export type CommandPlaces = {
  /** The launcher of this program, or why there is none that lasts. */
  readonly launcher:
    | string
    | { readonly impossible: Extract<State, { kind: 'impossible' }>['why'] };
  readonly home: string;
  /** The person's `PATH`. */
  readonly path: string;
};

/** Tells from how the program was started which launcher it has. */
export const launcherOf = (
  { platform, env, resourcesPath }: Pick<NodeJS.Process, 'platform' | 'env' | 'resourcesPath'>,
  isPackaged: boolean,
): CommandPlaces['launcher'] => {
  if (platform === 'win32') return { impossible: 'windows' };
  if (!isPackaged) return { impossible: 'sources' };
  // It lies where the image is mounted, and that is another place with each start.
  if (env.APPIMAGE !== undefined) return { impossible: 'app-image' };
  return launcherBeside(resourcesPath);
};

/** Gives the launcher beside a packaged program. */
const launcherBeside = (resourcesFolder: string): string => join(resourcesFolder, 'bin', 'stowkey');

/** What stands there: a link's target, `other` for what is no link, null for nothing. */
const targetOf = async (path: string): Promise<string | null> => {
  try {
    return (await lstat(path)).isSymbolicLink() ? await readlink(path) : 'other';
  } catch (error) {
    // A folder of `PATH` may be none, or closed to us.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCodeOf(error) ?? '')) return null;
    throw error;
  }
};

/** A launcher of ours, where it lay before the program was moved or brought up to date. */
const isLauncher = (target: string): boolean => /\/resources\/bin\/stowkey$/i.test(target);

const linkIn = (home: string): string => join(home, '.local', 'bin', 'stowkey');

/** Looks whether the command is there, in any folder of the person's `PATH` as well. */
export const commandState = async ({ launcher, home, path }: CommandPlaces): Promise<State> => {
  if (typeof launcher !== 'string') return { kind: 'impossible', why: launcher.impossible };
  const link = linkIn(home);
  const folders = path.split(':').filter(isAbsolute);
  for (const folder of folders) {
    const found = join(folder, 'stowkey');
    if ((await targetOf(found)) === launcher)
      return { kind: 'installed', link: found, inPath: true };
  }
  const target = await targetOf(link);
  if (target === launcher) return { kind: 'installed', link, inPath: false };
  return target === null || isLauncher(target) ? { kind: 'absent', link } : { kind: 'taken', link };
};

/** Takes the link away again; nothing else that has its name. Throws `metadata.*`. */
export const uninstallCommand = async (places: CommandPlaces): Promise<void> => {
  const state = await commandState(places);
  if (state.kind !== 'installed') return;
  try {
    await rm(state.link, { force: true });
  } catch (error) {
    throw writeError(error);
  }
};

/**
 * Links `stowkey` in `~/.local/bin` to the launcher. A link to a launcher of ours is replaced in one
 * step, and nothing else ever is. Throws `metadata.*` where the link cannot be made.
 */
export const installCommand = async (places: CommandPlaces): Promise<State> => {
  const before = await commandState(places);
  const { launcher } = places;
  if (before.kind !== 'absent' || typeof launcher !== 'string') return before;
  const beside = `${before.link}.new`;
  try {
    await mkdir(dirname(before.link), { recursive: true });
    await rm(beside, { force: true });
    await symlink(launcher, beside);
    await rename(beside, before.link);
  } catch (error) {
    throw writeError(error);
  }
  return commandState(places);
};
