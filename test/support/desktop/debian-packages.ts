import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../processes/processes.ts';

/** Where tools that were fetched stay from one run to the next. */
export const toolsCache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'stowkey');

type PackageSet = {
  /** The release that they are taken from, whatever release this machine runs. */
  readonly release: string;
  /** Unpacked with everything below them. */
  readonly packages: readonly string[];
  /** Unpacked by themselves. */
  readonly alone?: readonly string[];
  /** In megabytes. */
  readonly size: number;
  /** Makes of the unpacked root what is wanted. */
  readonly finish: (root: string) => Promise<void>;
};

/**
 * Unpacks packages of a Debian release into a folder of their own in the cache: nothing is installed, so
 * an ordinary user can.
 *
 * Null, said aloud, on systems without a Debian mirror among their sources of packages. Throws where
 * there is one and the packages cannot be had.
 */
export async function unpackedPackages(
  set: PackageSet,
  say: (line: string) => void,
): Promise<string | null> {
  const { release, packages, alone = [] } = set;
  const target = join(toolsCache, [release, ...packages, ...alone].join('+'));
  if (existsSync(target)) return target;
  const mirror = await debianMirror();
  if (mirror === null) {
    say(
      `Tests with ${packages.join(', ')} are SKIPPED: no Debian mirror among the package sources`,
    );
    return null;
  }
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(dirname(target), '.unpack-'));
  try {
    say(`Fetching ${packages.join(', ')} of Debian ${release} (about ${set.size} MB) ...`);
    const root = join(work, 'root');
    for (const archive of await download(work, mirror, set))
      await must('dpkg-deb', ['-x', archive, root]);
    await set.finish(root);
    // By one rename, so an interrupted run leaves none or all.
    await rename(root, target).catch((error: unknown) => {
      // Another run may have been quicker; its folder is as good.
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The mirror that this system takes its own packages from, whether or not it has their lists. */
export async function debianMirror(): Promise<string | null> {
  const listed = await run('apt-get', ['update', '--print-uris']);
  return /^'(\S+\/debian)\/dists\//m.exec(listed.stdout)?.[1] ?? null;
}

/** Has apt work out and fetch all that the packages need, as if nothing were installed. */
async function download(
  work: string,
  mirror: string,
  { release, packages, alone = [] }: PackageSet,
): Promise<readonly string[]> {
  const list = join(work, 'sources.list');
  const status = join(work, 'status');
  const cache = join(work, 'cache');
  const archives = join(cache, 'archives');
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await writeFile(status, '');
  await mkdir(join(archives, 'partial'), { recursive: true });
  const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';
  await writeFile(list, `deb [signed-by=${keyring}] ${mirror} ${release} main\n`);
  const options = [
    ['Dir::Etc::SourceList', list],
    ['Dir::Etc::SourceParts', '/dev/null'],
    ['Dir::State::Lists', join(work, 'lists')],
    ['Dir::State::status', status],
    ['Dir::Cache', cache],
    ['APT::Sandbox::User', 'root'],
  ].flatMap(([name, value]) => ['-o', `${name}=${value}`]);
  await must('apt-get', [...options, 'update']);
  const install = ['install', '--download-only', '--no-install-recommends', '-y', ...packages];
  await must('apt-get', [...options, ...install]);
  if (alone.length > 0) await must('apt-get', [...options, 'download', ...alone], archives);
  return (await readdir(archives))
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

export async function must(command: string, args: readonly string[], cwd?: string): Promise<void> {
  const done = await run(command, args, { timeoutMs: 10 * 60_000, ...(cwd && { cwd }) });
  if (done.code === 0) return;
  const why = done.stderr.trim().split('\n').slice(-3).join('\n');
  throw new Error(`${command} failed (${done.code}): ${why}`);
}
