import { expect, it } from 'vitest';
import { titleBarOf } from '../../../electron/app/title-bar.ts';

const colors = { color: '#ffffff', symbolColor: '#000000' } as const;

it.each([
  ['darwin', colors, { titleBarStyle: 'hiddenInset', titleBarOverlay: true }],
  ['win32', colors, { titleBarStyle: 'hidden', titleBarOverlay: { ...colors, height: 36 } }],
  // A contrast theme: the system's own colours.
  ['win32', null, { titleBarStyle: 'hidden', titleBarOverlay: { height: 36 } }],
  ['linux', colors, {}],
] as const)('the window’s upper edge on %s', (platform, edge, expected) => {
  expect(titleBarOf(platform, edge)).toEqual(expected);
});
