import type { Snapshot } from '../../shared/schemas.ts';
import { type Bridge, settle } from './bridge.ts';

export type SnapshotStore = {
  /** Null until main has answered once. */
  readonly get: () => Snapshot | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks main once and follows its pushes until the returned function is called. */
  readonly start: () => () => void;
};

/**
 * Keeps the newest snapshot that main sent. The first answer and the pushes can overtake each
 * other, so a snapshot with a revision not above the kept one is dropped.
 */
export const createSnapshotStore = (bridge: Pick<Bridge, 'app'>): SnapshotStore => {
  let current: Snapshot | null = null;
  const listeners = new Set<() => void>();

  const receive = (next: Snapshot): void => {
    if (current !== null && next.revision <= current.revision) return;
    current = next;
    for (const listener of listeners) listener();
  };

  return {
    get: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      const stop = bridge.app.onChanged(receive);
      void settle(bridge.app.snapshot()).then((reply) => {
        if (reply.ok) receive(reply.value);
      });
      return stop;
    },
  };
};
