import { copyFile, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packagedAppFolder } from './package-app.ts';

type LauncherOptions = {
  readonly flavour: 'release' | 'test';
  /** An empty folder for it; `XDG_CONFIG_HOME` has to be its `config`. */
  readonly folder: string;
  /** The profile that commands are for. */
  readonly userData: string;
};

export type Launcher = {
  readonly path: string;
  readonly env: { readonly XDG_CONFIG_HOME: string };
};

/**
 * Puts the packaged launcher beside a program that is the packaged one, told the profile; and, for root,
 * to start without Chromium's sandbox.
 */
export async function makeLauncher(options: LauncherOptions): Promise<Launcher> {
  const { flavour, folder, userData } = options;
  const packaged = packagedAppFolder(flavour);
  const config = join(folder, 'config');
  await mkdir(join(folder, 'resources/bin'), { recursive: true });
  await mkdir(config);
  await symlink(userData, join(config, 'Stowkey'));
  const path = join(folder, 'resources/bin/stowkey');
  await copyFile(join(packaged, 'resources/bin/stowkey'), path);
  const sandbox = process.getuid?.() === 0 ? ' --no-sandbox' : '';
  // That folder is for the launcher alone: to the program, the profile would be the usual one there.
  const program = `#!/bin/sh\nunset XDG_CONFIG_HOME\nexec '${packaged}/stowkey'${sandbox} '--user-data-dir=${userData}' "$@"\n`;
  await writeFile(join(folder, 'stowkey'), program, { mode: 0o755 });
  return { path, env: { XDG_CONFIG_HOME: config } };
}
