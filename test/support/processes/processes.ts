import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';

export type Finished = {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
};

type RunOptions = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> & {
  /** Text for standard input; without it the input is closed. */
  readonly input?: string;
  /** The process is killed after so long. */
  readonly timeoutMs?: number;
  /** Shows the output while it comes, besides collecting it. */
  readonly show?: boolean;
};

/** Runs a program to its end and collects what it said; rejects only when it cannot be started. */
export function run(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<Finished> {
  const { input, timeoutMs, show = false, ...spawnOptions } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], {
      ...spawnOptions,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let timedOut = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            child.kill('SIGKILL');
          }, timeoutMs);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (show) process.stdout.write(text);
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      if (show) process.stderr.write(text);
    });
    child.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, stdout, stderr, timedOut });
    });
    // A program may end before it has read its input; its exit code tells the story.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Resolves once the process has gone. */
export function untilExit(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
  });
}

/** Asks a process to end, kills it when it has not gone after `graceMs`, and waits for the end. */
export async function endProcess(child: ChildProcess, graceMs = 3_000): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = untilExit(child);
  // A stopped process takes SIGTERM only after it is continued.
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await gone;
  clearTimeout(timer);
}

/** Calls `check` until it gives a value, and rejects with `what` when the deadline passes. */
export async function until<T>(
  what: string,
  check: () => Promise<T | undefined> | T | undefined,
  { deadlineMs = 15_000, everyMs = 20 }: { deadlineMs?: number; everyMs?: number } = {},
): Promise<T> {
  const end = performance.now() + deadlineMs;
  for (;;) {
    const value = await check();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited ${deadlineMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Rejects when the process ends or cannot start, with what it said. */
export function failureOf(child: ChildProcess, name: string): Promise<never> {
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  const failure = new Promise<never>((_, reject) => {
    child.once('error', (error) => reject(new Error(`${name} does not start: ${error.message}`)));
    child.once('exit', (code) =>
      reject(new Error(`${name} ended with ${code}: ${complaint.trim()}`)),
    );
  });
  // Later, when nobody is waiting any more, its end is no news.
  failure.catch(() => {});
  return failure;
}

/** An environment as the libraries take it: without what is not set. */
export function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
