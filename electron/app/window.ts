import { BrowserWindow, nativeTheme, type WebPreferences } from 'electron';
import { bundleOrigin } from '../ipc/sender.ts';
import { windowWebPreferences } from './web-preferences.ts';
import { windowBackground } from './window-background.ts';

type WindowOptions = {
  readonly preloadPath: string;
  readonly devtools: boolean;
  /** Needed on Linux only; elsewhere the icon is in the package. */
  readonly iconPath: string | null;
};

const backgroundColor = (): string =>
  windowBackground[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];

/** Opens the one window; it appears when its page is drawn. */
export const openWindow = ({ preloadPath, devtools, iconPath }: WindowOptions): BrowserWindow => {
  const webPreferences: WebPreferences = windowWebPreferences({ preloadPath, devtools });
  const window = new BrowserWindow({
    title: 'Stowkey',
    width: 1100,
    height: 720,
    minWidth: 720,
    minHeight: 520,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: backgroundColor(),
    ...(iconPath === null ? {} : { icon: iconPath }),
    webPreferences,
  });
  const followTheme = (): void => window.setBackgroundColor(backgroundColor());
  nativeTheme.on('updated', followTheme);
  window.once('closed', () => nativeTheme.removeListener('updated', followTheme));
  window.once('ready-to-show', () => window.show());
  // The title never follows the page: nothing of a connection may show in task lists.
  window.on('page-title-updated', (event) => event.preventDefault());
  void window.loadURL(`${bundleOrigin}/`).catch(() => {
    // 'did-fail-load' and 'render-process-gone' tell the same, and lifecycle acts on them.
  });
  return window;
};
