import { spawn } from 'node:child_process';

/** Without a display, in whichever session the command runs; set from JavaScript it comes too late. */
const headless = '--ozone-platform=headless';

const backgroundSwitches = (switches: readonly string[]): readonly string[] => [
  ...switches.filter((each) => each !== headless),
  ...(process.platform === 'linux' ? [headless] : []),
];

/**
 * Starts the program in the background, with the switches that this one was started with, and does not
 * wait. Whoever comes second finds that the profile is taken, and leaves; so to start it twice does no harm.
 *
 * It keeps neither folder nor terminal of the caller. `stays`: it does not leave when it is not used.
 */
export const startAgent = (program: string, switches: readonly string[], stays: boolean): void => {
  const background = stays ? '--background' : '--background=while-used';
  const child = spawn(program, [...backgroundSwitches(switches), background], {
    cwd: '/',
    detached: true,
    stdio: 'ignore',
  });
  // The caller waits for the socket, and says so when none appears.
  child.once('error', () => {});
  child.unref();
};
