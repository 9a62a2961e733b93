/** How this start is to run. */
export type StartMode = {
  /** Without a window until one is asked for. */
  readonly background: boolean;
  /** A command began it, and nobody asked for it to stay: it leaves when it is not used. */
  readonly leavesUnused: boolean;
  /** A window can be shown. */
  readonly hasDisplay: boolean;
};

/** Reads the mode from what follows the program's name. `chosen` is Chromium's `ozone-platform`. */
export const startMode = (given: readonly string[], chosen: string): StartMode => {
  const value = given.find((each) => /^--background(?:=|$)/.test(each));
  return {
    background: value !== undefined,
    leavesUnused: value === '--background=while-used',
    hasDisplay: chosen !== 'headless',
  };
};

/** Switches that a command of this program needs as well: they say which profile it is, and how to run. */
const keptByCommands = /^--(?:user-data-dir=|no-sandbox$|disable-dev-shm-usage$)/;

/** An AppImage is begun by its own file, if it is this program's: other programs' set the variable too. */
const fileOf = ({
  execPath,
  env,
  platform,
}: Pick<NodeJS.Process, 'execPath' | 'env' | 'platform'>) => {
  const { APPIMAGE: image = '', APPDIR: mount = '' } = env;
  const isOurs = platform === 'linux' && mount !== '' && execPath.startsWith(`${mount}/`);
  return isOurs && image !== '' ? image : execPath;
};

/** Gives how this very program is begun on this profile. */
export const ownProgram = (
  given: readonly string[],
  process: Pick<NodeJS.Process, 'execPath' | 'env' | 'platform'>,
): readonly [file: string, ...switches: string[]] => [
  fileOf(process),
  ...given.filter((each) => keptByCommands.test(each)),
];

/**
 * Gives how a command of this very program is begun, up to the `--`. An AppImage is begun by its own
 * file: what runs inside of it is gone with it.
 */
export const ownCommand = (
  given: readonly string[],
  { execPath, env, platform }: Pick<NodeJS.Process, 'execPath' | 'env' | 'platform'>,
): readonly string[] => [
  ...ownProgram(given, { execPath, env, platform }),
  ...(platform === 'linux' ? ['--ozone-platform=headless'] : []),
  // What Chromium would say of a machine without a display is no line of ours.
  '--disable-gpu',
  '--log-level=3',
];
