import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ErrorCode } from '../../shared/result.ts';
import type { OperationView, RevealField } from '../../shared/schemas.ts';
import type { MetadataStore } from '../storage/metadata/metadata-store.ts';

/** What has happened to a connection. Bears no secret, and nothing that people wrote. */
export type ConnectionEvent = { readonly connectionId: ConnectionId } & (
  | { readonly kind: 'connected' | 'verified' | 'disconnected' }
  /** Its credentials were replaced, by that operation; null for one that a crash had cut short. */
  | { readonly kind: 'renewed'; readonly by: OperationView['kind'] | null }
  | { readonly kind: 'renewal-failed'; readonly code: ErrorCode }
  /** It needs the person to sign in: the provider said so, or the secret is lost. */
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'handed-out'; readonly to: 'clipboard'; readonly as: CopyFormat }
  | { readonly kind: 'revealed'; readonly field: RevealField; readonly hidesAtEpochMs: number }
);

export type Emit = (event: ConnectionEvent) => void;

/**
 * Tells whoever listens what happened, once it did: what is told is on the disk or has been given.
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

/**
 * Tells what became of connections by what is written of them: by whichever operation, and by
 * `reconcile` after a crash as well.
 */
export const tellChanges = (
  store: MetadataStore,
  emit: Emit,
  running: (id: ConnectionId) => OperationView['kind'] | null,
): MetadataStore => ({
  ...store,
  update: async (id, edit) => {
    const happened: ConnectionEvent[] = [];
    await store.update(id, (before) => {
      const after = edit(before);
      if (after === null) return after;
      if (before.state === 'pending' && after.state === 'active') {
        happened.push({ kind: 'connected', connectionId: id });
      }
      if (after.generation > before.generation) {
        happened.push({ kind: 'renewed', connectionId: id, by: running(id) });
      }
      if (!before.needsSignIn && after.needsSignIn) {
        happened.push({ kind: 'signed-out', connectionId: id });
      }
      return after;
    });
    happened.forEach(emit);
  },
  remove: async (id) => {
    const before = store.state().connections.find((each) => each.id === id);
    await store.remove(id);
    // Anything else never was a connection.
    if (before?.state === 'deleting') emit({ kind: 'disconnected', connectionId: id });
  },
});
