import type { ConnectionId, OperationId, ProviderId } from '../../shared/ids.ts';
import { connectionIdSchema } from '../../shared/ids.ts';
import type { FormInput, ProviderDescriptor } from '../../shared/provider-descriptor.ts';
import type { ConnectionView, S3View } from '../../shared/schemas.ts';
import { toErrorView } from '../diagnostics/error-view.ts';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { MetadataStore } from '../metadata/metadata-store.ts';
import type { ConnectionRecord } from '../metadata/schema.ts';
import type { Credential, ProviderAdapter, ProviderContext } from '../providers/adapter.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import { isKeychainOutage, type KeychainWatch } from './keychain-watch.ts';
import type { Operation, Operations } from './operations.ts';
import { type ContextDependencies, createProviderContext } from './provider-context.ts';
import { reconcile } from './reconcile.ts';
import { isShown, problemOf, toConnectionView } from './records.ts';
import { createVault } from './vault.ts';

/** What a person can do with connections. Long ones answer with an operation to watch. */
export type Connections = {
  readonly views: () => readonly ConnectionView[];
  /** The providers that can be connected. */
  readonly providers: () => ProviderDescriptor[];
  readonly connect: (request: {
    readonly providerId: ProviderId;
    readonly label: string;
    readonly input: FormInput;
  }) => OperationId;
  readonly refresh: (id: ConnectionId) => OperationId;
  readonly reconnect: (id: ConnectionId) => OperationId;
  readonly verify: (id: ConnectionId) => OperationId;
  readonly disconnect: (id: ConnectionId) => OperationId;
  readonly rename: (id: ConnectionId, label: string) => Promise<void>;
  /** Reads the stored S3 keys, for copying and revealing. */
  readonly s3Keys: (id: ConnectionId) => Promise<S3Credential>;
  /** Looks at the keychain and finishes what an outage or a crash left half done. */
  readonly checkKeychain: () => Promise<void>;
  /** Takes the keychain that is there now for ours, after the former one is gone for good. */
  readonly adoptKeychain: () => Promise<void>;
};

export type S3Credential = {
  readonly label: string;
  readonly s3: S3View;
  readonly accessKeyId: Secret;
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
};

/** Codes by which a server or a grant says that these credentials are over for good. */
const rejections = [
  's3.invalid-access-key',
  'grant.expired',
  'grant.wrong-network',
  'server.rejected',
] as const;

