import type { ActivityEntry } from '../../shared/activity.ts';
import type { Clock } from '../platform/interfaces.ts';

type HandOut = Extract<ActivityEntry, { kind: 'handed-out' }>;

/** How often those that were counted get their line, in milliseconds. */
const countedMs = 60_000;

/**
 * Keeps a tool that asks many times a second from pushing out of the files what others did: its first
 * time has a line at once, and all those of the next minute have one together.
 */
export const createHandOutCounts = (
  clock: Pick<Clock, 'after'>,
  add: (handOut: HandOut) => void,
) => {
  const counts = new Map<string, { readonly latest: Omit<HandOut, 'times'>; times: number }>();
  let cancel = (): void => {};

  const addCounted = (): void => {
    for (const [key, count] of counts) {
      if (count.times === 0) counts.delete(key);
      else add({ ...count.latest, times: count.times });
      count.times = 0;
    }
  };
  const countOn = (): void => {
    cancel = clock.after(countedMs, () => {
      addCounted();
      if (counts.size > 0) countOn();
    });
  };

  return {
    add: (handOut: Omit<HandOut, 'times'>): void => {
      const { account, as, consumer } = handOut;
      // A label has no line break, so no two of them share a key.
      const key = `${account.id}\n${as}\n${account.label}\n${consumer}`;
      const count = counts.get(key);
      if (count !== undefined) {
        count.times += 1;
        return;
      }
      if (counts.size === 0) countOn();
      counts.set(key, { latest: handOut, times: 0 });
      add({ ...handOut, times: 1 });
    },
    /** Adds what was counted and counts no more. */
    stop: (): void => {
      cancel();
      addCounted();
      counts.clear();
    },
  };
};
