import { expect, it } from 'vitest';
import { lacksGpu, missingDisplaySwitches } from '../../../electron/app/display.ts';

const wayland = { WAYLAND_DISPLAY: 'wayland-1' };
const alone = { platform: 'linux', env: wayland, arguments: [], chosen: '' } as const;

it.each([
  ['Wayland alone', alone, ['--ozone-platform=wayland']],
  [
    'an empty DISPLAY',
    { ...alone, env: { ...wayland, DISPLAY: '' } },
    ['--ozone-platform=wayland'],
  ],
  ['X11 as well', { ...alone, env: { ...wayland, DISPLAY: ':0' } }, []],
  ['no display at all', { ...alone, env: {} }, []],
  ['a choice of the person', { ...alone, arguments: ['--ozone-platform=headless'] }, []],
  ['a choice of Electron', { ...alone, chosen: 'wayland' }, []],
  ['another system', { ...alone, platform: 'darwin' }, []],
] as const)('with %s the program starts over only where it must', (_name, start, switches) => {
  expect(missingDisplaySwitches(start)).toEqual(switches);
});

it.each([
  ['linux', [], true],
  ['linux', ['/dev/dri'], false],
  ['linux', ['/dev/nvidiactl'], false],
  ['linux', ['/dev/dxg'], false],
  ['darwin', [], false],
  ['win32', [], false],
] as const)('on %s with the devices %j there is no GPU: %s', (platform, devices, lacks) => {
  const present: readonly string[] = devices;
  expect(lacksGpu(platform, (path) => present.includes(path))).toBe(lacks);
});
