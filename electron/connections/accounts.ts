import type { ConnectionId, ProviderId } from '../../shared/ids.ts';
import type { Logger } from '../diagnostics/logger.ts';
import type { SecretPlace } from '../keychain/secret-store.ts';
import { createClientSecretMinter } from '../oauth/client/secret-minter.ts';
import { startAuthorization } from '../oauth/flow/attempt.ts';
import type { BrowserOpener, Clock, HttpClient, Random } from '../platform/interfaces.ts';
import type { ServerTime } from '../platform/server-time.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';
import type { SettingsStore } from '../storage/settings-store.ts';
import { createConnections } from './connections.ts';
import { createDeviceSignIns } from './device-sign-ins.ts';
import type { createConnectionEvents } from './events.ts';
import { createKeychainWatch } from './keychain-watch.ts';
import { createNotices, type TellNotices } from './notices.ts';
import { createOperations } from './operations.ts';
import { createRenewalFailures } from './renewal-failures.ts';
import { createRenewalScheduler } from './renewal-scheduler.ts';
import { createVaultUse } from './vault-use.ts';
import { createWanted } from './wanted.ts';
import { createWantedProvider } from './wanted-provider.ts';

type Dependencies = {
  readonly clock: Clock;
  readonly random: Random;
  readonly browser: BrowserOpener;
  readonly logger: Logger;
  readonly http: HttpClient;
  readonly serverTime: ServerTime;
  readonly place: SecretPlace;
  /** A vault was locked: what was read of it goes. */
  readonly onVaultLock: () => void;
  readonly settings: Pick<SettingsStore, 'current' | 'onChange'>;
  readonly metadata: MetadataStore;
  readonly providers: ProviderRegistry;
  /** Throws for a provider that the organisation lets nobody connect. */
  readonly requireProvider: (id: ProviderId) => void;
  readonly events: ReturnType<typeof createConnectionEvents>;
  readonly showWindow: () => void;
  /** The window is in front: what it shows need not be told. */
  readonly isInFront: () => boolean;
  readonly tell: TellNotices;
  /** What the window shows is another. */
  readonly onChange: () => void;
};

/** Builds the accounts and what looks after them: renewals, notices, and what others want of them. */
export const createAccounts = (dependencies: Dependencies) => {
  const { clock, random, browser, logger, http, serverTime, metadata, events, onChange } =
    dependencies;
  const { place, settings } = dependencies;
  const keychain = createKeychainWatch({
    store: place.store,
    isVault: place.isVault(),
    inUse: !metadata.state().readOnly,
    onChange,
    report: (error) => logger.warn('keychain trouble', { error }),
  });
  const operations = createOperations({
    random,
    onChange: () => {
      onChange();
      deviceSignIns.onOperations();
    },
    report: (error, { kind, providerId }) => {
      const incident = random.uuid();
      logger.warn('operation failed', { incident, kind, providerId, error });
      return incident;
    },
  });
  const renewalFailures = createRenewalFailures({
    clock,
    listen: events.listen,
    onChange,
  });
  const usualReminder = () => dependencies.settings.current().reminder;
  const connections = createConnections({
    renewalFailures,
    usualReminder,
    serverClock: serverTime.clock,
    metadata,
    keychain,
    providers: dependencies.providers,
    requireProvider: dependencies.requireProvider,
    operations,
    emit: events.emit,
    clock,
    random,
    http,
    browser,
    startAuthorization,
    mintClientSecret: createClientSecretMinter(serverTime.clock),
  });

  const vault = createVaultUse({
    place,
    clock,
    lockMinutes: () => settings.current().vaultMinutes,
    check: keychain.check,
    settle: () => {
      connections.checkKeychain().catch((error: unknown) => {
        logger.error('what was left half done could not be finished', { error });
      });
    },
    isKeychainMissing: () => keychain.view().error?.code === 'keychain.unavailable',
    hasAccounts: () => metadata.state().connections.length > 0,
    onLock: dependencies.onVaultLock,
    onMoved: connections.labelAll,
    onChange,
  });
  settings.onChange((now, before) => {
    if (now.vaultMinutes !== before.vaultMinutes) vault.lockLater();
  });

  const deviceSignIns = createDeviceSignIns({ connections, operations, clock });
  const wantedProvider = createWantedProvider({
    providers: connections.providers,
    showWindow: dependencies.showWindow,
    onChange,
  });

  const wantedConnection = createWanted<ConnectionId>({
    showWindow: dependencies.showWindow,
    onChange,
  });
  const notices = createNotices({
    clock,
    listen: events.listen,
    isWanted: () => settings.current().notifies,
    isInFront: dependencies.isInFront,
    tell: dependencies.tell,
    onChange,
  });

  const renewal = createRenewalScheduler({
    clock,
    views: connections.views,
    renew: connections.renewInBackground,
    noteNextTry: renewalFailures.noteNextTry,
    usualReminder,
    noteExpiry: () => {
      connections.noteExpiry().catch((error: unknown) => {
        logger.warn('what has expired could not be noted', { error });
      });
    },
  });

  return {
    keychain,
    vault,
    operations,
    connections,
    deviceSignIns,
    wantedProvider,
    wantedConnection,
    notices,
    renewal,
  };
};
