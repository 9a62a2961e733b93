import type { ConnectionId, ProviderId } from '../../../shared/ids.ts';
import { toErrorView } from '../../diagnostics/error-view.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { SecretStore } from '../../keychain/secret-store.ts';
import type { Clock, Random } from '../../platform/interfaces.ts';
import type { ProviderAdapter, ProviderContext } from '../../providers/adapter.ts';
import type { ProviderRegistry } from '../../providers/registry.ts';
import type { MetadataStore } from '../../storage/metadata/metadata-store.ts';
import type { ConnectionRecord } from '../../storage/metadata/schema.ts';
import type { Emit } from '../events.ts';
import { isKeychainOutage } from '../keychain-watch.ts';
import type { Operation, Operations } from '../operations.ts';
import {
  type ContextDependencies,
  type ContextOptions,
  createProviderContext,
} from '../provider-context.ts';
import { isStorageTrouble } from '../records.ts';
import type { RenewalFailures } from '../renewal-failures.ts';
import { createVault, type Vault } from '../vault.ts';

/** What the use cases share. */
export type UseCaseDependencies = {
  readonly metadata: MetadataStore;
  readonly secrets: SecretStore;
  readonly operations: Operations;
  readonly providers: ProviderRegistry;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly emit: Emit;
  readonly renewalFailures: RenewalFailures;
  /** Throws `provider.unknown`. */
  readonly adapterOf: (id: ProviderId) => ProviderAdapter;
  readonly contextOf: (operation: Operation, options?: ContextOptions) => ProviderContext;
  /** Throws for a provider that the organisation lets nobody connect. */
  readonly requireProvider: (id: ProviderId) => void;
  /** Throws what keeps the list of connections from being changed, if anything does. */
  readonly requireWritable: () => void;
  /** Throws `connection.busy` for what is only coming or already going. */
  readonly requireSettled: (id: ConnectionId) => ConnectionRecord;
  /**
   * Saves, and while the keychain or the disk does not take it lets the person mend that and try
   * again: what was received may not be had a second time.
   */
  readonly save: (operation: Operation, save: () => Promise<void>) => Promise<void>;
};

export const createUseCaseDependencies = (
  dependencies: ContextDependencies & {
    readonly metadata: MetadataStore;
    readonly secrets: SecretStore;
    readonly providers: ProviderRegistry;
    readonly operations: Operations;
    readonly emit: Emit;
    readonly renewalFailures: RenewalFailures;
    readonly requireProvider: (id: ProviderId) => void;
  },
): UseCaseDependencies => {
  const { metadata, secrets, operations, providers, clock, random, emit } = dependencies;
  const vault = createVault({ metadata, secrets, clock });
  return {
    metadata,
    secrets,
    operations,
    providers,
    clock,
    random,
    vault,
    emit,
    renewalFailures: dependencies.renewalFailures,
    adapterOf: (id) => {
      const adapter = providers.get(id);
      if (adapter === undefined) throw new AppError('provider.unknown');
      return adapter;
    },
    requireProvider: dependencies.requireProvider,
    contextOf: (operation, options) => createProviderContext(dependencies, operation, options),
    requireWritable: () => {
      const { readOnly, notice } = metadata.state();
      if (readOnly) throw notice ?? new AppError('metadata.unwritable');
    },
    requireSettled: (id) => {
      const record = vault.find(id);
      if (record.state !== 'active' && record.state !== 'rotating') {
        throw new AppError('connection.busy', { retryable: true });
      }
      return record;
    },
    save: async (operation, save) => {
      operation.step('save');
      for (;;) {
        try {
          return await save();
        } catch (error) {
          if (!isKeychainOutage(error) && !isStorageTrouble(error)) throw error;
          const answer = await operation.ask({ kind: 'retry-save', error: toErrorView(error) });
          if (answer.kind !== 'accept') throw error;
        }
      }
    },
  };
};
