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

/** By these a program on Linux reaches a GPU: the kernel's own, Nvidia's, and the one of WSL. */
const gpuDevices = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/**
 * Says that there is no GPU to draw with, as in many a virtual machine. Chromium finds that out by
 * starting processes that fail, and the first frame waits for each.
 */
export const lacksGpu = (platform: NodeJS.Platform, exists: (path: string) => boolean): boolean =>
  platform === 'linux' && !gpuDevices.some(exists);
