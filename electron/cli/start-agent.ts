import { spawn } from 'node:child_process';

/** Without a display, in whichever session the command runs; set from JavaScript it comes too late. */
const headless = '--ozone-platform=headless';
/** What the launcher passes for the sake of a command alone. */
const forCommands: ReadonlySet<string> = new Set([headless, '--disable-gpu', '--log-level=3']);

const backgroundSwitches = (switches: readonly string[]): readonly string[] => [
  ...switches.filter((each) => each !== headless),
  ...(process.platform === 'linux' ? [headless] : []),
];

/** Starts the program by itself: it outlives the caller, and keeps neither its folder nor its terminal. */
const startProgram = (program: string, switches: readonly string[]): void => {
  const child = spawn(program, [...switches], { cwd: '/', detached: true, stdio: 'ignore' });
  // The caller waits for the socket, and says so when none appears.
  child.once('error', () => {});
  child.unref();
};

/** Starts the program with its window, which takes over from one that has none. */
export const startWindow = (program: string, switches: readonly string[]): void =>
  startProgram(
    program,
    switches.filter((each) => !forCommands.has(each)),
  );

/** Tells whether a window can be shown in this session. */
export const hasDisplay = (): boolean =>
  process.platform !== 'linux' ||
  [process.env.DISPLAY, process.env.WAYLAND_DISPLAY].some((name) => (name ?? '') !== '');

/**
 * Starts the program in the background, with the switches that this one was started with, and does not
 * wait. Whoever comes second finds that the profile is taken, and leaves; so to start it twice does no harm.
 * `stays`: it does not leave when it is not used.
 */
export const startAgent = (program: string, switches: readonly string[], stays: boolean): void => {
  const background = stays ? '--background' : '--background=while-used';
  startProgram(program, [...backgroundSwitches(switches), background]);
};
