import type { BrowserWindow } from 'electron';
import { expect, it } from 'vitest';
import { createMainWindow } from '../../../electron/app/main-window.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { quietLogger } from '../../support/fakes/logger.ts';

/** A window whose captures hold what is on it, unless it is protected from them. */
const standIn = () => {
  let isProtected = false;
  let isGone = false;
  const window = {
    on: () => window,
    webContents: { on: () => {} },
    isDestroyed: () => isGone,
    setContentProtection: (on: boolean): void => {
      if (isGone) throw new TypeError('Object has been destroyed');
      isProtected = on;
    },
  };
  return {
    window: window as unknown as BrowserWindow,
    capture: (text: string): string => (isProtected ? '' : text),
    destroy: (): void => {
      isGone = true;
    },
  };
};

it('S10 no capture of the window holds a secret while one is shown', () => {
  const clock = createClock();
  const screen = standIn();
  const main = createMainWindow({
    open: () => screen.window,
    closing: () => 'ends',
    beforeClose: async () => {},
    clock,
    logger: quietLogger,
    onHopeless: () => {},
  });
  main.show();
  expect(screen.capture('list')).toBe('list');
  main.hideFromScreenshots(clock.nowEpochMs() + 20_000);
  expect(screen.capture('secret')).toBe('');
  // A second one is shown for as long as it takes, whenever the first one goes.
  clock.advance(15_000);
  main.hideFromScreenshots(clock.nowEpochMs() + 20_000);
  clock.advance(19_999);
  expect(screen.capture('secret')).toBe('');
  clock.advance(1);
  expect(screen.capture('list')).toBe('list');
  main.hideFromScreenshots(clock.nowEpochMs() + 20_000);
  screen.destroy();
  clock.advance(20_000);
});
