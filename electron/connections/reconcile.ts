import type { ConnectionId } from '../../shared/ids.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { SecretStore } from '../keychain/secret-store.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';
import type { ConnectionRecord } from '../storage/metadata/schema.ts';
import { isKeychainOutage } from './keychain-watch.ts';
import { arrived, factsOf, isStorageTrouble, problemOf, settingsFor } from './records.ts';

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
  /** Ends a connection at its provider and deletes it, from wherever that was left. */
  readonly disconnect: (id: ConnectionId) => Promise<void>;
  /** Leaves alone what a running operation is working on. */
  readonly isBusy: (record: ConnectionRecord) => boolean;
}): Promise<void> => {
  const { metadata, secrets, adapterOf, disconnect, isBusy } = dependencies;

  /** Settles a record unless somebody else works on it, or has, since the keychain was asked. */
  const conclude = (
    seen: ConnectionRecord,
    edit: (record: ConnectionRecord) => ConnectionRecord | null,
  ): Promise<void> =>
    metadata.update(seen.id, (record) => {
      const isAsSeen = record.state === seen.state && record.generation === seen.generation;
      return isAsSeen && !isBusy(record) ? edit(record) : record;
    });

  const settle = async (record: ConnectionRecord): Promise<void> => {
    if (record.state === 'deleting') return disconnect(record.id);
    if (record.state === 'abandoned') {
      await secrets.delete(record.id);
      return conclude(record, () => null);
    }
    const stored = await secrets.read(record.id);
    if (stored === null && record.state === 'pending') {
      // Chunks may be there although the item that lists them is not.
      await secrets.delete(record.id);
      return conclude(record, () => null);
    }
    if (stored === null) {
      return conclude(record, (now) => ({
        ...now,
        state: 'active',
        nextSettings: null,
        needsSignIn: true,
        problem: { code: 'keychain.missing', params: {} },
      }));
    }
    const adapter = adapterOf(record);
    const settings = settingsFor(record, stored);
    const facts =
      adapter === undefined ? record.facts : factsOf(adapter, { settings, fields: stored.fields });
    return conclude(record, (now) => ({
      ...now,
      ...arrived(record, stored),
      state: 'active',
      facts,
    }));
  };

  if (metadata.state().readOnly) return;
  for (const { id } of metadata.state().connections) {
    const record = metadata.state().connections.find((each) => each.id === id);
    if (record === undefined || record.state === 'active' || isBusy(record)) continue;
    try {
      await settle(record);
    } catch (error) {
      // The keychain or the disk is out of reach; the next look finishes this and what follows.
      if (isKeychainOutage(error) || isStorageTrouble(error)) return;
      if (!isAppError(error)) throw error;
      // The person, or quitting, stopped a disconnect; it stays for the next look.
      if (isAppError(error, 'operation.cancelled')) continue;
      // Something about this one alone: it must not hold up the others.
      await conclude(record, (now) => ({
        ...now,
        state: record.state === 'rotating' || record.state === 'pending' ? 'active' : now.state,
        nextSettings: null,
        needsSignIn: true,
        problem: problemOf(error),
      }));
    }
  }
};
