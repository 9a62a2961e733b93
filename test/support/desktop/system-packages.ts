import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { run } from '../processes/processes.ts';

type Say = (line: string) => void;

/**
 * What the tests and the demo take from the system. Where a name differs between releases (the
 * 64-bit time names of Debian 13 and Ubuntu 24.04) the alternatives stand in one line, and any of
 * them will do.
 */
export const neededPackages: readonly (readonly string[])[] = [
  ['xvfb'],
  ['xauth'],
  ['xdotool'],
  ['xclip'],
  ['sway'],
  ['mutter'],
  ['wl-clipboard'],
  ['wev'],
  ['dbus'],
  ['gnome-keyring'],
  ['libsecret-1-0'],
  ['libsecret-tools'],
  ['keepassxc'],
  ['libkf5wallet-bin'],
  ['libqca-qt5-2-plugins'],
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libnotify4'],
  ['libnss3'],
  ['libasound2', 'libasound2t64'],
  ['libgbm1'],
  ['libxss1'],
  ['libxtst6'],
  ['libdrm2'],
  ['libcups2', 'libcups2t64'],
  ['libatk-bridge2.0-0', 'libatk-bridge2.0-0t64'],
  ['libatspi2.0-0', 'libatspi2.0-0t64'],
  ['fonts-dejavu-core', 'fonts-liberation', 'fonts-liberation2', 'fonts-noto-core'],
  ['chromium'],
  ['util-linux'],
  ['iproute2'],
  ['ca-certificates'],
  ['python3-django-oauth-toolkit'],
  ['rclone'],
  ['awscli'],
  ['python3-boto3'],
  ['fish'],
  ['zsh'],
  ['curl'],
  ['strace'],
  ['python3-botocore'],
  ['python3-dotenv'],
  ['s3cmd'],
  ['restic'],
  ['debootstrap'],
  ['lintian'],
  ['desktop-file-utils'],
  ['appstream'],
  ['rpm'],
  ['cpio'],
];

const noKWallet = 'Without KWallet 5 its keychain tests are skipped.';
/**
 * Wanted, but not everywhere to be had, and what is said then: Ubuntu has Chromium as a snap only,
 * which no container runs, KDE has moved on to its sixth version, and Ubuntu 24.04 has no awscli.
 */
const optionalPackages: ReadonlyMap<string, string> = new Map([
  ['chromium', 'Without Chromium the tests that press buttons in a browser are skipped.'],
  ['libkf5wallet-bin', noKWallet],
  ['libqca-qt5-2-plugins', noKWallet],
  ['awscli', 'Without the AWS command line of this system its tests are skipped.'],
]);

/** What a machine without dpkg is asked for: the programs themselves. */
const neededPrograms = ['Xvfb', 'dbus-daemon', 'dbus-send', 'gnome-keyring-daemon', 'secret-tool'];

/** What differs between the machines of people. */
type Machine = {
  readonly isRoot: boolean;
  /** Where apt keeps its lists; without any it knows no package that is not installed. */
  readonly aptLists: string;
};

const thisMachine: Machine = {
  isRoot: process.getuid?.() === 0,
  aptLists: '/var/lib/apt/lists',
};

type Preparation = { readonly ready: true } | { readonly ready: false; readonly say: string };

/**
 * Sees to the system packages: installs missing ones as root on Debian and Ubuntu, and otherwise
 * says what a person has to run.
 */
export async function prepareSystem(
  say: Say = console.log,
  needed: readonly (readonly string[])[] = neededPackages,
  machine: Machine = thisMachine,
): Promise<Preparation> {
  // TMPDIR may name a folder that a new session has not made yet.
  mkdirSync(tmpdir(), { recursive: true });
  if (process.platform !== 'linux') {
    return {
      ready: false,
      say: `The tests and the demo need Linux (a D-Bus session and gnome-keyring of their own); this is ${process.platform}.`,
    };
  }
  if (!existsSync('/usr/bin/dpkg-query') || !existsSync('/usr/bin/apt-get')) {
    const absent = neededPrograms.filter((program) => !onPath(program));
    if (absent.length === 0) return { ready: true };
    return {
      ready: false,
      say: `Please install what provides ${absent.join(', ')} (virtual X server, D-Bus, gnome-keyring, libsecret), Chromium and the libraries of Electron.`,
    };
  }

  const missing = missingOf(needed, await installedPackages(needed.flat()));
  if (missing.length === 0) return { ready: true };
  const hasLists = hasAptLists(machine);
  if (hasLists && (await onlyUnobtainable(missing))) {
    sayWhatIsSkipped(missing, say);
    return { ready: true };
  }
  if (!machine.isRoot) {
    const names = hasLists ? (await installable(missing)).names : await likelyNames(missing);
    return {
      ready: false,
      say: `System packages are missing. Please run this once, then try again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${names.join(' ')}\n`,
    };
  }
  return installAll(missing, needed, say);
}

