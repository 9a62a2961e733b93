import '../shared/schema-engine.ts';
import { homedir } from 'node:os';
import type { BrowserWindow } from 'electron';
import type { Caller, Contract, Payload } from '../shared/contract.ts';
import type { ConnectionId } from '../shared/ids.ts';
import type { AppInfo, Snapshot } from '../shared/schemas.ts';
import type { Settings } from '../shared/settings.ts';
import { noticesWords } from '../shared/words/notices.ts';
import { startAgent } from './agent.ts';
import type { AgentServer } from './api/agent/server.ts';
import { createDispatcher } from './api/dispatcher.ts';
import { createListeners, type Listener } from './api/window/listeners.ts';
import { pushEvent } from './api/window/push-event.ts';
import { createSnapshotPush } from './api/window/push-snapshot.ts';
import type { FrameLike } from './api/window/sender.ts';
import { createAskWindow } from './app/ask-window.ts';
import { createChooseFolder } from './app/choose-folder.ts';
import type { createMainWindow } from './app/main-window.ts';
import type { Notify } from './app/notification.ts';
import { createOpenFile } from './app/open-file.ts';
import { createSaveFile } from './app/save-file.ts';
import type { TrayAct } from './app/tray/menu.ts';
import { createTray } from './app/tray/tray.ts';
import type { TellNotices } from './connections/notices.ts';
import type { Logger } from './diagnostics/logger.ts';
import { awsFilesOf } from './handoff/aws-config/paths.ts';
import { commandFolderOf, launcherOf } from './handoff/install-command.ts';
import { openKeytarStore, overSecretService } from './keychain/load-keytar.ts';
import { startKeytarHelper } from './keychain/start-helper.ts';
import { deriveVaultKey } from './keychain/vault/key.ts';
import { managedPlaceOf } from './organisation/place.ts';
import { agentPaths } from './platform/agent-paths.ts';
import { systemClipboard } from './platform/clipboard.ts';
import { systemClock } from './platform/clock.ts';
import {
  listenForCover,
  listenForLogind,
  listenForTrayHost,
  onBus,
  usualSystemBus,
} from './platform/desktop-signals.ts';
import { createHttpClient } from './platform/http.ts';
import {
  credentialsScriptPath,
  keychainServiceName,
  type Profile,
  type profilePaths,
} from './platform/paths.ts';
import { createProxiedFetch } from './platform/proxied-fetch.ts';
import { createRouteFinder } from './platform/proxy-routes.ts';
import { systemRandom } from './platform/random.ts';
import { plainFolder } from './platform/short-path.ts';
import type { StartAtLogin } from './platform/start-at-login.ts';
import { openSystemPath, systemBrowser } from './platform/system-browser.ts';
import { createServices, type Services } from './services.ts';
import { createSaver } from './storage/save-whole.ts';

type Frame = {
  readonly info: AppInfo;
  readonly profile: Profile;
  readonly isPackaged: boolean;
  readonly paths: ReturnType<typeof profilePaths>;
  readonly logger: Logger;
  readonly window: ReturnType<typeof createMainWindow>;
  /** Tells which proxy the system has for an origin, in the words of a PAC script. */
  readonly resolveProxy: (origin: string) => Promise<string>;
  /** A window can be shown. */
  readonly hasDisplay: boolean;
  /** This program and the switches that a command needs, in front of `--`. */
  readonly ownCommand: readonly string[];
  readonly openAskWindow: () => BrowserWindow;
  readonly notify: Notify;
  readonly licencesFile: string;
  readonly projectPage: string;
  readonly showWindow: () => void;
  readonly startAtLogin: StartAtLogin;
  readonly quit: () => void;
  readonly restart: () => void;
  /** Says everything in the language that was chosen, from when it is loaded. */
  readonly speak: (chosen: Settings['language']) => Promise<void>;
  /** Takes up what the person chose, now and after each change. */
  readonly useSettings: (settings: Settings) => void;
};

