import { lstatSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { errorCodeOf } from '../platform/errno.ts';

type Prevented = { preventDefault: () => void };

/** What one start tells the one that has the profile. */
type StartKind = { readonly opensWindow: boolean };

/** The part of Electron's `app` that this file uses. */
type SingleInstanceApp = {
  readonly requestSingleInstanceLock: (told: StartKind) => boolean;
  on(
    event: 'second-instance',
    listener: (event: Prevented, args: string[], folder: string, told: unknown) => void,
  ): unknown;
  on(event: 'open-url', listener: (event: Prevented) => void): unknown;
  on(event: 'open-file', listener: (event: Prevented) => void): unknown;
};

const opensWindow = (told: unknown): boolean =>
  typeof told === 'object' && told !== null && 'opensWindow' in told && told.opensWindow === true;

/**
 * Claims the profile for this process; false means another has it, which has been told whether this
 * start was to open a window.
 *
 * What the second start was given besides (arguments, folder, URLs, files) comes from anybody. It is
 * neither read nor logged: nothing that Stowkey does is asked for that way.
 */
export const claimSingleInstance = (
  app: SingleInstanceApp,
  told: StartKind,
  onWindowWanted: () => void,
): boolean => {
  if (!app.requestSingleInstanceLock(told)) return false;
  app.on('second-instance', (_event, _arguments, _folder, other) => {
    if (opensWindow(other)) onWindowWanted();
  });
  app.on('open-url', (event) => event.preventDefault());
  app.on('open-file', (event) => event.preventDefault());
  return true;
};

/** Chromium waits 20 seconds for an owner that hangs, and then ends it. */
const turnWithinMs = 25_000;
const lookAgainMs = 10;

/**
 * Has the starts of one profile claim it one after the other.
 *
 * Chromium's own lock takes that of a start which does not listen yet for one left behind, unless the
 * program is named like Chrome: of two starts within a millisecond both had the profile. On Windows it
 * is a mutex. Where the folder holds no links, and after 25 seconds, the claim is made regardless.
 *
 * Source: `IsChromeProcess` and `NotifyOtherProcessWithTimeout` in Chromium's process_singleton_posix.cc.
 */
export const claimInTurn = (folder: string, claim: () => boolean): boolean => {
  if (process.platform === 'win32') return claim();
  const turn = join(folder, 'start.lock');
  const untilMs = performance.now() + turnWithinMs;
  while (isTaken(turn) && performance.now() < untilMs) pause(lookAgainMs);
  try {
    return claim();
  } finally {
    letGo(turn);
  }
};

/** Whether a start that lives has its turn; else this one has it. Says who has it by the link's target. */
const isTaken = (turn: string): boolean => {
  try {
    symlinkSync(String(process.pid), turn);
    return false;
  } catch (error) {
    if (errorCodeOf(error) !== 'EEXIST') return false;
  }
  try {
    if (!isLeftBehind(turn)) return true;
    rmSync(turn, { force: true });
  } catch (error) {
    // Something else than a link lies there, which is left alone; what was let go just now is gone.
    if (errorCodeOf(error) !== 'ENOENT') return false;
  }
  return isTaken(turn);
};

/** Numbers of processes are used again, soon after a boot above all, so age counts as well. */
const isLeftBehind = (turn: string): boolean => {
  const pid = Number(readlinkSync(turn));
  const ageMs = Math.abs(Date.now() - lstatSync(turn).mtimeMs);
  return pid === process.pid || ageMs > turnWithinMs || !isRunning(pid);
};

const letGo = (turn: string): void => {
  try {
    if (readlinkSync(turn) === String(process.pid)) rmSync(turn);
  } catch {
    // There was none to be had, or another start took it over.
  }
};

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return errorCodeOf(error) === 'EPERM';
  }
};

const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
