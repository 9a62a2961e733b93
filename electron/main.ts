import inspector from 'node:inspector';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, Menu, session } from 'electron';
import { registerAppScheme, serveBundle } from './app/app-protocol.ts';
import { findRefusedSwitch, refusalText } from './app/command-line.ts';
import { hardenApp } from './app/hardening.ts';
import { createFatalGuard, createQuitSequence } from './app/lifecycle.ts';
import { createMainWindow } from './app/main-window.ts';
import { menuTemplate } from './app/menu.ts';
import { openProfile } from './app/profile.ts';
import { claimSingleInstance } from './app/single-instance.ts';
import { windowPartition } from './app/web-preferences.ts';
import { openWindow } from './app/window.ts';
import { createLogFile } from './diagnostics/log-file.ts';
import { createLogger, terminalSink } from './diagnostics/logger.ts';
import { placeholderHandlers } from './ipc/handlers/placeholder.ts';
import { registerHandlers } from './ipc/registrar.ts';
import { systemClock } from './platform/clock.ts';
import { profilePaths } from './platform/paths.ts';
import { systemRandom } from './platform/random.ts';

const devtools = !app.isPackaged;

const run = (): void => {
  // Where things are kept, and the log, before anything can go wrong.
  const { folder } = openProfile(app);
  const paths = profilePaths(folder);
  const logger = createLogger({
    sinks: [createLogFile(paths.logFile), ...(app.isPackaged ? [] : [terminalSink])],
    clock: systemClock,
    minimumLevel: app.isPackaged ? 'info' : 'debug',
    homeDirectory: homedir(),
  });
  let exitCode = 0;
  const giveUp = (why: string): void => {
    exitCode = 1;
    dialog.showErrorBox('Stowkey has to close', why);
    app.quit();
  };
  const fatal = createFatalGuard({
    logger,
    leave: () => giveUp('Something went wrong. The log has the details.'),
  });
  process.on('uncaughtException', fatal.onException);
  process.on('unhandledRejection', fatal.onRejection);

  // What Electron must know before it is ready.
  hardenApp(app, devtools);
  registerAppScheme();

  const window = createMainWindow({
    open: () =>
      openWindow({
        preloadPath: join(__dirname, '../preload/bridge.cjs'),
        devtools,
        iconPath: null,
      }),
    clock: systemClock,
    logger,
    onHopeless: () => giveUp('Its window stopped working twice in a row.'),
  });
  if (!claimSingleInstance(app, () => void app.whenReady().then(window.show))) {
    app.exit(0);
    return;
  }

  const quit = createQuitSequence({
    tasks: () => [],
    boundMs: 1_000,
    clock: systemClock,
    logger,
  });
  app.on('will-quit', (event) => quit(event, () => app.exit(exitCode)));
  app.on('window-all-closed', () => app.quit());
  app.on('activate', window.show);

  void app.whenReady().then(() => {
    logger.info('started', { electron: process.versions.electron, platform: process.platform });
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([...menuTemplate({ platform: process.platform, devtools })]),
    );
    serveBundle(session.fromPartition(windowPartition), join(__dirname, '../renderer'));
    registerHandlers({
      handlers: placeholderHandlers(),
      isOurFrame: window.isOurFrame,
      logger,
      clock: systemClock,
      random: systemRandom,
    });
    window.show();
  });
};

const refused = findRefusedSwitch({
  arguments: process.argv.slice(1),
  packaged: app.isPackaged,
  inspectorActive: inspector.url() !== undefined,
  platform: process.platform,
  isRoot: process.getuid?.() === 0,
});
if (refused === null) {
  run();
} else {
  process.stderr.write(`${refusalText(refused)}\n`);
  app.exit(2);
}
