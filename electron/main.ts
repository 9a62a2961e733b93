import { existsSync } from 'node:fs';
import inspector from 'node:inspector';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { app, dialog, Menu, nativeTheme, powerMonitor, session } from 'electron';
import { firstFrameFile } from '../shared/first-frame.ts';
import { languageOf, localeFor, speakIn } from '../shared/languages.ts';
import type { AppInfo } from '../shared/schemas.ts';
import type { Settings } from '../shared/settings.ts';
import { spokenLocale } from '../shared/words/messages.ts';
import { closingWords } from '../shared/words/program.ts';
import type { AgentServer } from './api/agent/server.ts';
import { registerCalls } from './api/window/registrar.ts';
import { registerAppScheme, serveBundle } from './app/app-protocol.ts';
import { type Closing, closingOf } from './app/closing.ts';
import { argumentRefusal, findRefusedArgument, partArguments } from './app/command-line.ts';
import { leaveMemoryOutOfDumps } from './app/core-dumps.ts';
import { lacksGpu, missingDisplaySwitches } from './app/display.ts';
import { settleEnvironment } from './app/environment.ts';
import { createFirstFrame } from './app/first-frame.ts';
import { cutOff, hardenApp } from './app/hardening.ts';
import icon from './app/icons/256x256.png?asset';
import { leaveUnused, whenOutdated, whenUnneeded } from './app/leave-unused.ts';
import { createFatalGuard, createQuitSequence } from './app/lifecycle.ts';
import { createMainWindow } from './app/main-window.ts';
import { menuTemplate } from './app/menu.ts';
import { notify } from './app/notification.ts';
import { watchOwnFile } from './app/own-file.ts';
import { findProfileFolder, openProfile } from './app/profile.ts';
import { refuse, refuseWithoutProfile } from './app/refusal.ts';
import { claimInTurn, claimSingleInstance } from './app/single-instance.ts';
import { createStartAtLogin } from './app/start-at-login.ts';
import { ownCommand, ownProgram, startMode } from './app/start-mode.ts';
import { runOver, startNext, startOver } from './app/start-over.ts';
import { windowPartition } from './app/web-preferences.ts';
import { openAskWindow, openWindow } from './app/window.ts';
import { createLogFile } from './diagnostics/log-file.ts';
import { createLogger, terminalSink } from './diagnostics/logger.ts';
import { agentPaths } from './platform/agent-paths.ts';
import { systemClock } from './platform/clock.ts';
import { quitsWithinMs } from './platform/leaving-times.ts';
import { profilePaths, profileSuffix } from './platform/paths.ts';
import type { Program } from './program.ts';
import type { Services } from './services.ts';
import { takeFirstSettings } from './storage/first-settings.ts';
import { takeFirstLook } from './storage/metadata/first-look.ts';
import { saveWhole } from './storage/save-whole.ts';

/** Set by the build: this program's version, the runtime it is made and tested for, and its own page. */
declare const __APP_VERSION__: string;
declare const __EXPECTED_ELECTRON__: string;
declare const __PROJECT_PAGE__: string;

const devtools = !app.isPackaged;

