type DisplayStart = {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** What follows the program's name. */
  readonly arguments: readonly string[];
  /** Chromium's `ozone-platform`, given or chosen by Electron itself; empty when neither. */
  readonly chosen: string;
};

/**
 * Gives the switches that the program must start over with to reach the only display there is.
 *
 * With Wayland alone Electron looks for X11 and ends, unless `XDG_SESSION_TYPE` says `wayland` (since
 * 38; `ELECTRON_OZONE_PLATFORM_HINT` until then). It looks before our first line runs, so
 * `appendSwitch` comes too late. Pure.
 */
export const missingDisplaySwitches = (start: DisplayStart): readonly string[] => {
  const { platform, env, chosen } = start;
  if (platform !== 'linux' || chosen === 'wayland') return [];
  if (start.arguments.some((each) => each.startsWith('--ozone-platform='))) return [];
  const has = (name: string): boolean => (env[name] ?? '') !== '';
  return has('WAYLAND_DISPLAY') && !has('DISPLAY') ? ['--ozone-platform=wayland'] : [];
};