export const createConnections = (
  dependencies: ContextDependencies & {
    readonly metadata: MetadataStore;
    readonly keychain: KeychainWatch;
    readonly providers: ProviderRegistry;
    readonly operations: Operations;
  },
): Connections => {
  const { metadata, keychain, providers, operations, clock, random } = dependencies;
  const { secrets } = keychain;
  const vault = createVault({ metadata, secrets, clock });

  const adapterOf = (record: ConnectionRecord): ProviderAdapter => {
    const adapter = providers.get(record.providerId);
    if (adapter === undefined) throw new AppError('provider.unknown');
    return adapter;
  };

  const contextOf = (operation: Operation): ProviderContext =>
    createProviderContext(dependencies, operation);

  /** Saves, and while the keychain is out of reach lets the person mend it and try again. */
  const saveWith = async (operation: Operation, save: () => Promise<void>): Promise<void> => {
    operation.step('save');
    for (;;) {
      try {
        return await save();
      } catch (error) {
        if (!isKeychainOutage(error)) throw error;
        const answer = await operation.ask({ kind: 'retry-save', error: toErrorView(error) });
        if (answer.kind !== 'accept') throw error;
      }
    }
  };

  /** Takes back a connection that could not be saved; what cannot be taken back now is later. */
  const discard = async (id: ConnectionId): Promise<void> => {
    if (!metadata.state().connections.some((record) => record.id === id)) return;
    await vault.remove(id, 'abandoned').catch((error: unknown) => {
      if (!isAppError(error)) throw error;
    });
  };

  const renew = (
    id: ConnectionId,
    kind: 'refresh' | 'reconnect',
    act: (
      adapter: ProviderAdapter,
      context: ProviderContext,
      current: Credential,
    ) => Promise<Credential>,
  ): OperationId => {
    const record = vault.find(id);
    const adapter = adapterOf(record);
    const steps = kind === 'refresh' ? adapter.steps.refresh : adapter.steps.connect;
    return operations.start(
      { kind, providerId: record.providerId, connectionId: id, steps },
      async (operation) => {
        const current = await openFor(kind, id);
        const next = await act(adapter, contextOf(operation), current);
        await saveWith(operation, () => vault.rotate(id, adapter, next));
      },
    );
  };

  /** A reconnect goes on without a secret that is gone or damaged: replacing it is its point. */
  const openFor = async (kind: 'refresh' | 'reconnect', id: ConnectionId): Promise<Credential> => {
    try {
      return await vault.open(id);
    } catch (error) {
      if (kind === 'reconnect' && isAppError(error, 'keychain.missing', 'keychain.corrupt')) {
        return { settings: vault.find(id).settings, fields: {} };
      }
      throw error;
    }
  };

  const checkKeychain = async (): Promise<void> => {
    if (!(await keychain.check())) return;
    await reconcile({
      metadata,
      secrets,
      adapterOf: (record) => providers.get(record.providerId),
      isBusy: (record) => operations.isBusy(record.id),
    });
  };

  return {
    providers: () => providers.all().map((adapter) => adapter.descriptor),

    views: () =>
      metadata
        .state()
        .connections.filter(isShown)
        .map((record) => toConnectionView(record, providers.get(record.providerId))),

    connect: ({ providerId, label, input }) => {
      const adapter = providers.get(providerId);
      if (adapter === undefined) throw new AppError('provider.unknown');
      if (metadata.state().readOnly) throw new AppError('metadata.newer-version');
      const attempt = adapter.prepare(input);
      const id = connectionIdSchema.parse(random.uuid());
      return operations.start(
        { kind: 'connect', providerId, connectionId: null, steps: adapter.steps.connect },
        async (operation) => {
          const credential = await attempt(contextOf(operation));
          operation.attach(id);
          try {
            await saveWith(operation, () => vault.create({ id, adapter, label, credential }));
          } catch (error) {
            await discard(id);
            throw error;
          }
        },
      );
    },

    refresh: (id) =>
      renew(id, 'refresh', (adapter, context, current) => {
        if (adapter.refresh === undefined) throw new AppError('ipc.invalid-argument');
        return adapter.refresh(context, current);
      }),

    reconnect: (id) =>
      renew(id, 'reconnect', (adapter, context, current) => {
        if (adapter.reauthorize === undefined) throw new AppError('ipc.invalid-argument');
        return adapter.reauthorize(context, current);
      }),

    verify: (id) => {
      const record = vault.find(id);
      const adapter = adapterOf(record);
      return operations.start(
        {
          kind: 'verify',
          providerId: record.providerId,
          connectionId: id,
          steps: ['verify'],
        },
        async (operation) => {
          if (adapter.verify === undefined) throw new AppError('ipc.invalid-argument');
          operation.step('verify');
          const current = await vault.open(id);
          try {
            const report = await adapter.verify(contextOf(operation), current);
            await vault.note(id, {
              verifiedAtEpochSeconds: report.verifiedAtEpochSeconds,
              problem: null,
              needsSignIn: false,
            });
          } catch (error) {
            if (isAppError(error, ...rejections)) {
              await vault.note(id, { problem: problemOf(error) });
            }
            throw error;
          }
        },
      );
    },

    disconnect: (id) => {
      const record = vault.find(id);
      return operations.start(
        {
          kind: 'disconnect',
          providerId: record.providerId,
          connectionId: id,
          steps: ['delete'],
        },
        async (operation) => {
          operation.step('delete');
          await vault.remove(id);
        },
      );
    },

    rename: (id, label) => vault.note(id, { label }),

    s3Keys: async (id) => {
      const { state, label, facts } = vault.find(id);
      if (state === 'pending' || state === 'deleting') {
        throw new AppError('connection.busy', { retryable: true });
      }
      const { fields } = await vault.open(id);
      const { accessKeyId, secretAccessKey, sessionToken } = fields;
      if (facts.s3 === null || accessKeyId === undefined || secretAccessKey === undefined) {
        throw new AppError('keychain.missing');
      }
      return {
        label,
        s3: facts.s3,
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
      };
    },

    checkKeychain,
    adoptKeychain: async () => {
      await secrets.adopt();
      await checkKeychain();
    },
  };
};
