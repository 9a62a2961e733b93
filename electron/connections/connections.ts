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
import { PartlyRenewed } from '../providers/partly-renewed.ts';
import type { ProviderRegistry } from '../providers/registry.ts';
import { createDrafts } from './drafts.ts';
import { isKeychainOutage, type KeychainWatch } from './keychain-watch.ts';
import type { Operation, Operations } from './operations.ts';
import { type ContextDependencies, createProviderContext } from './provider-context.ts';
import { reconcile } from './reconcile.ts';
import { factsOf, isShown, problemOf, toConnectionView } from './records.ts';
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
    /** Secrets that `prefill` kept in main. */
    readonly draft: string | null;
  }) => OperationId;
  readonly refresh: (id: ConnectionId) => OperationId;
  readonly reconnect: (id: ConnectionId) => OperationId;
  readonly verify: (id: ConnectionId) => OperationId;
  readonly disconnect: (id: ConnectionId) => OperationId;
  readonly rename: (id: ConnectionId, label: string) => Promise<void>;
  /** Reads the stored S3 keys, for copying and revealing. */
  readonly s3Keys: (id: ConnectionId) => Promise<S3Credential>;
  /** Gives an access token that is good now, renewing it first when it has run out. */
  readonly accessToken: (id: ConnectionId) => Promise<Secret>;
  readonly brokerId: (id: ConnectionId) => Promise<Secret>;
  /** Reads a dropped file into form fields; its secrets stay here under the draft's id. */
  readonly prefill: (providerId: ProviderId, text: string) => Prefilled;
  /** Renews without a word; what needs the person stays for the person. */
  readonly renewQuietly: (id: ConnectionId) => Promise<void>;
  /** Looks at the keychain and finishes what an outage or a crash left half done. */
  readonly checkKeychain: () => Promise<void>;
  /** Takes the keychain that is there now for ours, after the former one is gone for good. */
  readonly adoptKeychain: () => Promise<void>;
};

