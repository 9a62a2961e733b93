import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';
import { bundleOrigin } from '../api/window/sender.ts';
import type { Clock } from '../platform/interfaces.ts';
import { type EdgeColors, overlayOf, titleBarOf } from './title-bar.ts';
import { windowWebPreferences } from './web-preferences.ts';
import { windowBackground, windowSymbols } from './window-background.ts';

type WindowOptions = {
  readonly preloadPath: string;
  readonly devtools: boolean;
  /** Needed on Linux only; elsewhere the icon is in the package. */
  readonly iconPath: string | null;
  /** The display is Wayland's, not X11's. */
  readonly wayland: boolean;
  readonly clock: Pick<Clock, 'after'>;
};

const theme = () => (nativeTheme.shouldUseDarkColors ? 'dark' : 'light');
const backgroundColor = (): string => windowBackground[theme()];
/** A contrast theme has its own. */
const edgeColors = (): EdgeColors =>
  nativeTheme.shouldUseHighContrastColors
    ? null
    : { color: backgroundColor(), symbolColor: windowSymbols[theme()] };

type AskWindowOptions = Pick<WindowOptions, 'preloadPath' | 'devtools' | 'iconPath'>;

/** Loads a page of the bundle into a window, and keeps the window's background and title as they are. */
const settleIn = (window: BrowserWindow, page: string): void => {
  const followTheme = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.once('closed', () => nativeTheme.removeListener('updated', followTheme));
  // The title never follows the page: nothing of a connection may show in task lists.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${bundleOrigin}${page}`).catch(() => {
    // 'did-fail-load' and 'render-process-gone' tell the same, and lifecycle acts on them.
  });
};

/** How long a page may keep its window hidden. */
const hiddenMs = 2_000;

/**
 * Opens the main window; it appears when its page is drawn, or after two seconds.
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
    ...titleBarOf(process.platform, edgeColors()),
    ...(iconPath === null ? {} : { icon: iconPath }),
    webPreferences,
  });
  if (process.platform === 'win32') {
    const followTheme = (): void => window.setTitleBarOverlay(overlayOf(edgeColors()));
    nativeTheme.on('updated', followTheme);
    window.once('closed', () => nativeTheme.removeListener('updated', followTheme));
  }
  const appear = (): void => {
    cancelWaiting();
    window.off('ready-to-show', appear);
    if (!window.isVisible()) window.show();
  };
  const cancelWaiting = clock.after(hiddenMs, appear);
  window.on('ready-to-show', appear);
  window.once('closed', cancelWaiting);
  settleIn(window, '/');
  return window;
};

/**
 * Opens the small window that asks. It comes above all others and leaves the keyboard where it is: what
 * a person is typing elsewhere is no answer. Its page is drawn only once the window can be seen.
 */
export const openAskWindow = ({ preloadPath, devtools, iconPath }: AskWindowOptions) => {
  const window = new BrowserWindow({
    title: 'Stowkey',
    width: 420,
    height: 280,
    minWidth: 320,
    minHeight: 240,
    useContentSize: true,
    center: true,
    show: false,
    alwaysOnTop: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    ...(iconPath === null ? {} : { icon: iconPath }),
    webPreferences: windowWebPreferences({ preloadPath, devtools }),
  });
  window.showInactive();
  settleIn(window, '/ask.html');
  return window;
};
