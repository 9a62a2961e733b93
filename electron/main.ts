import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { app, type BrowserWindow, session } from 'electron';
import { registerAppScheme, serveBundle } from './app/app-protocol.ts';
import { hardenApp } from './app/hardening.ts';
import { windowPartition } from './app/web-preferences.ts';
import { openWindow } from './app/window.ts';
import { quietLogger } from './diagnostics/logger.ts';
import { placeholderHandlers } from './ipc/handlers/placeholder.ts';
import { registerHandlers } from './ipc/registrar.ts';

let window: BrowserWindow | null = null;
hardenApp({ devtools: !app.isPackaged });
registerAppScheme();
app.on('window-all-closed', () => app.quit());
void app.whenReady().then(() => {
  serveBundle(session.fromPartition(windowPartition), join(__dirname, '../renderer'));
  registerHandlers({
    handlers: placeholderHandlers(),
    isOurFrame: (frame) => window !== null && frame === window.webContents.mainFrame,
    logger: quietLogger,
    clock: { monotonicMs: () => performance.now() },
    random: { uuid: () => randomUUID() },
  });
  window = openWindow({
    preloadPath: join(__dirname, '../preload/bridge.cjs'),
    devtools: !app.isPackaged,
    iconPath: null,
  });
});
