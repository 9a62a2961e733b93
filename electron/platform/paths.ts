import { createHash } from 'node:crypto';
import { join, win32 } from 'node:path';

/** Where a profile keeps its files. The secrets are in the keychain. */
type ProfilePaths = {
  readonly folder: string;
  readonly metadataFile: string;
  readonly settingsFile: string;
  readonly logFile: string;
  /** The secrets, encrypted, where there is no keychain and somebody chose so. */
  readonly vaultFile: string;
  /** Names what a save that was cut short left elsewhere. */
  readonly savingFile: string;
  /** Provider templates that people brought. */
  readonly templatesFolder: string;
  /** Who took what. */
  readonly activityFolder: string;
};

export const profilePaths = (folder: string): ProfilePaths => ({
  folder,
  metadataFile: join(folder, 'connections.json'),
  settingsFile: join(folder, 'settings.json'),
  vaultFile: join(folder, 'vault.jwe'),
  savingFile: join(folder, 'saving'),
  logFile: join(folder, 'logs', 'stowkey.log'),
  templatesFolder: join(folder, 'templates'),
  activityFolder: join(folder, 'activity'),
});

export type Profile =
  | { readonly kind: 'default' }
  /** Run from the sources: never touches what the installed program keeps. */
  | { readonly kind: 'development' }
  /** Chosen with `--user-data-dir`, another folder than those two; the path is the real one, with links resolved. */
  | { readonly kind: 'custom'; readonly realPath: string };

/**
 * Tells which profile a folder is, by real paths: however a folder is named, it has one list and one
 * keychain service. `usual` are the folders of the other kinds; null where there is none.
 */
export const profileOf = (
  realPath: string,
  usual: Readonly<Record<'default' | 'development', string | null>>,
): Profile => {
  if (realPath === usual.default) return { kind: 'default' };
  if (realPath === usual.development) return { kind: 'development' };
  return { kind: 'custom', realPath };
};

/** Names the folder under the system's place for application data. */
export const profileFolderName = (profile: Profile): string =>
  profile.kind === 'development' ? 'Stowkey Development' : 'Stowkey';

const profileDigest = (realPath: string): string =>
  createHash('sha256').update(realPath).digest('hex').slice(0, 8);

/**
 * Names the keychain service of a profile, so that no two profiles see one another's items.
 *
 * No name begins another, because Windows finds credentials by prefix, and none holds a `/`, because
 * keytar joins service and account with one there.
 */
export const keychainServiceName = (profile: Profile): string => {
  switch (profile.kind) {
    case 'default':
      return 'Stowkey';
    case 'development':
      return 'Dev-Stowkey';
    case 'custom':
      return `Profile-${profileDigest(profile.realPath)}-Stowkey`;
  }
};

/** Sets what a profile keeps outside of its folder apart from that of others; empty for the usual one. */
export const profileSuffix = (profile: Profile): string =>
  ({
    default: '',
    development: '-development',
    custom: profile.kind === 'custom' ? `-${profileDigest(profile.realPath)}` : '',
  })[profile.kind];

/**
 * Names the script that AWS profiles run, in the person's own folder: what AWS tools split at blanks
 * cannot lie below "Application Support". Each profile of the program has its own.
 */
export const credentialsScriptPath = (
  home: string,
  profile: Profile,
  platform: NodeJS.Platform,
): string => {
  const name = `stowkey-credentials${profileSuffix(profile)}`;
  return platform === 'win32'
    ? win32.join(home, '.stowkey', 'bin', `${name}.cmd`)
    : join(home, '.stowkey', 'bin', name);
};
