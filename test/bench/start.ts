import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout } from 'node:timers/promises';
import { endProcess } from '../support/processes/processes.ts';
import { familyMemoryMib } from './family.ts';
import type { Program } from './programs.ts';

export const milestones = ['main', 'ready', 'window', 'page', 'shown', 'drawn', 'done'] as const;
type Milestone = (typeof milestones)[number];

export type Start = {
  /** Milliseconds since the program was started. */
  readonly at: Readonly<Record<Milestone, number>>;
  /** Null when it was not asked for. */
  readonly idleMemoryMib: number | null;
};

type StartOptions = {
  readonly env: NodeJS.ProcessEnv;
  readonly userData: string;
};

/** A program whose window shows what it should. */
export type Started = {
  readonly at: Start['at'];
  readonly pid: number;
  /** Closes its window, as a person would; what has a tray stays there. */
  readonly closeWindow: () => Promise<void>;
  readonly end: () => Promise<void>;
};

const startLimitMs = 60_000;

/** Starts a program and times it until its window shows what it should. */
export const startTimed = async (
  program: Program,
  { env, userData }: StartOptions,
): Promise<Started> => {
  const startedMs = performance.now();
  const child = spawn(
    program.executablePath,
    // Chromium does not start its sandbox as root.
    [`--user-data-dir=${userData}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    {
      env: { ...env, STOWKEY_BENCH_MAIN: program.main, STOWKEY_BENCH_SELECTOR: program.selector },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const lines = createInterface({ input: child.stdout });
  const end = (): Promise<void> => endProcess(child);
  try {
    const at = await new Promise<Record<Milestone, number>>((resolve, reject) => {
      const passed: Partial<Record<Milestone, number>> = {};
      const fail = (why: string): void =>
        reject(new Error(`${why} after ${JSON.stringify(passed)}: ${complaint}`));
      const limit = globalThis.setTimeout(() => fail('not shown in time'), startLimitMs);
      child.once('error', reject);
      child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
      lines.on('line', (line) => {
        const name = milestones.find((each) => line === `milestone ${each}`);
        if (name === undefined) return;
        passed[name] = performance.now() - startedMs;
        if (name !== 'done') return;
        clearTimeout(limit);
        resolve(passed as Record<Milestone, number>);
      });
    });
    if (child.pid === undefined) throw new Error('it has no process');
    return {
      at,
      pid: child.pid,
      closeWindow: async () => {
        const closed = new Promise<void>((resolve) => {
          lines.on('line', (line) => {
            if (line === 'milestone closed') resolve();
          });
        });
        child.kill('SIGUSR2');
        await closed;
      },
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};

/** Times a start, and ends it. */
export const timeStart = async (
  program: Program,
  options: StartOptions & {
    /** How long the window is left alone before its memory is read; null asks for no reading. */
    readonly idleForMs: number | null;
    /** Has the window closed before, once this has resolved. */
    readonly mayClose?: () => Promise<void>;
  },
): Promise<Start> => {
  const { idleForMs, mayClose } = options;
  const { at, pid, closeWindow, end } = await startTimed(program, options);
  try {
    if (idleForMs === null) return { at, idleMemoryMib: null };
    if (mayClose !== undefined) {
      await mayClose();
      await closeWindow();
    }
    await setTimeout(idleForMs);
    return { at, idleMemoryMib: await familyMemoryMib(pid) };
  } finally {
    await end();
  }
};
