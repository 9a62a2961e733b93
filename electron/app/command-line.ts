/** Chromium's own switches that a release build takes. All others are refused, known or not. */
const allowedSwitches: ReadonlySet<string> = new Set([
  'user-data-dir',
  'class',
  'disable-dev-shm-usage',
  'disable-gpu',
  'display',
  'enable-wayland-ime',
  'force-device-scale-factor',
  'lang',
  'ozone-platform',
  'ozone-platform-hint',
]);

export type Start = {
  /** What follows the program's name. */
  readonly arguments: readonly string[];
  readonly packaged: boolean;
  /** `node:inspector` has an address: the program was started for a debugger. */
  readonly inspectorActive: boolean;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
};

/** Reads the switch's name as Chromium does: `--`, a single `-`, on Windows also `/`. */
const switchName = (argument: string, platform: NodeJS.Platform): string | null => {
  const prefix = platform === 'win32' ? /^(?:--?|\/)/ : /^--?/;
  const match = prefix.exec(argument);
  if (match === null || argument === '-') return null;
  return argument.slice(match[0].length).split('=', 1)[0] ?? '';
};

/**
 * Finds the first switch that a release build must not start with, or null.
 *
 * No fuse covers Chromium's switches: `--remote-debugging-port` would hand the window to any local
 * program, `--renderer-cmd-prefix` would run one, `--no-sandbox` and `--disable-web-security` take
 * walls away. There are over a thousand and more each release, hence a list of what is allowed.
 *
 * - From the sources everything is allowed.
 * - So it is with a node inspector. The release build has the `EnableNodeCliInspectArguments` fuse
 *   off, so there it can never be active; the test build, equal in all else, is driven through it
 *   by Playwright, which also passes `--remote-debugging-port`.
 * - Root may pass `--no-sandbox`: Chromium does not start as root without it.
 */
export const findRefusedSwitch = (start: Start): string | null => {
  if (!start.packaged || start.inspectorActive) return null;
  for (const argument of start.arguments) {
    // Chromium takes what follows a bare `--` as plain arguments.
    if (argument === '--') return null;
    const name = switchName(argument, start.platform);
    if (name === null || allowedSwitches.has(name)) continue;
    if (name === 'no-sandbox' && start.isRoot) continue;
    // Passed by older macOS to everything that is opened from the Finder.
    if (start.platform === 'darwin' && /^psn_\d+_\d+$/.test(name)) continue;
    return name;
  }
  return null;
};

/** Makes the sentence for the terminal; a strange name is not repeated. */
export const refusalText = (name: string): string => {
  const shown = /^[a-z][a-z0-9-]{0,60}$/i.test(name) ? `--${name}` : 'that switch';
  return `stowkey: not started, because ${shown} is not a switch that it takes`;
};