/** How long the program is not loaded when no page asks for it. */
const unaskedMs = 5_000;

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
const start = (leftOut: readonly string[]): void => {
  // Where things are kept, and the log, before anything can go wrong.
  const place = openProfile(app);
  if (place.kind === 'unwritable') {
    refuseWithoutProfile(place.folder);
    return;
  }
  const { profile, folder } = place;
  const paths = profilePaths(folder);
  const agentSocket = agentPaths(folder, process.platform).socket;
  const mode = startMode(process.argv.slice(1), app.commandLine.getSwitchValue('ozone-platform'));
  let logLevel: Settings['logLevel'] = 'info';
  const useSettings = (settings: Pick<Settings, 'theme' | 'logLevel'>): void => {
    // Chromium takes the page's colours and the system's own dialogs from it.
    nativeTheme.themeSource = settings.theme;
    logLevel = settings.logLevel;
  };
  const logger = createLogger({
    sinks: [createLogFile(paths.logFile), ...(app.isPackaged ? [] : [terminalSink])],
    clock: systemClock,
    minimumLevel: () => (app.isPackaged ? logLevel : 'debug'),
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
  if (lacksGpu(process.platform, existsSync)) app.disableHardwareAcceleration();
  registerAppScheme();
  // Keeps Electron from building a menu of its own first.
  Menu.setApplicationMenu(null);

  let isQuitting = false;
  app.on('before-quit', () => {
    isQuitting = true;
  });
  const closing = (): Closing => {
    const now = services?.snapshot();
    return closingOf({
      closeToTray: now?.settings.closeToTray === true,
      tray: now?.desktop.tray === true,
      isQuitting,
    });
  };
  const inWindow = {
    preloadPath: join(__dirname, '../preload/bridge.cjs'),
    devtools,
    iconPath: process.platform === 'linux' ? icon : null,
  };
  const window = createMainWindow({
    open: () =>
      openWindow({
        ...inWindow,
        wayland: app.commandLine.getSwitchValue('ozone-platform') === 'wayland',
        clock: systemClock,
      }),
    closing,
    beforeClose: async () => services?.onClosing(),
    clock: systemClock,
    logger,
    onHopeless: () => giveUp('window-gone'),
  });
  let services: Services | null = null;
  let agent: AgentServer | null = null;
  // Nobody opens a window before its protocol and handlers are there.
  let opened = false;
  const showOpened = (): void => {
    if (opened) window.show();
  };
  /** Another start has a display, waits for the profile, and answers from then on. */
  const giveWay = async (): Promise<void> => {
    logger.info('leaving to a start with a display');
    await agent?.stop();
    app.quit();
  };

  const own = ownProgram(process.argv.slice(1), process);
  /** Begins when this one has put everything away and let go of the profile. */
  let next: readonly string[] | null = null;
  const restart = (added: readonly string[]): void => {
    next = [...own, ...added];
    app.quit();
  };
  const end = (): void => {
    if (next === null) {
      app.exit(exitCode);
      return;
    }
    app.releaseSingleInstanceLock();
    startNext(next, () => app.exit(exitCode));
  };

  const setMenu = (): void =>
    Menu.setApplicationMenu(
      Menu.buildFromTemplate([
        ...menuTemplate({
          platform: process.platform,
          devtools,
          go: (place) => {
            window.show();
            void program().then(({ go }) => go(place));
          },
        }),
      ]),
    );
  const speak = (chosen: Settings['language']): Promise<void> =>
    speakIn(localeFor(chosen, app.getPreferredSystemLanguages()));

  const bundleFolder = join(__dirname, '../renderer');

  const open = (firstFrame: () => Promise<string | null>): void => {
    const pages = session.fromPartition(windowPartition);
    // Chromium hears of it before it hears of any page.
    void cutOff(pages);
    serveBundle(pages, {
      folder: bundleFolder,
      locale: spokenLocale,
      firstFrame,
    });
    registerCalls(async () => (await program()).listeners);
    opened = true;
    if (!mode.background) window.show();
    setMenu();
  };
  const quit = createQuitSequence({
    tasks: () => [
      { name: 'agent', run: async () => agent?.stop() },
      { name: 'services', run: async () => (await loading)?.services.stop() },
    ],
    boundMs: quitsWithinMs,
    clock: systemClock,
    logger,
  });
  const startOnce = async (): Promise<Program> => {
    const { startProgram } = await import('./program.ts');
    const loaded = await startProgram({
      info,
      profile,
      isPackaged: app.isPackaged,
      paths,
      logger,
      window,
      resolveProxy: (origin) => app.resolveProxy(origin),
      hasDisplay: mode.hasDisplay,
      ownCommand: ownCommand(process.argv.slice(1), process),
      openAskWindow: () => openAskWindow(inWindow),
      notify,
      showWindow: showOpened,
      startAtLogin: createStartAtLogin({
        app,
        platform: process.platform,
        command: own,
        suffix: profileSuffix(profile),
        configHome: app.getPath('appData'),
        write: saveWhole,
      }),
      quit: () => app.quit(),
      restart: () => restart([]),
      useSettings,
      speak: async (chosen) => {
        await speak(chosen);
        setMenu();
      },
      licencesFile: join(process.resourcesPath, 'THIRD-PARTY-NOTICES.txt'),
      projectPage: __PROJECT_PAGE__,
    });
    const started = loaded.services;
    services = started;
    logger.info('started', { ...info });
    if (app.isPackaged) void watchOwnFile(own[0], onReplaced);
    app.on('browser-window-focus', () => void started.onFocus());
    // Timers stand still while the machine sleeps, so what was copied goes before.
    powerMonitor.on('lock-screen', loaded.onScreenLock);
    powerMonitor.on('suspend', loaded.onScreenLock);
    powerMonitor.on('resume', started.renewal.schedule);
    started.start();
    systemClock.after(0, () => {
      loaded.startAgent().then(onAgent, (error: unknown) => {
        logger.error('agent could not be started', { error });
      });
    });
    return loaded;
  };
  const onAgent = (server: AgentServer): void => {
    agent = server;
    powerMonitor.on('resume', () => void server.check());
    if (mode.leavesUnused) leaveUnused({ ...use, patience: whenUnneeded, leave: () => app.quit() });
  };
  const use = {
    isInUse: () =>
      agent === null ||
      agent.underWay() > 0 ||
      window.current() !== null ||
      services?.consumers.hasLoans() === true ||
      services?.snapshot().operations.some(({ status }) => status === 'running') === true ||
      // Who leaves takes the key along.
      services?.vault.view()?.open === true,
    lastUsedMs: () => agent?.lastUsedMs() ?? systemClock.monotonicMs(),
    clock: systemClock,
  };
  const onReplaced = (): void => {
    logger.info('its own file was replaced');
    services?.noteDesktop({ outdated: true });
    // Where no window says so, the newer program takes over by itself, as hidden as this one.
    const hidden = ['--background', ...(mode.hasDisplay ? [] : ['--ozone-platform=headless'])];
    const leave = (): void => (mode.leavesUnused ? app.quit() : restart(hidden));
    leaveUnused({ ...use, patience: whenOutdated, leave });
  };
  let loading: Promise<Program> | null = null;
  const fail = (error: unknown): void => {
    logger.fatal('could not start', { error });
    giveUp('not-started');
  };
  /**
   * Loads nearly all of the code the first time, which keeps this process busy. So the page asks for it,
   * by its first call: it has drawn its first frame then.
   */
  const program = (): Promise<Program> => {
    if (loading === null) {
      loading = startOnce();
      loading.catch(fail);
    }
    return loading;
  };

  const run = (): void => {
    app.on('will-quit', (event) => quit(event, end));
    // The window that asks comes and goes; an agent in the background outlives it.
    app.on('window-all-closed', () => {
      if (closing() !== 'stays-in-tray' && (window.wasShown() || !mode.background)) app.quit();
    });
    app.on('activate', showOpened);
    // Begun before Electron is ready, while nothing else is to do.
    const firstSettings = takeFirstSettings(paths.settingsFile);
    const spoken = firstSettings
      .then(({ language }) => speak(language))
      // What cannot be loaded is said in English.
      .catch((error: unknown) => logger.error('a language could not be loaded', { error }));
    const firstFrame = createFirstFrame({
      templatePath: spoken.then(() =>
        join(bundleFolder, firstFrameFile(languageOf(spokenLocale()) ?? 'en')),
      ),
      listed: takeFirstLook(paths.metadataFile),
      settings: firstSettings,
      info,
      clock: systemClock,
      logger,
    });
    app
      .whenReady()
      .then(async () => {
        useSettings(await firstSettings);
        await spoken;
        open(firstFrame);
        // A page that never runs shall not keep credentials from being renewed.
        systemClock.after(mode.background ? 0 : unaskedMs, () => void program());
      })
      .catch(fail);
  };

  // Loaded when it is needed: its part of Node is one that an ordinary start goes without.
  const takeProfileOver = async (claim: () => boolean): Promise<boolean> => {
    const { askAbout } = await import('./api/agent/about.ts');
    const { takeOver } = await import('./app/take-over.ts');
    return takeOver({
      ownerHasWindow: async () => (await askAbout(agentSocket))?.window ?? null,
      claim,
      clock: systemClock,
    });
  };
  const claim = (): boolean =>
    claimInTurn(folder, () =>
      claimSingleInstance(app, { opensWindow: !mode.background }, () =>
        mode.hasDisplay ? showOpened() : void giveWay(),
      ),
    );
  if (claim()) run();
  else if (mode.background) app.exit(0);
  else takeProfileOver(claim).then((taken) => (taken ? run() : app.exit(0)), fail);
};

/** Runs the words behind `--`, in a process that does nothing else. */
const runCommand = async (words: readonly string[], switches: readonly string[]): Promise<void> => {
  const { serveCommandLine } = await import('./cli/main.ts');
  await serveCommandLine({
    words,
    switches,
    profileFolder: findProfileFolder(app),
    version: info.version,
    exit: (code) => app.exit(code),
  });
};

const begin = (): void => {
  leaveMemoryOutOfDumps(process.platform, process.pid);
  // V8 doubles the space of new objects while all is loaded at once, to 16 MiB that it hardly uses later.
  setFlagsFromString('--semi-space-growth-factor=1');
  const { switches, words } = partArguments(process.argv.slice(1));
  const inspectorActive = inspector.url() !== undefined;
  const refused = findRefusedArgument({
    arguments: switches,
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
  const environment = settleEnvironment(
    inspectorActive ? {} : process.env,
    process.platform,
    words === null ? 'program' : 'command',
  );
  if (words !== null && environment.kind !== 'refused') {
    if (environment.kind === 'clean') void runCommand(words, switches);
    else runOver((code) => (code === null ? refuse(1, { reason: 'restart' }) : app.exit(code)));
    return;
  }
  // The debugger would lose sight of a new start, so it has to choose the display as well.
  const forDisplay = inspectorActive
    ? []
    : missingDisplaySwitches({
        platform: process.platform,
        env: process.env,
        arguments: switches,
        chosen: app.commandLine.getSwitchValue('ozone-platform'),
      });
  if (environment.kind === 'refused') refuse(2, { reason: 'environment' });
  else if (environment.kind === 'clean' && forDisplay.length === 0) start(environment.leftOut);
  else {
    startOver(forDisplay, (isRunning) => {
      if (isRunning) app.exit(0);
      else refuse(1, { reason: 'restart' });
    });
  }
};
begin();
