import type { Snapshot, SnapshotChanges } from '../../../shared/schemas.ts';
import { changesSince } from '../../../shared/snapshot-changes.ts';

/**
 * Pushes what changed since the last push. `first` is a snapshot no newer than any that a window may
 * have been given.
 *
 * Where changes cannot tell it, the push says that it begins with its own end, which no window has: it
 * then asks for the whole.
 */
export const createSnapshotPush = (
  first: Snapshot,
  send: (changes: SnapshotChanges) => void,
): ((snapshot: Snapshot) => void) => {
  let last = first;
  return (snapshot) => {
    const { connections: _, ...rest } = snapshot;
    const changes = changesSince(last, snapshot) ?? {
      ...rest,
      since: snapshot.revision,
      changed: [],
      removed: [],
    };
    last = snapshot;
    send(changes);
  };
};
