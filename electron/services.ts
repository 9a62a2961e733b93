import { dirname } from 'node:path';
import type { ConnectionId } from '../shared/ids.ts';
import type { ErrorView } from '../shared/result.ts';
import type { AppInfo, Question, Snapshot } from '../shared/schemas.ts';
import type { Settings } from '../shared/settings.ts';
import type { SettingsChange } from '../shared/settings-schemas.ts';
import { spokenLocale } from '../shared/words/messages.ts';
import { askAbout } from './api/agent/about.ts';
import type { Endpoint } from './api/agent/endpoint.ts';
import { activityHandlers } from './api/handlers/activity.ts';
import { appHandlers } from './api/handlers/app.ts';
import { assistantHandlers } from './api/handlers/assistant.ts';
import { awsProfileHandlers } from './api/handlers/aws-profiles.ts';
import { backupHandlers } from './api/handlers/backup.ts';
import { bucketHandlers } from './api/handlers/buckets.ts';
import { commandHandlers } from './api/handlers/command.ts';
import { connectionHandlers } from './api/handlers/connections.ts';
import { consumerHandlers } from './api/handlers/consumers.ts';
import { credentialHandlers } from './api/handlers/credentials.ts';
import { desktopHandlers } from './api/handlers/desktop.ts';
import { doctorHandlers } from './api/handlers/doctor.ts';
import { exposedSecretHandlers } from './api/handlers/exposed-secrets.ts';
import type { AssistantHandlers, ToolHandlers, WindowHandlers } from './api/handlers/index.ts';
import { keychainHandlers } from './api/handlers/keychain.ts';
import { operationHandlers } from './api/handlers/operations.ts';
import { organisationHandlers } from './api/handlers/organisation.ts';
import { providerHandlers } from './api/handlers/providers.ts';
import { settingsHandlers } from './api/handlers/settings.ts';
import { toolHandlers } from './api/handlers/tools.ts';
import { vaultHandlers } from './api/handlers/vault.ts';
import { createBackups } from './backup/backups.ts';
import { createAccounts } from './connections/accounts.ts';
import { createActivityRecord } from './connections/activity.ts';
import type { Connections } from './connections/connections.ts';
import { createConnectionEvents, type Emit } from './connections/events.ts';
import type { Notices, TellNotices } from './connections/notices.ts';
import type { createRenewalScheduler } from './connections/renewal-scheduler.ts';
import { createSnapshots } from './connections/snapshots.ts';
import type { VaultUse } from './connections/vault-use.ts';
import { createDoctor } from './diagnostics/doctor/doctor.ts';
import { toErrorView } from './diagnostics/error-view.ts';
import { AppError } from './diagnostics/errors.ts';
import type { Logger } from './diagnostics/logger.ts';
import { createForgetEverything } from './forget/forget-everything.ts';
import { shortPath } from './handoff/aws-config/paths.ts';
import { createClipboardCustody } from './handoff/clipboard-custody.ts';
import type { Consumers } from './handoff/consumers.ts';
import { createHandoff, type HandoffPlaces } from './handoff/handoff.ts';
import type { CommandPlaces } from './handoff/install-command.ts';
import type { KeytarStoreOptions } from './keychain/keytar-store.ts';
import { createSecretPlace } from './keychain/secret-place.ts';
import type { SecretStore } from './keychain/secret-store.ts';
import { maxVaultBytes } from './keychain/vault/format.ts';
import type { DeriveVaultKey } from './keychain/vault/key.ts';
import { openOrganisation } from './organisation/organisation.ts';
import type { ManagedPlace } from './organisation/place.ts';
import type {
  BrowserOpener,
  ChooseFolder,
  ClipboardPort,
  Clock,
  HttpClient,
  OpenFile,
  Random,
  SaveFile,
} from './platform/interfaces.ts';
import type { FindRoutes } from './platform/proxy-routes.ts';
import { createServerTime } from './platform/server-time.ts';
import type { StartAtLogin } from './platform/start-at-login.ts';
import { builtInProviders, createRegistry, type ProviderRegistry } from './providers/registry.ts';
import { builtInTemplates } from './providers/template/catalogue.ts';
import { openTemplateLibrary } from './providers/template/library.ts';
import { createActivityLog } from './storage/activity/activity-log.ts';
import type { Consumer } from './storage/consumer-store.ts';
import { type MetadataStore, openMetadataStore } from './storage/metadata/metadata-store.ts';
import { openSettingsStore, type SettingsStore } from './storage/settings-store.ts';
import { createTemplateFolder } from './storage/template-folder.ts';
import { createVaultPlace } from './storage/vault-place.ts';

