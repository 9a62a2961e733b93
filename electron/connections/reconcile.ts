import { isAppError } from '../diagnostics/errors.ts';
import type { SecretStore } from '../keychain/secret-store.ts';
import type { MetadataStore } from '../metadata/metadata-store.ts';
import type { ConnectionRecord } from '../metadata/schema.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import { problemOf } from './records.ts';

/**
 * Finishes or rolls back what a crash, a kill or a keychain outage left half done.
 *
 * Reads only the connections that are in between, so an ordinary start asks the keychain nothing.
 * A keychain that cannot answer leaves them as they are: unknown is not absent. Safe to run again
 * at any time and to be killed at any await.
 */
export const reconcile = async (dependencies: {
  readonly metadata: MetadataStore;
  readonly secrets: SecretStore;
  readonly adapterOf: (record: ConnectionRecord) => ProviderAdapter | undefined;
  /** Leaves alone what a running operation is working on. */
  readonly isBusy: (record: ConnectionRecord) => boolean;
}): Promise<void> => {
  const { metadata, secrets, adapterOf, isBusy } = dependencies;

  const settle = async (record: ConnectionRecord): Promise<void> => {
    if (record.state === 'deleting' || record.state === 'abandoned') {
      await secrets.delete(record.id);
      await metadata.remove(record.id);
      return;
    }
    const stored = await secrets.read(record.id);
    if (stored === null) {
      if (record.state === 'pending') {
        // Chunks may be there although the item that lists them is not.
        await secrets.delete(record.id);
        return metadata.remove(record.id);
      }
      await metadata.put({
        ...record,
        state: 'active',
        needsSignIn: true,
        problem: { code: 'keychain.missing', params: {} },
      });
      return;
    }
    const facts = adapterOf(record)?.describe({
      settings: record.settings,
      fields: stored.fields,
    });
    await metadata.put({
      ...record,
      state: 'active',
      generation: stored.generation,
      facts: facts ?? record.facts,
    });
  };

  if (metadata.state().readOnly) return;
  for (const record of metadata.state().connections) {
    if (record.state === 'active' || isBusy(record)) continue;
    try {
      await settle(record);
    } catch (error) {
      if (!isAppError(error)) throw error;
      if (isAppError(error, 'keychain.corrupt')) {
        await metadata.put({
          ...record,
          state: 'active',
          needsSignIn: true,
          problem: problemOf(error),
        });
        continue;
      }
      // The keychain or the disk is out of reach; the next look finishes this.
      return;
    }
  }
};
