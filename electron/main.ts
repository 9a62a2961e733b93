import inspector from 'node:inspector';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { app, dialog, Menu, powerMonitor, session } from 'electron';
import type { AppInfo } from '../shared/schemas.ts';
import { closingWords } from '../shared/words/program.ts';
import { registerAppScheme, serveBundle } from './app/app-protocol.ts';
import { argumentRefusal, findRefusedArgument } from './app/command-line.ts';
import { missingDisplaySwitches } from './app/display.ts';
import { settleEnvironment } from './app/environment.ts';
import { hardenApp } from './app/hardening.ts';
import icon from './app/icons/256x256.png?asset';
import { createFatalGuard, createQuitSequence } from './app/lifecycle.ts';
import { createMainWindow } from './app/main-window.ts';
import { menuTemplate } from './app/menu.ts';
import { openProfile } from './app/profile.ts';
import { refuse, refuseWithoutProfile } from './app/refusal.ts';
import { claimSingleInstance } from './app/single-instance.ts';
import { startOver } from './app/start-over.ts';
import { windowPartition } from './app/web-preferences.ts';
import { openWindow } from './app/window.ts';
import { createLogFile } from './diagnostics/log-file.ts';
import { createLogger, terminalSink } from './diagnostics/logger.ts';
import { systemClock } from './platform/clock.ts';
import { profilePaths } from './platform/paths.ts';
import type { Services } from './services.ts';

/** Set by the build: this program's version, and the runtime it is made and tested for. */
declare const __APP_VERSION__: string;
declare const __EXPECTED_ELECTRON__: string;

const devtools = !app.isPackaged;

const majorOf = (version: string): string => version.split('.')[0] ?? '';

const platforms = ['linux', 'darwin', 'win32'] as const;

const info: AppInfo = {
  version: __APP_VERSION__,
  electronVersion: process.versions.electron,
  expectedElectronVersion: __EXPECTED_ELECTRON__,
  evaluationRuntime: majorOf(process.versions.electron) !== majorOf(__EXPECTED_ELECTRON__),
  platform: platforms.find((each) => each === process.platform) ?? 'other',
};

/** `leftOut` names the environment variables that the program was started again without. */
const run = (leftOut: readonly string[]): void => {
  // Where things are kept, and the log, before anything can go wrong.
  const place = openProfile(app);
  if (place.kind === 'unwritable') {
    refuseWithoutProfile(place.folder);
    return;
  }
  const { profile, folder } = place;
  const paths = profilePaths(folder);
  const logger = createLogger({
    sinks: [createLogFile(paths.logFile), ...(app.isPackaged ? [] : [terminalSink])],
    clock: systemClock,
    minimumLevel: app.isPackaged ? 'info' : 'debug',
    homeDirectory: homedir(),
  });
  if (leftOut.length > 0)
    logger.warn('started again without these variables', { names: leftOut.join(' ') });
  let exitCode = 0;
  const giveUp = (why: keyof typeof closingWords.reasons): void => {
    exitCode = 1;
    dialog.showErrorBox(closingWords.title, closingWords.reasons[why]);
    app.quit();
  };
  const fatal = createFatalGuard({
    logger,
    leave: () => giveUp('failed'),
  });
  process.on('uncaughtException', fatal.onException);
  process.on('unhandledRejection', fatal.onRejection);

  // What Electron must know before it is ready.
  hardenApp(app, devtools);
  // Chromium stores nothing here that needs a key of its own, so it shall not ask the keychain for one.
  app.commandLine.appendSwitch('password-store', 'basic');
  registerAppScheme();
  // Keeps Electron from building a menu of its own first.
  Menu.setApplicationMenu(null);

  const window = createMainWindow({
    open: () =>
      openWindow({
        preloadPath: join(__dirname, '../preload/bridge.cjs'),
        devtools,
        iconPath: process.platform === 'linux' ? icon : null,
        wayland: app.commandLine.getSwitchValue('ozone-platform') === 'wayland',
        clock: systemClock,
      }),
    beforeClose: async () => services?.onClosing(),
    clock: systemClock,
    logger,
    onHopeless: () => giveUp('window-gone'),
  });
  let services: Services | null = null;
  // Nobody opens a window before its protocol and handlers are there.
  let opened = false;
  const showOpened = (): void => {
    if (opened) window.show();
  };
  if (!claimSingleInstance(app, showOpened)) {
    app.exit(0);
    return;
  }

  const open = (): void => {
    serveBundle(
      session.fromPartition(windowPartition),
      join(__dirname, '../renderer'),
      () => starting,
    );
    opened = true;
    window.show();
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([...menuTemplate({ platform: process.platform, devtools })]),
    );
  };
  // Nearly all of the code, and the list on disk, load while the window's process starts; its page
  // comes after that.
  const starting = app
    .whenReady()
    .then(open)
    .then(() => import('./program.ts'))
    .then(({ startProgram }) =>
      startProgram({
        info,
        profile,
        paths,
        logger,
        window,
        resolveProxy: (origin) => app.resolveProxy(origin),
      }),
    );

  const quit = createQuitSequence({
    tasks: () => [{ name: 'services', run: async () => (await starting).stop() }],
    // Long enough for an answer on its way to be kept, a spent refresh token's above all.
    boundMs: 3_000,
    clock: systemClock,
    logger,
  });
  app.on('will-quit', (event) => quit(event, () => app.exit(exitCode)));
  app.on('window-all-closed', () => app.quit());
  app.on('activate', showOpened);

  const start = async (): Promise<void> => {
    const started = await starting;
    services = started;
    logger.info('started', { ...info });
    app.on('browser-window-focus', () => void started.onFocus());
    // Timers stand still while the machine sleeps, so what was copied goes before.
    powerMonitor.on('lock-screen', () => void started.onScreenLock());
    powerMonitor.on('suspend', () => void started.onScreenLock());
    powerMonitor.on('resume', started.renewal.schedule);
    started.start();
  };
  start().catch((error: unknown) => {
    logger.fatal('could not start', { error });
    giveUp('not-started');
  });
};

const begin = (): void => {
  const inspectorActive = inspector.url() !== undefined;
  const refused = findRefusedArgument({
    arguments: process.argv.slice(1),
    packaged: app.isPackaged,
    inspectorActive,
    platform: process.platform,
    isRoot: process.getuid?.() === 0,
  });
  if (refused !== null) {
    refuse(2, argumentRefusal(refused));
    return;
  }
  // Whoever attaches a debugger chose the environment for it, such as Playwright.
  const environment = settleEnvironment(inspectorActive ? {} : process.env, process.platform);
  // The debugger would lose sight of a new start, so it has to choose the display as well.
  const switches = inspectorActive
    ? []
    : missingDisplaySwitches({
        platform: process.platform,
        env: process.env,
        arguments: process.argv.slice(1),
        chosen: app.commandLine.getSwitchValue('ozone-platform'),
      });
  if (environment.kind === 'refused') refuse(2, { reason: 'environment' });
  else if (environment.kind === 'clean' && switches.length === 0) run(environment.leftOut);
  else {
    startOver(switches, (isRunning) => {
      if (isRunning) app.exit(0);
      else refuse(1, { reason: 'restart' });
    });
  }
};
begin();
