import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { endProcess, until } from '../processes/processes.ts';
import { packagedAppExecutable } from './package-app.ts';

type ReleaseOptions = {
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv;
  readonly userData: string;
  readonly args?: readonly string[];
  readonly cwd?: string;
  /** Default: the release build. */
  readonly executablePath?: string;
};

/** A program that nothing drives and nothing looks into: the system alone tells about it. */
export type Release = {
  /** What the process that was started ended with; null while it runs. */
  readonly exitCode: () => number | null;
  /**
   * The program's main processes, whether started directly or started again by itself. One that it starts is
   * among them until it has become what it is to be, for some milliseconds.
   */
  readonly pids: () => readonly number[];
  readonly output: () => string;
  /** It has ended, and whatever it started too. */
  readonly isOver: () => boolean;
  readonly end: () => Promise<void>;
};

/** Starts the release build and waits until it runs, or has ended. */
export async function startRelease(options: ReleaseOptions): Promise<Release> {
  const { env, userData, args = [], cwd } = options;
  const profile = `--user-data-dir=${userData}`;
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(
    options.executablePath ?? packagedAppExecutable('release'),
    [...sandbox, profile, ...args],
    { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  // Once nobody holds its output any more, which a program that it started would.
  let isClosed = false;
  child.once('close', () => {
    isClosed = true;
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const pids = (): readonly number[] => programsOf(userData);
  // Chromium makes these once the network service of a running application is up.
  const runs = (): boolean =>
    ['Local Storage', 'Network'].some((name) => existsSync(join(userData, name)));
  await until('a program that runs, or ends', () => runs() || isClosed || undefined);
  return {
    exitCode: () => child.exitCode,
    pids,
    output: () => output,
    isOver: () => isClosed,
    end: async () => {
      await endProcess(child);
      for (const pid of pids()) process.kill(pid, 'SIGTERM');
      await until('the end of the program', () => pids().length === 0 || undefined);
    },
  };
}

/** Pids of the programs' main processes on this profile, in the background as well (Linux). */
export function programsOf(userData: string): readonly number[] {
  const argument = `--user-data-dir=${userData}`;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const list = commandLine(pid).split(' ');
      return list.includes(argument) && !list.some((each) => each.startsWith('--type='));
    })
    .map(Number);
}

/** What a process was started with, joined by blanks; empty when it is gone. */
export function commandLine(pid: number | string): string {
  try {
    // The system puts NULs there, and Chromium soon blanks.
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return '';
  }
}
