import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { debianMirror, must, toolsCache } from '../desktop/debian-packages.ts';
import { sandboxWorksFor } from '../desktop/sandbox.ts';
import type { User } from '../desktop/session-bus.ts';
import { endProcess, type Finished, failureOf, run, until } from '../processes/processes.ts';

const release = 'trixie';

/** Installed in every root, so that a test need not wait for it. */
const installed = [
  'libgtk-3-0t64',
  // Big, and what libgbm1 brings.
  'mesa-libgallium',
  // Reads profiles of AppArmor, with or without a kernel that has it.
  'apparmor',
];
/** Fetched alone: a package that wants them has to say so. */
const fetched = [
  'libsecret-1-0',
  'libnotify4',
  'libnss3',
  'libxss1',
  'libxtst6',
  'libatspi2.0-0t64',
  'libuuid1',
  'libasound2t64',
  'libgbm1',
  'xdg-utils',
];

/** An ordinary user, whom this machine and the root know by the same number: Debian's `nobody`. */
export const person: User = { uid: 65_534, gid: 65_534 };
export const personHome = '/home/person';

const inNewSpace = ['unshare', '--mount', '--pid', '--fork', '--kill-child'] as const;

/** Says why this machine cannot have a Debian system in a folder; null where it can. */
async function rootTrouble(): Promise<string | null> {
  if (process.getuid?.() !== 0) return 'only root can';
  if (!existsSync('/usr/sbin/debootstrap')) return 'there is no debootstrap';
  const mounts = await run(inNewSpace[0], [
    ...inNewSpace.slice(1),
    'mount',
    '-t',
    'tmpfs',
    'none',
    '/mnt',
  ]);
  if (mounts.code !== 0) return 'this machine lets nobody mount';
  return (await sandboxWorksFor(person)) ? null : 'this machine denies Chromium its sandbox';
}

/**
 * Makes a Debian system in a folder of the cache: bare, with the libraries that Electron needs.
 *
 * Null, said aloud, on systems without a Debian mirror among their sources of packages.
 */
export async function fetchDebianRoot(
  say: (line: string) => void = console.log,
): Promise<string | null> {
  const target = join(toolsCache, `root-${[release, ...installed, ...fetched].join('+')}`);
  const trouble = await rootTrouble();
  if (trouble === null && existsSync(target)) return target;
  const mirror = trouble === null ? await debianMirror() : null;
  if (mirror === null) {
    const why = trouble ?? 'no Debian mirror among the package sources';
    say(`Tests of the installed Debian package are SKIPPED: ${why}`);
    return null;
  }
  await mkdir(toolsCache, { recursive: true });
  const work = await mkdtemp(join(toolsCache, '.root-'));
  const root = join(work, 'root');
  try {
    say(`Making a Debian ${release} to install packages in (about 500 MB) ...`);
    const scripts = '/usr/share/debootstrap/scripts';
    const script = existsSync(`${scripts}/${release}`) ? release : 'sid';
    await must('debootstrap', ['--variant=minbase', release, root, mirror, `${scripts}/${script}`]);
    const inside = (...command: readonly string[]) =>
      must('env', ['DEBIAN_FRONTEND=noninteractive', 'chroot', root, ...command]);
    const install = ['apt-get', 'install', '-y', '--no-install-recommends'];
    await inside('apt-get', 'update');
    await inside(...install, ...installed);
    await inside('apt-get', 'clean');
    await inside(...install, '--download-only', ...fetched);
    await rename(root, target).catch((error: unknown) => {
      // Another run may have been quicker; its folder is as good.
      if (!existsSync(target)) throw error;
    });
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

type RunInside = {
  readonly user?: User;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
};

/** A running copy of that system, with processes and mounts of its own and this machine's network. */
export type DebianRoot = {
  /** Its files, as root of this machine sees them. */
  readonly path: string;
  readonly run: (command: readonly string[], options?: RunInside) => Promise<Finished>;
  /** Starts a program that stays. */
  readonly spawn: (command: readonly string[], options?: RunInside) => ChildProcess;
  readonly close: () => Promise<void>;
};

/** Starts a copy. `shared` are folders of this machine that lie at the same place in it. */
export async function startDebianRoot(
  base: string,
  shared: readonly string[],
): Promise<DebianRoot> {
  const folder = await mkdtemp(join(tmpdir(), 'stowkey-root-'));
  // By pivot_root, for in a chroot the system lets nobody have the namespaces of Chromium's sandbox.
  const script = `set -e
base=$1 folder=$2; shift 2
mkdir "$folder/root" "$folder/layers"
mount -t tmpfs tmpfs "$folder/layers"
mkdir "$folder/layers/upper" "$folder/layers/work"
mount -t overlay overlay -o "lowerdir=$base,upperdir=$folder/layers/upper,workdir=$folder/layers/work" "$folder/root"
cd "$folder/root"
mount -t proc proc proc
mount --rbind /dev dev
for each in /tmp/.X11-unix "$@"; do
  [ -d "$each" ] || continue
  mkdir -p ".$each"
  mount --bind "$each" ".$each"
done
mkdir old
install -d -o ${person.uid} -g ${person.gid} .${personHome}
pivot_root . old
umount -l old
echo ready
sleep infinity & wait
`;
  const [program, ...options] = inNewSpace;
  const init = spawn(program, [...options, 'sh', '-c', script, 'sh', base, folder, ...shared], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const close = async (): Promise<void> => {
    await endProcess(init);
    await rm(folder, { recursive: true, force: true });
  };
  const failure = failureOf(init, 'the Debian root');
  const ready = new Promise<void>((resolve) => {
    init.stdout.once('data', () => resolve());
  });
  try {
    await Promise.race([ready, failure]);
    // The first process of the new space is the only child.
    const pid = await until('the first process of the root', async () => {
      const children = await readFile(`/proc/${init.pid}/task/${init.pid}/children`, 'utf8');
      return children.trim().split(' ')[0] || undefined;
    });
    const enter = (
      command: readonly string[],
      { user = { uid: 0, gid: 0 }, env = {} }: RunInside = {},
    ): readonly string[] => [
      ...['--target', pid, '--mount', '--pid', '--', 'env', '-i', '-C', '/'],
      ...Object.entries({ PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8', ...env }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      ...['setpriv', `--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups', '--'],
      ...command,
    ];
    return {
      path: `/proc/${pid}/root`,
      run: (command, options) =>
        run('nsenter', enter(command, options), {
          timeoutMs: 120_000,
          ...(options?.input === undefined ? {} : { input: options.input }),
        }),
      spawn: (command, options) =>
        spawn('nsenter', enter(command, options), { stdio: ['ignore', 'pipe', 'pipe'] }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
