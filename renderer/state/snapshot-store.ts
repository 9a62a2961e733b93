import type { Snapshot, SnapshotChanges } from '../../shared/schemas.ts';
import { applyChanges } from '../../shared/snapshot-changes.ts';
import { type Bridge, settle } from './bridge.ts';

export type SnapshotStore = {
  /** Null until main has answered once. */
  readonly get: () => Snapshot | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks main once and follows its pushes until the returned function is called. */
  readonly start: () => () => void;
};

/** How long after a refusal main is asked again. */
const askAgainMs = 1_000;

/**
 * Keeps the newest snapshot: the one that main answered with, and the changes that it pushes. Answers
 * and pushes can overtake each other; whenever a push cannot be applied, main is asked for the whole
 * until its answer is as new as any push that was heard.
 */
export const createSnapshotStore = (bridge: Pick<Bridge, 'app'>): SnapshotStore => {
  let current: Snapshot | null = null;
  let heardRevision = -1;
  let asking = false;
  const listeners = new Set<() => void>();

  const receive = (next: Snapshot): void => {
    if (current !== null && next.revision <= current.revision) return;
    current = next;
    for (const listener of listeners) listener();
  };

  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    const reply = await settle(bridge.app.snapshot());
    asking = false;
    if (reply.ok) receive(reply.value);
    if (!reply.ok) setTimeout(() => void ask(), askAgainMs);
    else if ((current?.revision ?? -1) < heardRevision) void ask();
  };

  const follow = (changes: SnapshotChanges): void => {
    heardRevision = Math.max(heardRevision, changes.revision);
    if (current !== null && changes.revision <= current.revision) return;
    // Changes say nothing of what came and went since they begin, so they fit no other revision.
    if (changes.since === current?.revision) receive(applyChanges(current, changes));
    else void ask();
  };

  return {
    get: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      const stop = bridge.app.onChanged(follow);
      void ask();
      return stop;
    },
  };
};
