import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import type { Variable } from '../handoff/formats/environment/variables.ts';
import { failure } from './failure.ts';
import { type WindowsCall, windowsCall, withVariables } from './windows-program.ts';

/**
 * Runs a program on this one's streams until it ends, and gives its exit code. What ends programs from the
 * terminal reaches both; this one stays, to take back what it lent.
 */
export const runProgram = (
  { file, args, isVerbatim }: WindowsCall,
  env: Readonly<Record<string, string>>,
): Promise<number> =>
  new Promise((resolve, reject) => {
    const stay = (): void => {};
    process.on('SIGINT', stay);
    const child = spawn(file, [...args], {
      env,
      stdio: 'inherit',
      windowsVerbatimArguments: isVerbatim,
    });
    child.once('error', (error) => reject(failure('no-program', error)));
    child.once('exit', (code) => resolve(code ?? 1));
  });

const isFile = (path: string): boolean => {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
};

/** Runs a command of Windows with these variables in its environment alone. */
export const runWindowsCommand = (
  command: readonly string[],
  variables: readonly Variable[],
): Promise<number> =>
  runProgram(windowsCall(command, process.env, isFile), withVariables(process.env, variables));
