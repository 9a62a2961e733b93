import type { BrowserWindowConstructorOptions, TitleBarOverlayOptions } from 'electron';

/** What the window's edge is drawn in, as the page is; null where the system's own colours hold. */
export type EdgeColors = Required<Pick<TitleBarOverlayOptions, 'color' | 'symbolColor'>> | null;

const heightPixels = 36;

/** The buttons of a window, over its page. Pure. */
export const overlayOf = (colors: EdgeColors): TitleBarOverlayOptions => ({
  ...colors,
  height: heightPixels,
});

/**
 * Has the page reach to the upper edge of its window, which keeps the system's buttons there: macOS and
 * Windows. The page leaves that strip free, by `env(titlebar-area-height)`, and the window is moved by it.
 * Linux keeps the frame that its desktop draws. Pure.
 */
export const titleBarOf = (
  platform: NodeJS.Platform,
  colors: EdgeColors,
): Pick<BrowserWindowConstructorOptions, 'titleBarStyle' | 'titleBarOverlay'> => {
  if (platform === 'darwin') return { titleBarStyle: 'hiddenInset', titleBarOverlay: true };
  if (platform !== 'win32') return {};
  return { titleBarStyle: 'hidden', titleBarOverlay: overlayOf(colors) };
};
