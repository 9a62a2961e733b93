import type { StartRefusal } from '../../shared/words/program.ts';

/** Our own switch, and those of Chromium's that a release build takes. */
const allowedSwitches: ReadonlySet<string> = new Set([
  'background',
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

/**
 * Switches with a value that they need. The launcher passes the first: on a terminal, Chromium's
 * complaints about a machine without display or message bus would stand between the lines of a command.
 */
const allowedWhole: ReadonlySet<string> = new Set(['--log-level=3']);

/**
 * Parts what the program was started with at the first `--`: switches stand before it, and a command
 * line behind it. Null where there is none. Neither Chromium nor Node reads a switch behind it
 * (base/command_line.cc, kSwitchTerminator).
 */
export const partArguments = (
  all: readonly string[],
): { readonly switches: readonly string[]; readonly words: readonly string[] | null } => {
  const at = all.indexOf('--');
  return at === -1
    ? { switches: all, words: null }
    : { switches: all.slice(0, at), words: all.slice(at + 1) };
};

export type StartConditions = {
  /** What follows the program's name, but no command line. */
  readonly arguments: readonly string[];
  readonly packaged: boolean;
  /** `node:inspector` has an address: the program was started for a debugger. */
  readonly inspectorActive: boolean;
  readonly platform: NodeJS.Platform;
  readonly isRoot: boolean;
};

/**
 * Files and addresses that a desktop hands over: they begin like a path, a URL or a name. Nothing
 * that Chromium could take for a switch does, neither after it has trimmed white space off both ends
 * nor on Windows, where `/` begins one.
 */
const plainArgument = (platform: NodeJS.Platform): RegExp =>
  platform === 'win32' ? /^[\p{L}\p{N}._~\\]/u : /^[\p{L}\p{N}._~/]/u;

const isAllowed = (argument: string, { platform, isRoot }: StartConditions): boolean => {
  const name = /^--([a-z-]+)(?:=|$)/.exec(argument)?.[1];
  if (name === undefined) {
    // Passed by older macOS to everything that is opened from the Finder.
    const fromFinder = platform === 'darwin' && /^-psn_\d+_\d+$/.test(argument);
    return fromFinder || plainArgument(platform).test(argument);
  }
  return (
    allowedSwitches.has(name) ||
    allowedWhole.has(argument) ||
    (isRoot && argument === '--no-sandbox')
  );
};

/**
 * Finds the first argument that a release build must not start with, or null.
 *
 * No fuse covers Chromium's switches: `--remote-debugging-port` would hand the window to any local
 * program, `--renderer-cmd-prefix` would run one, `--no-sandbox` and `--disable-web-security` take
 * walls away. There are over a thousand and more each release, and Chromium reads them in many
 * spellings (` --x`, `-x`, `/x`, `--X`; base/command_line.cc), hence a list of what may be there, in
 * one spelling.
 *
 * - From the sources everything is allowed.
 * - So it is with a node inspector. The release build has the `EnableNodeCliInspectArguments` fuse
 *   off, so there it can never be active; the test build, equal in all else, is driven through it
 *   by Playwright, which also passes `--remote-debugging-port`.
 * - Root may pass `--no-sandbox`: Chromium does not start as root without it.
 */
export const findRefusedArgument = (start: StartConditions): string | null => {
  if (!start.packaged || start.inspectorActive) return null;
  return start.arguments.find((argument) => !isAllowed(argument, start)) ?? null;
};

/** Names a refused argument as far as it may be repeated: no strange argument, no switch's value. */
export const argumentRefusal = (argument: string): StartRefusal => ({
  reason: 'argument',
  name: /^--[a-z][a-z0-9-]{0,60}(?==|$)/i.exec(argument)?.[0] ?? null,
});
