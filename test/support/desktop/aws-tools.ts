import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../processes/processes.ts';

/**
 * The Debian release whose AWS tools are taken, whatever release this machine runs: awscli 2.23.6 and
 * boto3 1.37.9 send checksums behind the body unless told otherwise, as every later version does.
 */
const release = 'trixie';
const packages = ['awscli', 'python3-boto3'];

type AwsTools = {
  readonly aws: string;
  /** A Python that has boto3. */
  readonly python: string;
};

/**
 * Gives the AWS command line and a Python with boto3, both of one Debian release, which is unpacked
 * with everything below it into a folder of its own: nothing is installed, so an ordinary user can.
 *
 * Null, said aloud, where they cannot be had: without a Debian mirror among the system's package
 * lists, or without a network.
 */
export async function fetchAwsTools(
  say: (line: string) => void = console.log,
): Promise<AwsTools | null> {
  const caches = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'stowkey');
  const folder = join(caches, `aws-tools-${release}`);
  try {
    if (!existsSync(folder)) await unpackInto(folder, say);
    return { aws: join(folder, 'bin', 'aws'), python: join(folder, 'bin', 'python3') };
  } catch (error) {
    say(`Tests with the AWS command line and boto3 are SKIPPED: ${String(error)}`);
    return null;
  }
}

/** The folder appears by one rename, so an interrupted run leaves none or all. */
async function unpackInto(target: string, say: (line: string) => void): Promise<void> {
  const mirror = await debianMirror();
  await mkdir(dirname(target), { recursive: true });
  const work = await mkdtemp(join(dirname(target), '.aws-tools-'));
  try {
    say(`Fetching the AWS tools of Debian ${release} (about 45 MB) ...`);
    const archives = await download(work, mirror);
    const root = join(work, 'root');
    for (const archive of archives) await must('dpkg-deb', ['-x', archive, root]);
    await writeStarters(root);
    await rename(root, target).catch((error: unknown) => {
      // Another run may have been quicker; its folder is as good.
      if (!existsSync(target)) throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** The mirror that this system takes its own packages from, whether or not it has their lists. */
async function debianMirror(): Promise<string> {
  const listed = await run('apt-get', ['update', '--print-uris']);
  const mirror = /^'(\S+\/debian)\/dists\//m.exec(listed.stdout)?.[1];
  if (mirror === undefined) throw new Error('no Debian mirror among the sources of packages');
  return mirror;
}

/** Has apt work out and fetch all that the packages need, as if nothing were installed. */
async function download(work: string, mirror: string): Promise<readonly string[]> {
  const list = join(work, 'sources.list');
  const status = join(work, 'status');
  const cache = join(work, 'cache');
  await mkdir(join(work, 'lists', 'partial'), { recursive: true });
  await mkdir(join(cache, 'archives', 'partial'), { recursive: true });
  await writeFile(status, '');
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
  const archives = join(cache, 'archives');
  return (await readdir(archives))
    .filter((name) => name.endsWith('.deb'))
    .map((name) => join(archives, name));
}

/** The tools run with the loader and the libraries of their own release. */
async function writeStarters(root: string): Promise<void> {
  const triplet = (await readdir(join(root, 'usr/lib'))).find((name) =>
    name.endsWith('-linux-gnu'),
  );
  const libraries = `usr/lib/${triplet}`;
  const loader = (await readdir(join(root, libraries))).find((name) => name.startsWith('ld-linux'));
  const python = (await readdir(join(root, 'usr/bin'))).find((name) => /^python3\.\d+$/.test(name));
  const start = (script: string): string =>
    `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")
PYTHONHOME="$root/usr" exec "$root/${libraries}/${loader}" --library-path "$root/${libraries}" "$root/usr/bin/${python}" ${script}"$@"
`;
  for (const [name, script] of [
    ['python3', ''],
    ['aws', '"$root/usr/bin/aws" '],
  ] as const) {
    await mkdir(join(root, 'bin'), { recursive: true });
    await writeFile(join(root, 'bin', name), start(script));
    await chmod(join(root, 'bin', name), 0o755);
  }
}

async function must(command: string, args: readonly string[]): Promise<void> {
  const done = await run(command, args, { timeoutMs: 10 * 60_000 });
  if (done.code === 0) return;
  const why = done.stderr.trim().split('\n').slice(-3).join('\n');
  throw new Error(`${command} failed (${done.code}): ${why}`);
}
