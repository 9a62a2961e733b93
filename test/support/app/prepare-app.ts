import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sandboxTrouble } from '../desktop/sandbox.ts';
import { prepareSystem } from '../desktop/system-packages.ts';
import { run } from '../processes/processes.ts';
import { type ElectronRuntime, resolveElectronRuntime, type Say } from './electron-runtime.ts';
import { packageApp, projectFolder } from './package-app.ts';

const sources = ['electron', 'renderer', 'shared'];
const settings = [
  'electron.vite.config.ts',
  'electron-builder.yml',
  'package.json',
  'package-lock.json',
];

/**
 * Sees to everything that the packaged test build needs: system packages, runtime, bundles, package.
 * What has not changed since the last time is not done again. Throws what a person can act on.
 */
export async function prepareApp(say: Say = console.log): Promise<ElectronRuntime> {
  const system = await prepareSystem(say);
  if (!system.ready) throw new Error(system.say);
  const trouble = await sandboxTrouble();
  if (trouble !== undefined) throw new Error(`Nothing can be started: ${trouble}.`);
  const runtime = await resolveElectronRuntime(say);
  if (runtime.kind === 'none') throw new Error(`There is no Electron to run: ${runtime.reason}`);
  await buildBundles(say);
  await packageApp('test', runtime, say);
  return runtime;
}

async function buildBundles(say: Say): Promise<void> {
  const stampFile = join(projectFolder, 'test-output', 'built.sha256');
  const fingerprint = async (): Promise<string> => digest([...sources, 'out'], settings);
  const before = await readFile(stampFile, 'utf8').catch(() => '');
  if (before !== '' && before === (await fingerprint().catch(() => 'nothing built'))) {
    say('build: unchanged');
    return;
  }
  say('Building ...');
  const tool = join(projectFolder, 'node_modules/electron-vite/bin/electron-vite.js');
  const done = await run(process.execPath, [tool, 'build', '--logLevel', 'warn'], {
    cwd: projectFolder,
  });
  if (done.code !== 0) throw new Error(`The build failed:\n${done.stdout}${done.stderr}`);
  await mkdir(join(projectFolder, 'test-output'), { recursive: true });
  await writeFile(stampFile, await fingerprint());
}

async function digest(folders: readonly string[], files: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  const paths = files.map((name) => join(projectFolder, name));
  for (const folder of folders) {
    const entries = await readdir(join(projectFolder, folder), {
      recursive: true,
      withFileTypes: true,
    });
    for (const entry of entries) {
      if (entry.isFile()) paths.push(join(entry.parentPath, entry.name));
    }
  }
  for (const path of paths.sort()) {
    hash.update(`${path}\0`);
    hash.update(await readFile(path));
  }
  return hash.digest('hex');
}