async function installAll(
  missing: readonly (readonly string[])[],
  needed: readonly (readonly string[])[],
  say: Say,
): Promise<Preparation> {
  const start = performance.now();
  say('Updating the list of system packages ...');
  // Without the mode, apt calls it a success when no list could be fetched.
  const updated = await aptGet(['-o', 'APT::Update::Error-Mode=any', 'update'], () => {});
  if (updated.code !== 0) say(`apt-get update failed (${updated.code}):\n${lastWords(updated)}`);
  const { names, unknown } = await installable(missing);
  if (unknown.length > 0) say(`This system has no package named ${unknown.join(', ')}.`);
  if (names.length > 0) {
    say(`Installing ${names.length} system packages: ${names.join(' ')}`);
    const done = await aptGet(['install', '-y', '--no-install-recommends', ...names], say);
    if (done.code !== 0) {
      return { ready: false, say: `apt-get install failed (${done.code}):\n${lastWords(done)}` };
    }
  }
  const still = missingOf(needed, await installedPackages(needed.flat()));
  const essential = still.filter((names) => !isOptional(names));
  if (essential.length > 0) {
    const list = essential.map((names) => names.join(' or ')).join(', ');
    return { ready: false, say: `These system packages cannot be had here: ${list}` };
  }
  sayWhatIsSkipped(still, say);
  say(`System packages are in place (${Math.round((performance.now() - start) / 1000)} s).`);
  return { ready: true };
}

function sayWhatIsSkipped(missing: readonly (readonly string[])[], say: Say): void {
  const lines = missing.flat().map((name) => optionalPackages.get(name) ?? '');
  for (const line of new Set(lines)) if (line !== '') say(line);
}

function lastWords({ stderr }: { readonly stderr: string }): string {
  return stderr.trim().split('\n').slice(-5).join('\n');
}

function hasAptLists({ aptLists }: Machine): boolean {
  return existsSync(aptLists) && readdirSync(aptLists).some((name) => name.includes('_Packages'));
}

/** Where apt knows no names, the installed ones tell whether libraries have their 64-bit time names. */
async function likelyNames(missing: readonly (readonly string[])[]): Promise<readonly string[]> {
  const installed = await installedPackages(['*t64']);
  return missing.map((names) => {
    const renamed = names.find((name) => name.endsWith('t64'));
    return (installed.size > 0 ? renamed : undefined) ?? names[0] ?? '';
  });
}

function isOptional(names: readonly string[]): boolean {
  return names.some((name) => optionalPackages.has(name));
}

/** True when this system has no such package, by lists that know what it does have. */
async function onlyUnobtainable(missing: readonly (readonly string[])[]): Promise<boolean> {
  if (!missing.every(isOptional)) return false;
  const { names } = await installable([...missing, ['xvfb']]);
  return names.length === 1 && names[0] === 'xvfb';
}

/** Those lines of `needed` of which no alternative is installed. */
export function missingOf(
  needed: readonly (readonly string[])[],
  installed: ReadonlySet<string>,
): readonly (readonly string[])[] {
  return needed.filter((names) => !names.some((name) => installed.has(name)));
}

async function installedPackages(names: readonly string[]): Promise<ReadonlySet<string>> {
  // Unknown names make it exit with 1 and complain; what it knows it lists all the same.
  const listed = await run('dpkg-query', [
    '-W',
    '-f',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the placeholders are dpkg's
    '${db:Status-Abbrev}\t${Package}\n',
    ...names,
  ]);
  return new Set(
    listed.stdout
      .split('\n')
      .filter((line) => line.startsWith('ii'))
      .map((line) => line.split('\t')[1] ?? ''),
  );
}

/** Picks of each line the name that apt can install here; `libasound2` is no more than a virtual one on newer systems. */
async function installable(
  missing: readonly (readonly string[])[],
): Promise<{ readonly names: readonly string[]; readonly unknown: readonly string[] }> {
  const known = await run('apt-cache', ['policy', ...missing.flat()]);
  const candidates = new Set(
    [...known.stdout.matchAll(/^(\S+):\n {2}Installed: .*\n {2}Candidate: (.*)$/gm)]
      .filter(([, , version]) => version !== '(none)')
      .map(([, name]) => name ?? ''),
  );
  const names: string[] = [];
  const unknown: string[] = [];
  for (const alternatives of missing) {
    const found = alternatives.find((name) => candidates.has(name));
    if (found === undefined) unknown.push(alternatives.join(' or '));
    else names.push(found);
  }
  return { names, unknown };
}

async function aptGet(args: readonly string[], say: Say): ReturnType<typeof run> {
  const waiting = setInterval(() => say('  ... still installing'), 15_000);
  try {
    return await run('apt-get', ['-q', '-o', 'DPkg::Lock::Timeout=120', ...args], {
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', NEEDRESTART_MODE: 'a' },
      timeoutMs: 20 * 60_000,
    });
  } finally {
    clearInterval(waiting);
  }
}

function onPath(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(':');
  return folders.some((folder) => existsSync(`${folder}/${program}`));
}
