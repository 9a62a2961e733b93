import { mkdirSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { App } from 'electron';
import { type Profile, profileFolderName, profileOf } from '../platform/paths.ts';

const makePrivateFolder = (path: string): string => {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  return realpathSync(path);
};

/**
 * Chooses and makes the profile's folder and tells Electron. Must run before the single-instance
 * lock, which belongs to the folder, and before Electron is ready.
 *
 * Throws when the folder cannot be made; then there is nowhere to keep anything.
 */
export const openProfile = (app: App): { readonly profile: Profile; readonly folder: string } => {
  const chosen = app.commandLine.getSwitchValue('user-data-dir');
  const customFolder = chosen === '' ? null : makePrivateFolder(resolve(chosen));
  const profile = profileOf({ packaged: app.isPackaged, customFolder });
  const folder =
    customFolder ?? makePrivateFolder(join(app.getPath('appData'), profileFolderName(profile)));
  app.setPath('userData', folder);
  return { profile, folder };
};
