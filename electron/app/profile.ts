import { mkdirSync, mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from 'electron';
import { type Profile, profileFolderName, profileOf } from '../platform/paths.ts';

const makePrivateFolder = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return realpathSync.native(path);
};

/** A full disk is no reason not to start: what is there can be used, and the window says it. */
const isFullDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(ENOSPC|EDQUOT)$/.test(String(error.code));

/** Tries it, for rights alone do not tell: root passes all of them, and file systems have their own. */
const isWritable = (folder: string): boolean => {
  try {
    rmdirSync(mkdtempSync(join(folder, '.writable-')));
    return true;
  } catch (error) {
    return isFullDisk(error);
  }
};

/** The real path, or null where there is no such folder (yet). */
const realPathOf = (path: string): string | null => {
  try {
    return realpathSync.native(path);
  } catch {
    return null;
  }
};

type OpenedProfile =
  | { readonly kind: 'open'; readonly profile: Profile; readonly folder: string }
  /** There is nowhere to keep anything. */
  | { readonly kind: 'unwritable'; readonly folder: string };

const usualFolder = (app: App, kind: 'default' | 'development'): string =>
  join(app.getPath('appData'), profileFolderName({ kind }));

const wantedFolder = (app: App): string => {
  const chosen = app.commandLine.getSwitchValue('user-data-dir');
  return chosen === ''
    ? usualFolder(app, app.isPackaged ? 'default' : 'development')
    : resolve(chosen);
};

/** Finds the profile's folder, whether it is there yet or not, and makes and writes nothing. */
export const findProfileFolder = (app: App): string => {
  const wanted = wantedFolder(app);
  return realPathOf(wanted) ?? wanted;
};

/**
 * Chooses and makes the profile's folder and tells Electron. Must run before the single-instance
 * lock, which belongs to the folder, and before Electron is ready.
 */
export const openProfile = (app: App): OpenedProfile => {
  const wanted = wantedFolder(app);
  try {
    const folder = makePrivateFolder(wanted);
    if (!isWritable(folder)) return { kind: 'unwritable', folder };
    app.setPath('userData', folder);
    const profile = profileOf(folder, {
      default: realPathOf(usualFolder(app, 'default')),
      development: realPathOf(usualFolder(app, 'development')),
    });
    return { kind: 'open', profile, folder };
  } catch {
    return { kind: 'unwritable', folder: wanted };
  }
};
