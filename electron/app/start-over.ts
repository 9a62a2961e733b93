import { spawn } from 'node:child_process';

/**
 * Starts the program anew with the same arguments and these added, the same folder and terminal, and
 * the environment as it is now; calls back once it runs (true) or cannot be started (false). The caller exits then.
 *
 * Not `app.relaunch`: its helper runs from the program's own file, which an AppImage takes away with
 * the first process (electron-builder#1727), and on Linux it closes the terminal's output.
 */
export const startOver = (added: readonly string[], done: (isRunning: boolean) => void): void =>
  startNext([process.execPath, ...process.argv.slice(1), ...added], done);

/** Does so with another program, or other arguments. */
export const startNext = (
  [program = '', ...args]: readonly string[],
  done: (isRunning: boolean) => void,
): void => {
  const child = spawn(program, args, {
    // Outlives this process: on Windows it would end with it.
    detached: true,
    stdio: 'inherit',
  });
  child.once('spawn', () => done(true));
  child.once('error', () => done(false));
  child.unref();
};

/**
 * Runs a command line anew with the environment as it is now, and gives its exit code; null where it
 * cannot be started. It ends with the terminal of this process.
 */
export const runOver = (done: (exitCode: number | null) => void): void => {
  const child = spawn(process.execPath, process.argv.slice(1), { stdio: 'inherit' });
  child.once('exit', (code) => done(code));
  child.once('error', () => done(null));
};
