import type { ExpiryStage } from '../../shared/connection-rules.ts';
import type { HandedOutId } from '../../shared/copy-formats.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ErrorCode } from '../../shared/result.ts';
import type { OperationView, RevealField } from '../../shared/schemas.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';
import type { ConnectionRecord } from '../storage/metadata/schema.ts';

/** Who was handed credentials: the clipboard, or the consumer that people gave that name. */
export type Taker =
  | { readonly kind: 'clipboard' }
  | { readonly kind: 'consumer'; readonly name: string };

/** What has happened to a connection. Bears no secret, and nothing that a provider wrote. */
export type ConnectionEvent = { readonly connectionId: ConnectionId } & (
  | { readonly kind: 'connected' | 'verified' }
  /** Bears its last name, which the list no longer has. */
  | { readonly kind: 'disconnected'; readonly label: string }
  /** Its credentials were replaced, by that operation; null for one that a crash had cut short. */
  | { readonly kind: 'renewed'; readonly by: OperationView['kind'] | null }
  /** `sinceEpochSeconds`: when the first of those in a row failed. */
  | {
      readonly kind: 'renewal-failed';
      readonly code: ErrorCode;
      readonly sinceEpochSeconds: number;
    }
  /** It is about to run out, or has, and nothing renews it. Told once of the same credentials. */
  | { readonly kind: ExpiryStage }
  /** It needs the person to sign in: the provider said so, or the secret is lost. */
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'handed-out'; readonly to: Taker; readonly as: HandedOutId }
  /** The person was asked whether that consumer may have its credentials. */
  | { readonly kind: 'approved' | 'refused'; readonly consumer: string }
  | { readonly kind: 'revealed'; readonly field: RevealField; readonly hidesAtEpochMs: number }
);

export type Emit = (event: ConnectionEvent) => void;

/**
 * Tells whoever listens what happened, once it did: what is told is on the disk or has been given. Only
 * `revealed` comes just before, so that the window is out of screenshots by then.
 *
 * Whoever tells knows no listener, and none of them can make it fail.
 */
export const createConnectionEvents = (report: (error: unknown) => void) => {
  const listeners = new Set<Emit>();
  const emit: Emit = (event) => {
    for (const listener of listeners) {
      try {
        listener(event);
      } catch (error) {
        report(error);
      }
    }
  };
  return { emit, listen: (listener: Emit): void => void listeners.add(listener) };
};

/** How far towards their end its credentials were when that was told, others before them aside. */
const toldStageOf = ({ toldExpiry, generation }: ConnectionRecord): ExpiryStage | null =>
  toldExpiry?.generation === generation ? toldExpiry.stage : null;

/**
 * Notes on the disk how far connections are towards their end, which tells it; nothing where all is
 * noted, or nothing can be.
 */
export const noteExpiry = async (
  metadata: MetadataStore,
  stageOf: (record: ConnectionRecord) => ExpiryStage | null,
): Promise<void> => {
  const { connections, readOnly } = metadata.state();
  const isNews = (record: ConnectionRecord): boolean => {
    const stage = stageOf(record);
    const told = toldStageOf(record);
    return stage !== null && stage !== told && told !== 'expired';
  };
  if (readOnly || !connections.some(isNews)) return;
  await metadata.updateAll((record) => {
    const stage = stageOf(record);
    return isNews(record) && stage !== null
      ? { ...record, toldExpiry: { stage, generation: record.generation } }
      : record;
  });
};

/** Tells what happened between two states of one connection; undefined where there is none. */
const happenedBetween = (
  before: ConnectionRecord | undefined,
  after: ConnectionRecord | undefined,
  running: OperationView['kind'] | null,
): readonly ConnectionEvent[] => {
  if (before === undefined) return [];
  const connectionId = before.id;
  // Anything else that goes never was a connection.
  if (after === undefined)
    return before.state === 'deleting'
      ? [{ kind: 'disconnected', connectionId, label: before.label }]
      : [];
  const happened: ConnectionEvent[] = [];
  // What comes many at once is `abandoned` until all of it is there.
  const wasPending = before.state === 'pending' || before.state === 'abandoned';
  if (wasPending && after.state === 'active' && !after.needsSignIn)
    happened.push({ kind: 'connected', connectionId });
  if (after.generation > before.generation) {
    // Only what was not cut short ends active.
    const by = after.state === 'active' ? running : null;
    happened.push({ kind: 'renewed', connectionId, by });
  }
  if (!wasPending && !before.needsSignIn && after.needsSignIn)
    happened.push({ kind: 'signed-out', connectionId });
  const stage = toldStageOf(after);
  if (stage !== null && stage !== toldStageOf(before)) happened.push({ kind: stage, connectionId });
  return happened;
};

/**
 * Tells what became of connections by what is on the disk of them: by whichever operation, by
 * `reconcile` after a crash, and by a change that failed only once it was written.
 */
export const tellChanges = (
  store: MetadataStore,
  emit: Emit,
  running: (id: ConnectionId) => OperationView['kind'] | null,
): MetadataStore => {
  const seen = new Map(store.state().connections.map((record) => [record.id, record]));
  const recordOf = (id: ConnectionId) =>
    store.state().connections.find((record) => record.id === id);
  const tell = (id: ConnectionId, after = recordOf(id)): void => {
    const before = seen.get(id);
    if (after === undefined) seen.delete(id);
    else seen.set(id, after);
    happenedBetween(before, after, running(id)).forEach(emit);
  };
  const told = (id: ConnectionId, change: Promise<void>): Promise<void> =>
    change.finally(() => tell(id));
  const toldOfAll: MetadataStore['putAll'] = (records) =>
    store.putAll(records).finally(() => {
      for (const { id } of records) tell(id);
    });
  return {
    ...store,
    put: (record) => told(record.id, store.put(record)),
    putAll: toldOfAll,
    update: (id, edit) => told(id, store.update(id, edit)),
    updateAll: (edit) =>
      store.updateAll(edit).finally(() => {
        for (const record of store.state().connections) {
          if (seen.get(record.id) !== record) tell(record.id, record);
        }
      }),
    remove: (id) => told(id, store.remove(id)),
  };
};