export type Prefilled = {
  readonly draft: string;
  readonly values: FormInput;
  readonly secretFields: string[];
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
  const drafts = createDrafts({ clock, random });

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

  /** The connection that holds the same account already, if the provider names accounts. */
  const twinOf = (
    adapter: ProviderAdapter,
    credential: Credential,
  ): ConnectionRecord | undefined => {
    const { account } = factsOf(adapter, credential);
    if (account === null) return undefined;
    return metadata
      .state()
      .connections.find(
        (record) =>
          record.providerId === adapter.descriptor.id &&
          record.facts.account === account &&
          record.state === 'active' &&
          !operations.isBusy(record.id),
      );
  };

  const shallReplace = async (operation: Operation, twin: ConnectionRecord): Promise<boolean> => {
    const { kind } = await operation.ask({
      kind: 'same-account',
      account: twin.facts.account ?? '',
      existingLabel: twin.label,
    });
    if (kind === 'refuse') throw new AppError('oauth.cancelled');
    return kind === 'replace';
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
        const next = await act(adapter, contextOf(operation), current).catch(
          async (error: unknown) => {
            if (error instanceof PartlyRenewed) {
              await saveWith(operation, () => vault.rotate(id, adapter, error.credential));
            }
            // Only the provider's own word costs a connection its sign-in.
            if (isAppError(error, 'oauth.sign-in-again')) {
              await vault.note(id, { needsSignIn: true, problem: problemOf(error) });
            }
            throw error;
          },
        );
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

  const refresh = (id: ConnectionId): OperationId =>
    renew(id, 'refresh', (adapter, context, current) => {
      if (adapter.refresh === undefined) throw new AppError('ipc.invalid-argument');
      return adapter.refresh(context, current);
    });

  /** Ends the credentials at the provider; what cannot be ended there is told and deleted here. */
  const revokeFirst = async (operation: Operation, record: ConnectionRecord): Promise<void> => {
    const adapter = providers.get(record.providerId);
    if (adapter?.revoke === undefined) return;
    operation.step('revoke');
    const stored = await secrets.read(record.id).catch((error: unknown) => {
      if (isAppError(error, 'keychain.corrupt')) return null;
      throw error;
    });
    if (stored === null) return;
    try {
      await adapter.revoke(contextOf(operation), {
        settings: record.settings,
        fields: stored.fields,
      });
    } catch (error) {
      if (isAppError(error, 'oauth.cancelled')) throw error;
      operation.notice(new AppError('oauth.not-revoked', { cause: error }));
    }
  };

  const requireSettled = (id: ConnectionId): ConnectionRecord => {
    const record = vault.find(id);
    if (record.state === 'pending' || record.state === 'deleting') {
      throw new AppError('connection.busy', { retryable: true });
    }
    return record;
  };

  const readField = async (id: ConnectionId, name: string): Promise<Secret> => {
    requireSettled(id);
    const value = (await vault.open(id)).fields[name];
    if (value === undefined) throw new AppError('keychain.missing');
    return value;
  };

  return {
    providers: () => [...providers.descriptors()],

    views: () =>
      metadata
        .state()
        .connections.filter(isShown)
        .map((record) => toConnectionView(record, providers.get(record.providerId))),

    connect: ({ providerId, label, input, draft }) => {
      const adapter = providers.get(providerId);
      if (adapter === undefined) throw new AppError('provider.unknown');
      const whole = drafts.complete(draft, providerId, input);
      if (metadata.state().readOnly) throw new AppError('metadata.newer-version');
      const attempt = adapter.prepare(whole);
      const id = connectionIdSchema.parse(random.uuid());
      return operations.start(
        { kind: 'connect', providerId, connectionId: null, steps: adapter.steps.connect },
        async (operation) => {
          const credential = await attempt(contextOf(operation));
          drafts.drop(draft);
          const twin = twinOf(adapter, credential);
          if (twin !== undefined && (await shallReplace(operation, twin))) {
            operation.attach(twin.id);
            await saveWith(operation, () => vault.rotate(twin.id, adapter, credential));
            return;
          }
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

    refresh,

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
            const { renewed } = report;
            if (renewed !== undefined) {
              await saveWith(operation, () => vault.rotate(id, adapter, renewed));
            }
            await vault.note(id, {
              verifiedAtEpochSeconds: report.verifiedAtEpochSeconds,
              problem: null,
              needsSignIn: false,
            });
          } catch (error) {
            if (isAppError(error, ...rejections)) {
              await vault.note(id, { problem: problemOf(error) });
            }
            if (isAppError(error, 'oauth.sign-in-again')) {
              await vault.note(id, { needsSignIn: true, problem: problemOf(error) });
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
          steps:
            providers.get(record.providerId)?.revoke === undefined
              ? ['delete']
              : ['revoke', 'delete'],
        },
        async (operation) => {
          await vault.markDeleting(id);
          await revokeFirst(operation, record);
          operation.step('delete');
          await vault.remove(id);
        },
      );
    },

    rename: (id, label) => vault.note(id, { label }),

    s3Keys: async (id) => {
      const { label, facts } = requireSettled(id);
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

    accessToken: async (id) => {
      const { facts } = requireSettled(id);
      const expiresAt = facts.tokens?.accessTokenExpiresAtEpochSeconds ?? null;
      const runsOut = expiresAt !== null && expiresAt * 1000 - clock.nowEpochMs() < 60_000;
      if (runsOut && facts.tokens?.renewable === true) await operations.ended(refresh(id));
      return readField(id, 'accessToken');
    },

    renewQuietly: async (id) => {
      const operation = refresh(id);
      await operations.ended(operation);
      operations.dismiss(operation);
    },

    brokerId: (id) => readField(id, 'connectionId'),

    prefill: (providerId, text) => {
      const adapter = providers.get(providerId);
      if (adapter?.prefill === undefined) throw new AppError('prefill.not-understood');
      return drafts.keep(adapter, adapter.prefill(text));
    },

    checkKeychain,
    adoptKeychain: async () => {
      await secrets.adopt();
      await checkKeychain();
    },
  };
};
