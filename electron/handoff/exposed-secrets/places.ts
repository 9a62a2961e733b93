import { basename, dirname, isAbsolute, join } from 'node:path';
import type { ExposedFileKind } from '../../../shared/exposed-secrets.ts';
import type { AwsFiles } from '../aws-config/paths.ts';

/** A file where a tool keeps keys. Links are followed within `root` alone. */
export type KnownFile = {
  readonly path: string;
  readonly root: string;
  readonly kind: ExposedFileKind;
  /** The name of the file beside it that we keep a copy of. */
  readonly backupOf?: string;
};

/** A folder of which some files are looked at, and none below it. */
type KnownFolder = KnownFile & { readonly has: (name: string) => boolean };

const shellFiles = [
  '.profile',
  '.bash_profile',
  '.bash_login',
  '.bashrc',
  '.zshenv',
  '.zprofile',
  '.zshrc',
  '.zlogin',
  '.config/fish/config.fish',
  '.config/powershell/profile.ps1',
  '.config/powershell/Microsoft.PowerShell_profile.ps1',
  'Documents/PowerShell/Microsoft.PowerShell_profile.ps1',
  'Documents/WindowsPowerShell/Microsoft.PowerShell_profile.ps1',
];

const endsIn =
  (end: string) =>
  (name: string): boolean =>
    name.endsWith(end);

/** Whether keys in a file of that kind can give way to a reference that its tool follows. */
export const isReplaced = (kind: ExposedFileKind): boolean =>
  kind === 'aws-credentials' || kind === 'aws-config' || kind === 'rclone';

/**
 * Lists where tools keep keys by their own documentation, on any system: what is not there costs one
 * look. A path that the environment names has its own folder for a root.
 */
export const knownPlaces = (
  env: NodeJS.ProcessEnv,
  aws: AwsFiles,
): { readonly files: readonly KnownFile[]; readonly folders: readonly KnownFolder[] } => {
  const { home } = aws;
  const at = (path: string, kind: ExposedFileKind): KnownFile => {
    const isOutside = isAbsolute(path) && !path.startsWith(join(home, '/'));
    return {
      path: isAbsolute(path) ? path : join(home, path),
      root: isOutside ? dirname(path) : home,
      kind,
    };
  };
  const named = (path: string | undefined, kind: ExposedFileKind): readonly KnownFile[] =>
    path !== undefined && isAbsolute(path) ? [at(path, kind)] : [];
  const inAppData = (path: string): string =>
    join(env.APPDATA ?? join(home, 'AppData/Roaming'), path);
  const settings = env.XDG_CONFIG_HOME;
  const files = [
    at(aws.credentials, 'aws-credentials'),
    at(aws.config, 'aws-config'),
    ...named(env.RCLONE_CONFIG, 'rclone'),
    ...named(settings === undefined ? undefined : join(settings, 'rclone/rclone.conf'), 'rclone'),
    at('.config/rclone/rclone.conf', 'rclone'),
    at('.rclone.conf', 'rclone'),
    at(inAppData('rclone/rclone.conf'), 'rclone'),
    ...named(env.S3CMD_CONFIG, 's3cmd'),
    at('.s3cfg', 's3cmd'),
    at(inAppData('s3cmd.ini'), 's3cmd'),
    at('.mc/config.json', 'mc'),
    at('.mcli/config.json', 'mc'),
    at('mc/config.json', 'mc'),
    at('.passwd-s3fs', 's3fs'),
    at('/etc/passwd-s3fs', 's3fs'),
    at('.duckdbrc', 'duckdb'),
    at('.duck/credentials', 'cyberduck'),
    ...shellFiles.map((path) => at(path, 'shell')),
  ];
  const folders = [
    { ...at('.duckdb/stored_secrets', 'duckdb'), has: endsIn('.duckdb_secret') },
    { ...at('.config/fish/conf.d', 'shell'), has: endsIn('.fish') },
    ...[
      '.duck/bookmarks',
      'Library/Application Support/Cyberduck/Bookmarks',
      'Library/Group Containers/G69SCX94XU.duck/Library/Application Support/duck/Bookmarks',
      inAppData('Cyberduck/Bookmarks'),
    ].map((path) => ({ ...at(path, 'cyberduck'), has: endsIn('.duck') })),
  ];
  // What was replaced is kept beside its file, keys and all, until the person removes it.
  const backups = files
    .filter(({ kind }) => isReplaced(kind))
    .map(({ path, root, kind }) => ({
      path: dirname(path),
      root,
      kind,
      backupOf: basename(path),
      has: (name: string) => name.startsWith(`${basename(path)}.stowkey-2`),
    }));
  return { files, folders: [...folders, ...backups] };
};

/** Whether a file of a picked folder is looked into: `.env`, `.env.production`, `web.env`, `.envrc`. */
export const isDotenv = (name: string): boolean => /^\.env(?:rc|\..+)?$|\.env$/i.test(name);

/** Folders within a picked one that others' code fills, or a version control system. */
export const isPassedOver = (name: string): boolean =>
  /^(?:\.git|\.hg|\.svn|node_modules|bower_components|\.venv|venv|\.tox|__pycache__|vendor|target)$/i.test(
    name,
  );
