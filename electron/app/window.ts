import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';
import { bundleOrigin } from '../api/window/sender.ts';
import type { Clock } from '../platform/interfaces.ts';
import { windowWebPreferences } from './web-preferences.ts';
import { windowBackground } from './window-background.ts';

type WindowOptions = {
  readonly preloadPath: string;
  readonly devtools: boolean;
  /** Needed on Linux only; elsewhere the icon is in the package. */
  readonly iconPath: string | null;
  /** The display is Wayland's, not X11's. */
  readonly wayland: boolean;
  readonly clock: Pick<Clock, 'after'>;
};

const backgroundColor = (): string =>
  windowBackground[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];

/** How long a page may keep its window hidden. */
const hiddenMs = 2_000;

/**
 * Opens the one window; it appears when its page is drawn, or after two seconds.
 *
 * On Wayland it is there at once: a hidden window draws nothing, so `ready-to-show` never comes
 * (electron#48859), and where there is no GPU it stays undrawn when it is shown later.
 */
export const openWindow = (options: WindowOptions): BrowserWindow => {
  const { preloadPath, devtools, iconPath, wayland, clock } = options;
  const webPreferences: WebPreferences = windowWebPreferences({ preloadPath, devtools });
  const window = new BrowserWindow({
    title: 'Stowkey',
    width: 1100,
    height: 720,
    minWidth: 720,
    minHeight: 520,
    show: wayland,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    ...(iconPath === null ? {} : { icon: iconPath }),
    webPreferences,
  });
  const followTheme = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  const appear = (): void => {
    cancelWaiting();
    window.off('ready-to-show', appear);
    if (!window.isVisible()) window.show();
  };
  const cancelWaiting = clock.after(hiddenMs, appear);
  window.on('ready-to-show', appear);
  window.once('closed', () => {
    cancelWaiting();
    nativeTheme.removeListener('updated', followTheme);
  });
  // The title never follows the page: nothing of a connection may show in task lists.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${bundleOrigin}/`).catch(() => {
    // 'did-fail-load' and 'render-process-gone' tell the same, and lifecycle acts on them.
  });
  return window;
};
