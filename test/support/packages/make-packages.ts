import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arch, build, type Configuration, Platform } from 'electron-builder';
import { writeLinuxFiles } from '../../../scripts/linux-files.ts';
import { builderConfig, projectFolder } from '../app/package-app.ts';

export type LinuxTarget = 'deb' | 'rpm' | 'AppImage';

type Order = {
  readonly targets: readonly LinuxTarget[];
  readonly archs: readonly ('x64' | 'arm64')[];
  readonly config: Configuration;
  /** Taken as it is, where the program is packed already. */
  readonly packedFolder?: string;
  readonly version?: string;
  /** Default: the best, which takes minutes. */
  readonly compression?: 'gzip' | 'none';
};

/** Makes packages for Linux, and gives their paths. fpm is the one on the PATH, or the stand-in. */
export async function makeLinuxPackages(order: Order): Promise<readonly string[]> {
  const { targets, archs, config, packedFolder, version, compression } = order;
  await writeLinuxFiles(projectFolder, version);
  if (await isOnPath('fpm')) process.env.USE_SYSTEM_FPM = 'true';
  else process.env.CUSTOM_FPM_PATH ??= join(dirname(fileURLToPath(import.meta.url)), 'fpm');
  const { deb, rpm } = await builderConfig('release');
  const packed = (name: 'deb' | 'rpm', how: string): Configuration => ({
    [name]: { fpm: [...((name === 'deb' ? deb : rpm)?.fpm ?? []), `--${name}-compression=${how}`] },
  });
  const quick =
    compression === undefined
      ? {}
      : {
          ...packed('deb', compression === 'gzip' ? 'gz' : compression),
          ...packed('rpm', compression),
        };
  return build({
    projectDir: projectFolder,
    targets: Platform.LINUX.createTarget([...targets], ...archs.map((arch) => Arch[arch])),
    publish: 'never',
    ...(packedFolder === undefined ? {} : { prepackaged: packedFolder }),
    config: {
      ...config,
      ...quick,
      ...(version === undefined ? {} : { extraMetadata: { version } }),
    },
  });
}

/** Tells whether a program is in a folder of the PATH. */
export async function isOnPath(program: string): Promise<boolean> {
  const folders = (process.env.PATH ?? '').split(':').filter((folder) => folder !== '');
  const lists = await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])));
  return lists.flat().includes(program);
}
