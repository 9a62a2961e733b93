import { expiryStageOf } from '../../shared/connection-rules.ts';
import type { ConnectionId, OperationId, ProviderId } from '../../shared/ids.ts';
import type { ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import { type Reminder, reminderSeconds, type UsualReminder } from '../../shared/reminders.ts';
import type { RenewalPolicy } from '../../shared/renewal-policies.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { type AppError, isAppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';
import type { ConnectionRecord } from '../storage/metadata/schema.ts';
import { type Emit, noteExpiry, tellChanges } from './events.ts';
import { isKeychainOutage, type KeychainWatch } from './keychain-watch.ts';
import type { Operations } from './operations.ts';
import type { ContextDependencies } from './provider-context.ts';
import { reconcile } from './reconcile.ts';
import { isShown, type ShownRecord, toConnectionView } from './records.ts';
import type { RenewalFailures } from './renewal-failures.ts';
import { type Browse, createBrowse } from './use-cases/browse.ts';
import {
  type ConnectRequest,
  type ConnectStarted,
  createConnect,
  type Prefilled,
  parseLabel,
} from './use-cases/connect.ts';
import {
  type CopiedConnection,
  type CopyPlace,
  createCopies,
  type WantedCopy,
} from './use-cases/copies.ts';
import { createUseCaseDependencies } from './use-cases/dependencies.ts';
import { createDisconnect, createDisconnectWhole } from './use-cases/disconnect.ts';
import { createForget } from './use-cases/forget.ts';
import { createHandOut, type Need, type S3Credential } from './use-cases/hand-out.ts';
import { createRenew } from './use-cases/renew.ts';
import { createSeveral } from './use-cases/several.ts';

/** See `createSeveral`. */
type Several = ReturnType<typeof createSeveral>;

type Named = Pick<ConnectionView, 'id' | 'label'>;
export type ConnectionNames = {
  readonly all: readonly Named[];
  readonly byId: ReadonlyMap<string, Named>;
  readonly byLabel: ReadonlyMap<string, readonly Named[]>;
};

/** What a person can do with connections. Long ones answer with an operation to watch. */
export type Connections = Several & {
  readonly views: () => readonly ConnectionView[];
  /** One of them; null where there is none. */
  readonly view: (id: ConnectionId) => ConnectionView | null;
  /** What they are called, without the making of a view of each. */
  readonly names: () => ConnectionNames;
  /** Tells what is about to run out and what has, once of the same credentials. */
  readonly noteExpiry: () => Promise<void>;
  /** The providers that can be connected. */
  readonly providers: () => ProviderDescriptor[];
  readonly connect: (request: ConnectRequest) => ConnectStarted;
  /** Reads a dropped file into form fields; its secrets stay here under the draft's id. */
  readonly prefill: (providerId: ProviderId, text: string) => Prefilled;
  /** The same for the form that it fits best. */
  readonly recognize: (text: string) => Prefilled & { readonly providerId: ProviderId };
  /** Drops the secrets of one form, which the person has left. */
  readonly forgetDraft: (draft: string) => void;
  /** Drops the secrets of every form and file that has not become a connection. */
  readonly forgetDrafts: () => void;
  readonly refresh: (id: ConnectionId) => OperationId;
  /** Renews without asking the person anything, or fails where that is not possible. */
  readonly renewInBackground: (id: ConnectionId) => Promise<void>;
  readonly reconnect: (id: ConnectionId) => OperationId;
  /** With the name of a bucket, tries to write there as well. */
  readonly verify: (id: ConnectionId, writeTo?: string) => OperationId;
  readonly disconnect: (id: ConnectionId) => OperationId;
  readonly rename: (id: ConnectionId, label: string) => Promise<void>;
  readonly setRenewalPolicy: (id: ConnectionId, renewalPolicy: RenewalPolicy) => Promise<void>;
  readonly setReminder: (id: ConnectionId, reminder: Reminder) => Promise<void>;
  readonly setFavourite: (id: ConnectionId, isFavourite: boolean) => Promise<void>;
  /** Reads the stored S3 keys, for copying and revealing. */
  readonly s3Keys: (id: ConnectionId, need?: Need) => Promise<S3Credential>;
  /** Gives an access token that is good now, renewing it first when it has run out. */
  readonly accessToken: (id: ConnectionId, need?: Need) => Promise<Secret>;
  readonly brokerId: (id: ConnectionId) => Promise<Secret>;
  /** Reads the grant of a connection that keeps one. */
  readonly accessGrant: (
    id: ConnectionId,
  ) => Promise<{ readonly label: string; readonly accessGrant: Secret }>;
  readonly browse: Browse;
  /** Copies accounts with their secrets, for a backup; null copies all. */
  readonly copyOut: (ids: readonly ConnectionId[] | null) => Promise<{
    readonly copies: readonly CopiedConnection[];
    /** Those whose secret is gone or damaged. */
    readonly leftOut: readonly ConnectionId[];
  }>;
  /** Says what taking a copy over would meet here. */
  readonly placeOf: (copy: CopiedConnection) => Promise<CopyPlace>;
  /** Takes copies over; see `createCopies` for what a crash leaves. */
  readonly takeOver: (wanted: readonly WantedCopy[]) => Promise<void>;
  /** The three parts of forgetting everything; see `createForget`. */
  readonly requireForgettable: () => Promise<void>;
  readonly forgetOne: (id: ConnectionId, revokes: boolean) => Promise<AppError | null>;
  readonly forgetTraces: {
    readonly setAside: () => Promise<void>;
    readonly list: () => Promise<void>;
    readonly mark: () => Promise<void>;
  };
  /** Looks at the keychain and finishes what an outage or a crash left half done. */
  readonly checkKeychain: () => Promise<void>;
  /** Labels every account's item, in a keychain that they have just come to. */
  readonly labelAll: () => void;
  /** Takes the keychain that is there now for ours, after the former one is gone for good. */
  readonly adoptKeychain: () => Promise<void>;
};

/** Looks records up until the list is another one: tools ask for one of them at each request. */
const createShown = (list: () => readonly ConnectionRecord[]) => {
  const lookUp = (of: readonly ConnectionRecord[]) => {
    const all = of.filter(isShown);
    const byLabel = new Map<string, readonly ShownRecord[]>();
    for (const record of all)
      byLabel.set(record.label, [...(byLabel.get(record.label) ?? []), record]);
    return {
      of,
      all,
      byId: new Map<string, ShownRecord>(all.map((record) => [record.id, record])),
      byLabel,
    };
  };
  let known = lookUp([]);
  return () => {
    const now = list();
    if (known.of !== now) known = lookUp(now);
    return known;
  };
};

export const createConnections = (
  dependencies: ContextDependencies & {
    readonly metadata: MetadataStore;
    readonly keychain: KeychainWatch;
    readonly providers: ProviderRegistry;
    readonly operations: Operations;
    readonly emit: Emit;
    readonly renewalFailures: RenewalFailures;
    /** How long before its end an account is told of that has no choice of its own. */
    readonly usualReminder: () => UsualReminder;
    /** Throws for a provider that the organisation lets nobody connect. */
    readonly requireProvider: (id: ProviderId) => void;
  },
): Connections => {
  const { keychain, providers, operations, emit, renewalFailures, clock } = dependencies;
  const metadata = tellChanges(dependencies.metadata, emit, operations.running);
  const { secrets } = keychain;
  const shared = createUseCaseDependencies({ ...dependencies, metadata, secrets });
  const { renewUnasked, ...renew } = createRenew(shared);
  const disconnect = createDisconnect(shared);
  const disconnectWhole = createDisconnectWhole(shared, disconnect);
  const handOut = createHandOut(shared, renew.renewInBackground);

  const checkKeychain = async (): Promise<void> => {
    if (!(await keychain.check())) return;
    await reconcile({
      metadata,
      secrets,
      adapterOf: (record) => providers.get(record.providerId),
      disconnect: (id) => operations.ended(disconnect(id)),
      isBusy: ({ id }) => operations.isBusy(id) || shared.vault.isComing(id),
    });
  };

  /** Has each connection ask for a sign-in whose secret is not there; one that is, needs none. */
  const lookForSecrets = async (): Promise<void> => {
    for (const { id, state } of metadata.state().connections) {
      if (state !== 'active') continue;
      try {
        await shared.vault.open(id);
      } catch (error) {
        if (isKeychainOutage(error)) return;
        if (!isAppError(error)) throw error;
      }
    }
  };

  const viewOf = (record: ShownRecord): ConnectionView =>
    toConnectionView(record, providers.get(record.providerId), renewalFailures.of(record.id));

  const shownNow = createShown(() => metadata.state().connections);

  return {
    views: () => shownNow().all.map(viewOf),
    view: (id) => {
      const record = shownNow().byId.get(id);
      return record === undefined ? null : viewOf(record);
    },
    names: shownNow,
    noteExpiry: () => {
      const nowMs = clock.nowEpochMs();
      return noteExpiry(metadata, (record) =>
        isShown(record)
          ? expiryStageOf(
              viewOf(record),
              nowMs,
              reminderSeconds(record.reminder, dependencies.usualReminder()),
            )
          : null,
      );
    },
    providers: () => [...providers.descriptors()],
    ...createConnect(shared),
    ...renew,
    disconnect,
    rename: async (id, text) => {
      const adapter = providers.get(shared.vault.find(id).providerId);
      await shared.vault.rename(id, parseLabel(text), adapter);
    },
    ...createCopies(shared),
    setRenewalPolicy: (id, renewalPolicy) => shared.vault.note(id, { renewalPolicy }),
    setReminder: (id, reminder) => shared.vault.note(id, { reminder }),
    setFavourite: (id, isFavourite) => shared.vault.note(id, { isFavourite }),
    ...createSeveral(shared, { renewUnasked, disconnectWhole }),
    ...createForget(shared, disconnectWhole),
    ...handOut,
    browse: createBrowse({ ...shared, http: dependencies.http }, handOut.s3Keys),
    checkKeychain,
    labelAll: () => shared.vault.labelAll(providers.get),
    adoptKeychain: async () => {
      shared.requireWritable();
      await secrets.adopt();
      await checkKeychain();
      await lookForSecrets();
    },
  };
};
