import type { Snapshot, SnapshotChanges } from './schemas.ts';

/**
 * Lists what became of a snapshot since another one; null where they follow no one rule: connections
 * keep their places, and new ones come last. One that is the same object has not changed.
 */
export const changesSince = (before: Snapshot, now: Snapshot): SnapshotChanges | null => {
  const { connections, ...rest } = now;
  const known = new Map(before.connections.map((each) => [each.id, each]));
  const changed = connections.filter((each) => known.get(each.id) !== each);
  for (const { id } of connections) known.delete(id);
  const changes = { ...rest, since: before.revision, changed, removed: [...known.keys()] };
  const after = applyChanges(before, changes).connections;
  const agrees =
    after.length === connections.length &&
    after.every((each, index) => each === connections[index]);
  return agrees ? changes : null;
};

/** Gives the snapshot that the changes lead to from the one that they begin with. */
export const applyChanges = (
  current: Snapshot,
  { since: _, changed, removed, ...rest }: SnapshotChanges,
): Snapshot => {
  const news = new Map(changed.map((each) => [each.id, each]));
  const gone = new Set(removed);
  const connections = current.connections.flatMap((each) => {
    const next = news.get(each.id) ?? each;
    news.delete(each.id);
    return gone.has(each.id) ? [] : [next];
  });
  return { ...rest, connections: [...connections, ...news.values()] };
};
