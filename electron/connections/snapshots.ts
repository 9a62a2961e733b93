import type { Snapshot } from '../../shared/schemas.ts';

/**
 * Builds whole snapshots and tells of them, at most one a turn of the event loop however much changed.
 */
type Snapshots = {
  readonly current: () => Snapshot;
  readonly changed: () => void;
};

export const createSnapshots = (dependencies: {
  readonly build: () => Omit<Snapshot, 'revision'>;
  readonly push: (snapshot: Snapshot) => void;
}): Snapshots => {
  let revision = 0;
  let scheduled = false;
  const current = (): Snapshot => ({ revision, ...dependencies.build() });
  return {
    current,
    changed: () => {
      revision += 1;
      if (scheduled) return;
      scheduled = true;
      setImmediate(() => {
        scheduled = false;
        // The list may have changed since somebody asked, so what is told now has a number of its own.
        revision += 1;
        dependencies.push(current());
      });
    },
  };
};