export type Program = {
  readonly services: Services;
  /** Lets local programs ask. Rejects where the agent cannot listen; the window works without it. */
  readonly startAgent: () => Promise<AgentServer>;
  /** Opens a view in the window. */
  readonly go: (place: Payload<Contract['app']['go']>) => void;
  /** Whoever comes next to this screen finds nothing copied or shown. */
  readonly onScreenLock: () => void;
  /** Answers the window's calls, by wire name. */
  readonly listeners: ReadonlyMap<string, Listener<FrameLike>>;
};

/**
 * Puts the services on this system's edges and lets the window call them.
 *
 * It brings nearly all of the program's code with it, which `main.ts` loads once the window has drawn
 * its first frame.
 */
export const startProgram = async (frame: Frame): Promise<Program> => {
  const { info, profile, paths, logger, window } = frame;
  let push = (_snapshot: Snapshot): void => {};
  const isInFront = (): boolean => window.current()?.isFocused() === true;
  const askWindow = createAskWindow({
    open: frame.openAskWindow,
    notify: (words, onClick) => (wantsNotices() ? frame.notify(words, onClick) : () => {}),
    isInFront,
    tell: (question) => pushEvent(askWindow.contents(), 'consumers', 'asked', question),
    onDismiss: () => services.refuseQuestions(),
  });
  const tray = createTray({
    platform: process.platform,
    clock: systemClock,
    snapshot: () => services.snapshot(),
    providerOf: (id) => services.providerOf(id),
    onAct: (act) => onTrayAct(act),
  });
  const labelOf = (id: ConnectionId): string =>
    services.snapshot().connections.find((each) => each.id === id)?.label ?? '';
  /** One account is opened by a click; of several the window shows who they are. */
  const tell: TellNotices = (told) => {
    const [only, ...more] = told;
    const words = noticesWords(
      told.map(({ cause, connectionId }) => ({ cause, label: labelOf(connectionId) })),
    );
    return frame.notify(words, () => {
      services.notices.seen();
      if (only !== undefined && more.length === 0) services.openAccount(only.connectionId);
      else frame.showWindow();
    });
  };
  const scriptHome = process.platform === 'win32' ? await plainFolder(homedir()) : homedir();
  const saver = createSaver(paths.savingFile);
  await saver.sweep().catch((error: unknown) => {
    logger.warn('what was left of a file could not be removed', { error });
  });
  const agentPlaces = agentPaths(paths.folder, process.platform);
  const findRoutes = createRouteFinder(
    frame.resolveProxy,
    () => services.settings.current().proxy === 'system',
  );
  const services = await createServices(
    {
      clock: systemClock,
      random: systemRandom,
      http: createHttpClient({
        clock: systemClock,
        fetch: createProxiedFetch(findRoutes),
      }),
      findRoutes,
      browser: systemBrowser,
      openPath: openSystemPath,
      clipboard: systemClipboard,
      saveFile: createSaveFile(window.current, saver.save),
      chooseFolder: createChooseFolder(window.current),
      openFile: createOpenFile(window.current),
      openKeychain: (options) =>
        openKeytarStore(
          process.platform === 'linux'
            ? {
                ...options,
                ...overSecretService(systemClock),
                startHelper: startKeytarHelper,
              }
            : options,
        ),
      deriveVaultKey,
      logger,
      managed: managedPlaceOf(process.platform),
    },
    {
      metadataPath: paths.metadataFile,
      settingsFile: paths.settingsFile,
      vaultFile: paths.vaultFile,
      templatesFolder: paths.templatesFolder,
      agent: agentPlaces,
      showWindow: frame.showWindow,
      activityFolder: paths.activityFolder,
      isInFront,
      tell: frame.hasDisplay ? tell : () => () => {},
      startAtLogin: frame.startAtLogin,
      ask: frame.hasDisplay
        ? (question) => {
            askWindow.show(question);
            tray.noteQuestion(question);
          }
        : null,
      keychainService: keychainServiceName(profile),
      awsFiles: awsFilesOf(process.env, homedir()),
      script: {
        ...agentPlaces,
        path: credentialsScriptPath(scriptHome, profile, process.platform),
        program: frame.ownCommand,
        platform: process.platform,
      },
      env: process.env,
      command: {
        launcher: launcherOf(process, frame.isPackaged),
        platform: process.platform,
        folder: commandFolderOf(process, homedir()),
        path: process.env.PATH ?? '',
      },
      logFile: paths.logFile,
      licencesFile: frame.licencesFile,
      projectPage: frame.projectPage,
      restart: frame.restart,
      info,
      speak: frame.speak,
      push: (snapshot) => {
        push(snapshot);
        tray.changed();
      },
    },
  );
  const wantsNotices = (): boolean => {
    const { settings, desktop } = services.snapshot();
    return settings.notifies && desktop.quietUntilEpochMs === null;
  };
  /** Does it, and else leads to the account, which says why it cannot be done. */
  const orShow = (connectionId: ConnectionId, act: () => unknown): void => {
    Promise.resolve()
      .then(act)
      .catch(() => services.openAccount(connectionId));
  };
  const { connections, renewal, notices, handlers } = services;
  const onTrayAct = (act: TrayAct): void => {
    switch (act.kind) {
      case 'open':
        frame.showWindow();
        break;
      case 'quit':
        frame.quit();
        break;
      case 'answer':
        askWindow.focus();
        break;
      case 'pause':
        renewal.pause(act.on);
        break;
      case 'snooze':
        notices.silence(act.on);
        break;
      case 'account':
        services.openAccount(act.connectionId);
        break;
      case 'copy':
        orShow(act.connectionId, () => handlers.credentials.copy(act));
        break;
      case 'refresh':
        orShow(act.connectionId, () => connections.renewInBackground(act.connectionId));
        break;
      // The window shows how it goes.
      case 'reconnect':
        orShow(act.connectionId, () => connections.reconnect(act.connectionId));
        services.openAccount(act.connectionId);
        break;
      case 'verify':
        orShow(act.connectionId, () => connections.verify(act.connectionId));
        services.openAccount(act.connectionId);
        break;
    }
  };
  const noteTrayHost = (isThere: boolean): void => {
    services.noteDesktop({ tray: isThere });
    tray.noteHost(isThere);
  };
  frame.useSettings(services.settings.current());
  services.settings.onChange(frame.useSettings);
  // Keeps the window out of screenshots while a secret is on it.
  services.onConnectionEvent((event) => {
    if (event.kind === 'revealed') window.hideFromScreenshots(event.hidesAtEpochMs);
  });
  push = createSnapshotPush(services.snapshot(), (changes) =>
    pushEvent(window.contents(), 'app', 'changed', changes),
  );
  const dispatcherOf = (caller: Caller) =>
    createDispatcher({
      caller,
      handlers: services.handlers,
      logger,
      clock: systemClock,
      random: systemRandom,
    });
  const onScreenLock = (): void => {
    pushEvent(window.contents(), 'credentials', 'hideRevealed', undefined);
    void services.onScreenLock();
  };
  if (process.platform === 'linux') {
    const toBus = {
      clock: systemClock,
      report: (error: unknown) => logger.warn('nothing is heard of the desktop', { error }),
    };
    const { DBUS_SESSION_BUS_ADDRESS: session, DBUS_SYSTEM_BUS_ADDRESS: system } = process.env;
    onBus({
      ...toBus,
      address: session,
      begin: async (bus) => {
        await listenForCover(bus, onScreenLock);
        if (frame.hasDisplay) await listenForTrayHost(bus, noteTrayHost);
      },
    });
    onBus({
      ...toBus,
      address: system ?? usualSystemBus,
      begin: (bus) => listenForLogind(bus, onScreenLock),
    });
  } else if (frame.hasDisplay) noteTrayHost(true);
  return {
    services,
    go: (place) => pushEvent(window.contents(), 'app', 'go', place),
    onScreenLock,
    startAgent: () =>
      startAgent(services, {
        ...agentPlaces,
        platform: process.platform,
        about: { version: info.version, window: frame.hasDisplay },
        logger,
        clock: systemClock,
        random: systemRandom,
      }),
    listeners: createListeners<FrameLike>([
      { dispatcher: dispatcherOf('window'), isOurFrame: window.isOurFrame },
      { dispatcher: dispatcherOf('ask'), isOurFrame: askWindow.isOurFrame },
    ]),
  };
};
