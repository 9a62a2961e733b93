import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { getConfig } from 'app-builder-lib/out/util/config/config.js';
import { build, type Configuration, Platform } from 'electron-builder';
import type { ElectronRuntime, Say } from './electron-runtime.ts';

export const projectFolder = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** `release` is what people would get; `test` opens the inspector that Playwright comes in by. */
type Flavour = 'release' | 'test';

type PackagedApp = {
  readonly flavour: Flavour;
  readonly folder: string;
  readonly executablePath: string;
  /** False when nothing had changed since the last time. */
  readonly built: boolean;
  readonly tookMs: number;
};

/** Where the packaged program of a flavour lies, whether built yet or not. */
export function packagedAppFolder(flavour: Flavour): string {
  return join(projectFolder, outputOf(flavour), 'linux-unpacked');
}

export function packagedAppExecutable(flavour: Flavour): string {
  return join(packagedAppFolder(flavour), 'stowkey');
}

/** Tells what a flavour changes in electron-builder.yml: nothing, or the one fuse for Playwright. */
function changesOf(flavour: Flavour): Configuration {
  return flavour === 'release' ? {} : { electronFuses: { enableNodeCliInspectArguments: true } };
}

/** Computes a flavour's configuration the way electron-builder itself does. */
export function builderConfig(flavour: Flavour): Promise<Configuration> {
  return getConfig(projectFolder, join(projectFolder, 'electron-builder.yml'), changesOf(flavour));
}

/** Packages `out/` with the given runtime, unless the last package was made of the same things. */
export async function packageApp(
  flavour: Flavour,
  runtime: ElectronRuntime,
  say: Say = console.log,
): Promise<PackagedApp> {
  const start = performance.now();
  const folder = packagedAppFolder(flavour);
  const executablePath = packagedAppExecutable(flavour);
  const config = await builderConfig(flavour);
  // Beside the program's folder, so that the program's folder holds the program alone.
  const stampFile = join(projectFolder, 'test-output', `packaged-${flavour}.sha256`);
  const stamp = await fingerprint(config, runtime);
  const previous = await readFile(stampFile, 'utf8').catch(() => '');
  const done = (built: boolean): PackagedApp => {
    const tookMs = Math.round(performance.now() - start);
    say(`${flavour} build: ${built ? 'packaged' : 'unchanged'} (${tookMs} ms) ${folder}`);
    return { flavour, folder, executablePath, built, tookMs };
  };
  if (previous === stamp && existsSync(executablePath)) return done(false);

  await rm(stampFile, { force: true });
  await build({
    projectDir: projectFolder,
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      ...changesOf(flavour),
      directories: { output: outputOf(flavour) },
      electronDist: runtime.distPath,
      electronVersion: runtime.version,
    },
  });
  if (runtime.kind === 'stand-in') {
    await writeFile(
      join(folder, 'FOR-EVALUATION-ONLY.txt'),
      `Built with a stand-in Electron ${runtime.version}, for tests alone. Not for use with real accounts.\n`,
    );
  }
  await mkdir(dirname(stampFile), { recursive: true });
  await writeFile(stampFile, stamp);
  return done(true);
}

function outputOf(flavour: Flavour): string {
  return flavour === 'release' ? 'dist' : 'test-output/app';
}

/** Digests what a package is made of: bundles, keytar, licences, launcher, configuration and runtime. */
async function fingerprint(config: Configuration, runtime: ElectronRuntime): Promise<string> {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([config, runtime]));
  const runtimeProgram = await stat(runtime.executablePath);
  hash.update(`${runtimeProgram.size} ${runtimeProgram.mtimeMs}`);
  const files = ['package.json', 'package-lock.json', 'LICENSE'];
  for (const name of files) {
    hash.update(await readFile(join(projectFolder, name)));
  }
  for (const folder of ['out', 'electron/app/icons', 'resources', 'scripts']) {
    const entries = await readdir(join(projectFolder, folder), {
      recursive: true,
      withFileTypes: true,
    });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
    for (const file of paths) {
      hash.update(`${file}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest('hex');
}
