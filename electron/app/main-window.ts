import type { BrowserWindow } from 'electron';
import type { FrameLike } from '../api/window/sender.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { Clock } from '../platform/interfaces.ts';
import { createTokenBucket } from '../platform/token-bucket.ts';
import type { Closing } from './closing.ts';

type MainWindowOptions = {
  readonly open: () => BrowserWindow;
  readonly closing: () => Closing;
  /** What is left to do while the window still has the keyboard. It settles soon in any case. */
  readonly beforeClose: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The window died again right after it was rebuilt. */
  readonly onHopeless: () => void;
};

/** How often a dead window is rebuilt: once, and again a minute later at the earliest. */
const rebuildLimit = { burst: 1, perSecond: 1 / 60 };

/**
 * Keeps the one window: opens it, brings it to the front, and rebuilds it when its process dies.
 * Main holds the state, so the new window shows what the old one did.
 */
export const createMainWindow = (options: MainWindowOptions) => {
  const { open, closing, beforeClose, clock, logger, onHopeless } = options;
  const rebuilds = createTokenBucket(rebuildLimit, clock);
  let current: BrowserWindow | null = null;
  let wasShown = false;
  let cancelHiding: () => void = () => {};

  const watch = (window: BrowserWindow): BrowserWindow => {
    let isReady = false;
    window.on('close', (event) => {
      if (isReady) return;
      event.preventDefault();
      if (closing() === 'minimises') {
        window.minimize();
        return;
      }
      isReady = true;
      void beforeClose().finally(() => {
        if (!window.isDestroyed()) window.close();
      });
    });
    window.on('closed', () => {
      if (current === window) current = null;
    });
    window.webContents.on('render-process-gone', (_event, { reason }) => {
      if (reason === 'clean-exit' || current !== window) return;
      logger.error('window process gone', { reason });
      if (!rebuilds.take()) {
        onHopeless();
        return;
      }
      // The new one first: with no window at all the program would quit.
      current = watch(open());
      window.destroy();
    });
    return window;
  };

  return {
    show: (): void => {
      wasShown = true;
      if (current === null) {
        current = watch(open());
        return;
      }
      if (current.isMinimized()) current.restore();
      current.show();
      current.focus();
    },
    current: () => current,
    /** It was opened at some time, if it is not open now. */
    wasShown: () => wasShown,
    contents: () => current?.webContents ?? null,
    /** Keeps the window out of captures while a secret is on it (macOS and Windows). */
    hideFromScreenshots: (untilEpochMs: number): void => {
      const window = current;
      cancelHiding();
      window?.setContentProtection(true);
      cancelHiding = clock.after(Math.max(0, untilEpochMs - clock.nowEpochMs()), () => {
        if (window?.isDestroyed() === false) window.setContentProtection(false);
      });
    },
    /** Tells whether a frame is the main frame of the window as it is now. */
    isOurFrame: (frame: FrameLike): boolean =>
      current !== null && !current.isDestroyed() && frame === current.webContents.mainFrame,
  };
};