/** The world as the services see it. Tests give another one. */
export type World = {
  readonly clock: Clock;
  readonly random: Random;
  readonly http: HttpClient;
  /** The ways that `http` takes. */
  readonly findRoutes: FindRoutes;
  readonly browser: BrowserOpener;
  readonly clipboard: ClipboardPort;
  /** Has the system show a file or folder; false when it could not. */
  readonly openPath: (path: string) => Promise<boolean>;
  readonly saveFile: SaveFile;
  readonly chooseFolder: ChooseFolder;
  readonly openFile: OpenFile;
  readonly openKeychain: (options: Omit<KeytarStoreOptions, 'keytar'>) => SecretStore;
  /** What the organisation has set, if any has. */
  readonly managed: ManagedPlace;
  readonly deriveVaultKey: DeriveVaultKey;
  readonly logger: Logger;
};

type ServiceOptions = HandoffPlaces & {
  readonly metadataPath: string;
  readonly settingsFile: string;
  /** Where the vault file lies once somebody chose to have one. */
  readonly vaultFile: string;
  /** Where the provider templates lie that people brought. */
  readonly templatesFolder: string;
  /** Where it is written who took what. */
  readonly activityFolder: string;
  /** The keychain's service name for this profile. */
  readonly keychainService: string;
  /** What the command `stowkey` would be linked to. */
  readonly command: CommandPlaces;
  /** Where the program writes its log. */
  readonly logFile: string;
  /** The licences of what the package carries. */
  readonly licencesFile: string;
  /** Where problems are reported. */
  readonly projectPage: string;
  /** Ends the program, and starts what lies in its place by now. */
  readonly restart: () => void;
  readonly info: AppInfo;
  /** Says everything in the language that was chosen, from when it is loaded. */
  readonly speak: (chosen: Settings['language']) => Promise<void>;
  readonly push: (snapshot: Snapshot) => void;
  readonly showWindow: () => void;
  /** The window is in front: what it shows need not be told. */
  readonly isInFront: () => boolean;
  readonly tell: TellNotices;
  readonly startAtLogin: StartAtLogin;
  /** Shows the person a question, or that none is left; null without a display, where nobody can be asked. */
  readonly ask: ((question: Question | null) => void) | null;
};

type Renewal = ReturnType<typeof createRenewalScheduler>;

export type Services = {
  /** Begins what goes on by itself: renewals, and the first look at the keychain. */
  readonly start: () => void;
  readonly handlers: WindowHandlers;
  /** What a program may call that was given accounts. */
  readonly toolHandlers: (consumer: () => Consumer) => ToolHandlers;
  /** The same for an assistant, which gets no credentials. */
  readonly assistantHandlers: (consumer: () => Consumer) => AssistantHandlers;
  /** Where tools can ask over 127.0.0.1 from now on. */
  readonly useEndpoint: (endpoint: Endpoint) => void;
  /** Throws where the organisation lets nobody ask over 127.0.0.1. */
  readonly requireEndpoint: () => void;
  readonly consumers: Consumers;
  readonly vault: Pick<VaultUse, 'view'>;
  /** The person closed the window that asks. */
  readonly refuseQuestions: () => void;
  readonly connections: Connections;
  readonly snapshot: () => Snapshot;
  readonly providerOf: ProviderRegistry['plainDescriptor'];
  readonly settings: Pick<SettingsStore, 'current' | 'onChange'>;
  /** Calls the listener with everything that happens to a connection. */
  readonly onConnectionEvent: (listener: Emit) => void;
  readonly renewal: Pick<Renewal, 'schedule' | 'pause'>;
  readonly notices: Pick<Notices, 'seen' | 'silence'>;
  /** Opens the account in the window, which is shown. */
  readonly openAccount: (id: ConnectionId) => void;
  /** Says whether somebody shows icons in a tray. */
  readonly noteDesktop: (news: { readonly tray: boolean } | { readonly outdated: true }) => void;
  /** Whoever comes next to this screen finds nothing copied and no file half connected. */
  readonly onScreenLock: () => Promise<void>;
  /** The window has got the keyboard. */
  readonly onFocus: () => Promise<void>;
  /** The window is about to close, and still has the keyboard if it had it. */
  readonly onClosing: () => Promise<void>;
  /** Ends what runs and clears what was copied; resolves when done. */
  readonly stop: () => Promise<void>;
};

