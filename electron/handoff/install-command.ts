import { lstat, mkdir, readFile, readlink, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, win32 } from 'node:path';
import type { Contract, Reply } from '../../shared/contract.ts';
import { commandNote } from '../../shared/words/command-line.ts';
import { errorCodeOf } from '../platform/errno.ts';
import { writeError } from '../storage/atomic-file.ts';
import { batchFile } from './batch-file.ts';

type Install = Contract['command']['install'];
type State = Reply<Install>;

/** What the command would be linked to, and where it is looked for. */
export type CommandPlaces = {
  readonly platform: NodeJS.Platform;
  /** The launcher of this program, or why there is none that lasts. */
  readonly launcher:
    | string
    | { readonly impossible: Extract<State, { kind: 'impossible' }>['why'] };
  /** Where the link is put. */
  readonly folder: string;
  /** The person's `PATH`. */
  readonly path: string;
};

/** Tells from how the program was started which launcher it has. */
export const launcherOf = (
  { platform, env, resourcesPath }: Pick<NodeJS.Process, 'platform' | 'env' | 'resourcesPath'>,
  isPackaged: boolean,
): CommandPlaces['launcher'] => {
  if (!isPackaged) return { impossible: 'sources' };
  if (platform === 'win32') return win32.join(resourcesPath, 'bin', 'stowkey.cmd');
  // It lies where the image is mounted, and that is another place with each start.
  if (env.APPIMAGE !== undefined) return { impossible: 'app-image' };
  return join(resourcesPath, 'bin', 'stowkey');
};

/** Gives the folder for a person's own commands; Windows has one that is in everybody's `PATH`. */
export const commandFolderOf = (
  { platform, env }: Pick<NodeJS.Process, 'platform' | 'env'>,
  home: string,
): string =>
  platform === 'win32'
    ? win32.join(
        env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'),
        'Microsoft',
        'WindowsApps',
      )
    : join(home, '.local', 'bin');

/** What stands at a path: leads to this launcher or to one of ours elsewhere, is something else, or not there. */
type Standing = 'this' | 'former' | 'other' | null;

/** How the command comes to stand in a folder of `PATH`. */
type Link = {
  readonly name: string;
  /** Parts the folders of `PATH`. */
  readonly separator: string;
  readonly look: (path: string, launcher: string) => Promise<Standing>;
  /** Makes it at `path`, to be moved to `link`. */
  readonly make: (path: string, launcher: string, link: string) => Promise<void>;
};

/** A launcher of ours, where it lay before the program was moved or brought up to date. */
const isLauncher = (target: string): boolean => /\/resources\/bin\/stowkey$/i.test(target);

const symbolicLink: Link = {
  name: 'stowkey',
  separator: ':',
  look: async (path, launcher) => {
    if (!(await lstat(path)).isSymbolicLink()) return 'other';
    const target = await readlink(path);
    if (target === launcher) return 'this';
    return isLauncher(target) ? 'former' : 'other';
  },
  make: (path, launcher) => symlink(launcher, path),
};

/** Links need an administrator on Windows, so a file leads there. */
const batchLink: Link = {
  name: 'stowkey.cmd',
  separator: ';',
  look: async (path, launcher) => {
    const text = (await lstat(path)).isFile() ? await readFile(path, 'utf8') : '';
    if (text === batchFile(path, [launcher], commandNote)) return 'this';
    return text.includes(commandNote) ? 'former' : 'other';
  },
  make: (path, launcher, link) => writeFile(path, batchFile(link, [launcher], commandNote)),
};

const linkOf = (platform: NodeJS.Platform): Link =>
  platform === 'win32' ? batchLink : symbolicLink;

const standing = async (link: Link, path: string, launcher: string): Promise<Standing> => {
  try {
    return await link.look(path, launcher);
  } catch (error) {
    // A folder of `PATH` may be none, or closed to us.
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errorCodeOf(error) ?? '')) return null;
    throw error;
  }
};

/** Looks whether the command is there, in any folder of the person's `PATH` as well. */
export const commandState = async (places: CommandPlaces): Promise<State> => {
  const { platform, launcher, folder, path } = places;
  if (typeof launcher !== 'string') return { kind: 'impossible', why: launcher.impossible };
  const kind = linkOf(platform);
  for (const each of path.split(kind.separator).filter(isAbsolute)) {
    const found = join(each, kind.name);
    if ((await standing(kind, found, launcher)) === 'this')
      return { kind: 'installed', link: found, inPath: true };
  }
  const link = join(folder, kind.name);
  const there = await standing(kind, link, launcher);
  if (there === 'this') return { kind: 'installed', link, inPath: false };
  return { kind: there === 'other' ? 'taken' : 'absent', link };
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
 * Links `stowkey` in the folder for commands to the launcher. A link to a launcher of ours is replaced in
 * one step, and nothing else ever is. Throws `metadata.*` where the link cannot be made.
 */
export const installCommand = async (places: CommandPlaces): Promise<State> => {
  const before = await commandState(places);
  const { platform, launcher } = places;
  if (before.kind !== 'absent' || typeof launcher !== 'string') return before;
  const beside = `${before.link}.new`;
  try {
    await mkdir(dirname(before.link), { recursive: true });
    await rm(beside, { force: true });
    await linkOf(platform).make(beside, launcher, before.link);
    await rename(beside, before.link);
  } catch (error) {
    throw writeError(error);
  }
  return commandState(places);
};