const viewOf = (error: unknown): ErrorView | null => (error === null ? null : toErrorView(error));

/** Tells of every change that reached the disk. */
const observeMetadata = (store: MetadataStore, onChange: () => void): MetadataStore => ({
  state: store.state,
  put: (record) => store.put(record).then(onChange),
  putAll: (records) => store.putAll(records).then(onChange),
  update: (id, edit) => store.update(id, edit).then(onChange),
  updateAll: (edit) => store.updateAll(edit).then(onChange),
  remove: (id) => store.remove(id).then(onChange),
  setAsideIds: store.setAsideIds,
  erase: () => store.erase().then(onChange),
  rememberSentinel: store.rememberSentinel,
});

/**
 * Builds everything that is not Electron, by hand and in order, and starts nothing.
 *
 * The list on disk is open when this resolves; the keychain has not been asked yet.
 */
export const createServices = async (world: World, options: ServiceOptions): Promise<Services> => {
  const { clock, random, browser, logger } = world;
  const serverTime = createServerTime(clock, (minutes) => {
    if (minutes !== null) logger.warn('this clock is off', { minutes });
    snapshots.changed();
  });
  const http = serverTime.listen(world.http);

  const events = createConnectionEvents((error) => {
    logger.error('listener to a connection failed', { error });
  });
  const templates = await openTemplateLibrary({
    files: createTemplateFolder(options.templatesFolder),
    logger,
    builtIn: builtInTemplates,
    reserved: builtInProviders.map(({ descriptor }) => descriptor.id),
  });
  const organisation = await openOrganisation({
    ...world,
    http,
    folder: dirname(options.settingsFile),
    templates,
    descriptorOf: (id) => providers.plainDescriptor(id),
    onChange: () => snapshots.changed(),
  });
  const { rules, bundles } = organisation;
  const settings = await openSettingsStore({
    path: options.settingsFile,
    clock,
    holds: organisation.settingsThatHold,
  });
  settings.onChange((now, before) => {
    snapshots.changed();
    if (now.language === before.language) return;
    options.speak(now.language).then(snapshots.changed, (error: unknown) => {
      logger.error('a language could not be loaded', { error });
    });
  });
  const stored = await openMetadataStore({ path: options.metadataPath, clock });
  const metadata = observeMetadata(stored, () => {
    snapshots.changed();
    renewal.schedule();
  });
  const providers = createRegistry(builtInProviders, templates.adapters, bundles.knownOf);

  /** Answers over 127.0.0.1, once the agent runs. */
  let endpoint: Endpoint | null = null;
  const openEndpoint = async (): Promise<number> => {
    if (endpoint === null) throw new AppError('agent.busy');
    return endpoint.open();
  };

  const snapshots = createSnapshots({
    build: () => ({
      keychain: keychain.view(),
      vault: vault.view(),
      storage: {
        error: viewOf(storageError),
        readOnly: metadata.state().readOnly,
      },
      connections: connections.views(),
      operations: operations.views(),
      clipboard: clipboard.state(),
      activity: activity.state(),
      consumers: consumers.views(),
      settings: settings.current(),
      organisation: organisation.view(),
      locale: spokenLocale(),
      wantedProvider: wantedProvider.current(),
      clockMinutesOff: serverTime.minutesOff(),
      wantedConnection: wantedConnection.current(),
      desktop: {
        ...noted,
        startAtLogin: options.startAtLogin.state,
        renewalsPaused: renewal.isPaused(),
        quietUntilEpochMs: notices.quietUntilEpochMs(),
      },
      agent: {
        commandLineRevoked: consumers.isCommandLineRevoked(),
        endpointError: viewOf(endpoint?.trouble() ?? null),
      },
    }),
    push: options.push,
  });
  const storageError = metadata.state().notice;

  const activity = createActivityRecord({
    log: createActivityLog({ folder: options.activityFolder }),
    clock,
    labelOf: (id) => metadata.state().connections.find((each) => each.id === id)?.label ?? '',
    onChange: snapshots.changed,
    report: (error) => logger.warn('activity could not be written', { error }),
  });
  events.listen(activity.record);

  const clipboard = createClipboardCustody({
    clipboard: world.clipboard,
    clock,
    clearAfterMs: () => settings.current().clipboardSeconds * 1000,
    onChange: snapshots.changed,
  });
  const place = createSecretPlace({
    openKeychain: world.openKeychain,
    deriveKey: world.deriveVaultKey,
    service: options.keychainService,
    vaultPlace: createVaultPlace({ path: options.vaultFile, maxBytes: maxVaultBytes, clock }),
    memory: {
      expected: () => metadata.state().sentinel,
      remember: (value) => metadata.rememberSentinel(value),
    },
    accounts: () => [
      ...metadata.state().connections.map(({ id }) => id),
      ...metadata.setAsideIds(),
    ],
    clock,
    random,
    report: (error) => logger.warn('a move of the vault could not be ended', { error }),
  });
  const accounts = createAccounts({
    clock,
    random,
    browser,
    logger,
    place,
    onVaultLock: () => gate.drop(),
    settings,
    metadata,
    providers,
    requireProvider: rules.requireProvider,
    serverTime,
    http,
    events,
    showWindow: options.showWindow,
    isInFront: options.isInFront,
    tell: options.tell,
    onChange: snapshots.changed,
  });
  const { keychain, vault, operations, connections, renewal, notices } = accounts;
  const { deviceSignIns, wantedProvider, wantedConnection } = accounts;
  let noted = { tray: false, outdated: false };

  const { consumers, approvals, gate, ...handoff } = await createHandoff({
    clock,
    random,
    chooseFolder: world.chooseFolder,
    logger,
    places: options,
    connections,
    isListWhole: () => metadata.state().notice === null,
    keychain,
    events,
    note: activity.note,
    ask: options.ask,
    openEndpoint,
    requireConsumer: rules.requireConsumer,
    onChange: snapshots.changed,
  });
  const { handlers: credentials, copyFor } = credentialHandlers({
    connections,
    clipboard,
    clock,
    revealMs: () => settings.current().revealSeconds * 1000,
    emit: events.emit,
    requireReveal: rules.requireReveal,
  });

  const forgetEverything = createForgetEverything({
    connections,
    profiles: handoff.awsProfiles,
    configFile: shortPath(options.awsFiles.config, options.awsFiles.home),
    consumers,
    templates: {
      imported: templates.importedIds,
      remove: templates.remove,
    },
    vault: {
      file: shortPath(options.vaultFile, options.awsFiles.home),
      isInUse: place.isVault,
      eraseLeft: place.eraseLeft,
      erase: place.eraseVault,
    },
    command: options.command,
    scriptFile: options.script.path,
    settings: {
      erase: async () => {
        await settings.erase();
        await bundles.remove();
      },
    },
    activity,
    logFile: options.logFile,
  });
  const backups = createBackups({
    connections,
    templates,
    saveFile: world.saveFile,
    openFile: world.openFile,
    clock,
    random,
    tell: (kind, accounts) => activity.note({ kind, accounts }),
    requireBackup: rules.requireBackup,
  });

  const pauseRenewals = (on: boolean): void => {
    renewal.pause(on);
    snapshots.changed();
  };
  const changeSettings = async (changes: SettingsChange): Promise<void> => {
    if (changes.clipboardSeconds !== undefined)
      rules.requireClipboardSeconds(changes.clipboardSeconds);
    const { state, set } = options.startAtLogin;
    if (changes.startAtLogin === true && state !== 'possible')
      throw new AppError('call.invalid-argument');
    const before = settings.current().startAtLogin;
    await settings.change(changes);
    if (changes.startAtLogin === undefined) return;
    try {
      await set(changes.startAtLogin);
    } catch (error) {
      await settings.change({ startAtLogin: before });
      throw error;
    }
  };
  /** The person may have switched it off in the desktop's own settings, or moved the program. */
  const settleStartAtLogin = async (): Promise<void> => {
    if (!settings.current().startAtLogin) return;
    if (await options.startAtLogin.isOn()) await options.startAtLogin.set(true);
    else await settings.change({ startAtLogin: false });
  };
  const examine = createDoctor({
    clock,
    random,
    http,
    findRoutes: world.findRoutes,
    logger,
    serverTime,
    keychain: keychain.secrets,
    connections,
    profilesLeft: async () => (await handoff.awsProfiles.leftBehind()).profiles.length,
    endpointTrouble: () => endpoint?.trouble() ?? null,
    isAgentThere: async () => (await askAbout(options.agent.socket)) !== null,
    folders: [
      dirname(options.metadataPath),
      options.templatesFolder,
      options.activityFolder,
      dirname(options.logFile),
      dirname(options.agent.consumersFile),
      options.agent.headersFolder,
      options.agent.tokensFolder,
    ],
    home: options.awsFiles.home,
    managed: world.managed,
    env: options.env,
    info: options.info,
  });

  let cancelFirstCheck: () => void = () => {};

  return {
    start: () => {
      renewal.schedule();
      handoff.start();
      settleStartAtLogin().catch((error: unknown) => {
        logger.warn('the start at login could not be settled', { error });
      });
      // Not at once: the window's first call has waited for all this and is answered before.
      cancelFirstCheck = clock.after(0, () => {
        connections
          .checkKeychain()
          .then(vault.lookForKeychain)
          .catch((error: unknown) => {
            logger.error('first check of the keychain failed', { error });
          });
      });
    },
    connections,
    snapshot: snapshots.current,
    settings,
    onConnectionEvent: events.listen,
    renewal: { schedule: renewal.schedule, pause: pauseRenewals },
    notices,
    providerOf: providers.plainDescriptor,
    openAccount: wantedConnection.want,
    noteDesktop: (news) => {
      noted = { ...noted, ...news };
      snapshots.changed();
    },
    handlers: {
      app: appHandlers({
        info: options.info,
        snapshot: snapshots.current,
        browser,
        connections,
        openPath: world.openPath,
        places: { log: dirname(options.logFile), licences: options.licencesFile },
        projectPage: options.projectPage,
        restart: options.restart,
      }),
      providers: providerHandlers(connections, templates, world.saveFile, wantedProvider),
      connections: connectionHandlers(connections, wantedConnection),
      operations: operationHandlers(operations, clipboard),
      credentials,
      buckets: bucketHandlers(connections, clipboard, events.emit),
      awsProfiles: awsProfileHandlers(handoff.awsProfiles),
      exposedSecrets: exposedSecretHandlers(handoff.exposedSecrets),
      backup: backupHandlers(backups),
      forget: forgetEverything,
      command: commandHandlers(options.command),
      keychain: keychainHandlers(connections),
      vault: vaultHandlers(vault),
      activity: activityHandlers(activity, world.saveFile),
      settings: settingsHandlers(changeSettings),
      organisation: organisationHandlers(organisation, browser),
      doctor: doctorHandlers(examine, world.clipboard, options.info),
      desktop: desktopHandlers({ pauseRenewals, silence: notices.silence }),
      consumers: consumerHandlers({
        consumers,
        approvals,
        toolAccess: handoff.toolAccess,
        openEndpoint,
      }),
    },
    useEndpoint: (made) => {
      endpoint = made;
      made.onTrouble(snapshots.changed);
    },
    assistantHandlers: (consumer) => assistantHandlers(consumer, handoff.assistants),
    toolHandlers: (consumer) =>
      toolHandlers({
        consumer,
        consumers,
        openEndpoint,
        gate,
        connections,
        operations,
        copyFor,
        clock,
        connect: wantedProvider.want,
        examine,
        deviceSignIns,
        vault,
        hasDisplay: options.ask !== null,
      }),
    requireEndpoint: rules.requireEndpoint,
    consumers,
    vault,
    refuseQuestions: approvals.refuseAll,
    onScreenLock: async () => {
      connections.forgetDrafts();
      backups.forget();
      gate.drop();
      await Promise.all([clipboard.clearNow(), vault.lockIfOpen()]);
    },
    onFocus: async () => {
      notices.seen();
      await clipboard.clearOverdue();
    },
    onClosing: clipboard.clearInTime,
    stop: async () => {
      cancelFirstCheck();
      renewal.stop();
      connections.forgetDrafts();
      backups.forget();
      approvals.forget();
      await Promise.all([
        operations.cancelAll().then(activity.stop),
        clipboard.dispose(),
        consumers.stop(),
      ]);
      vault.stop();
    },
  };
};
