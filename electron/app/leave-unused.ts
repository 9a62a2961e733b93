import type { Clock } from '../platform/interfaces.ts';

type Patience = {
  /** Nobody has used it for so long. */
  readonly unusedMs: number;
  readonly lookAgainMs: number;
};

/** A command began it, and may come again. */
export const whenUnneeded: Patience = { unusedMs: 15 * 60_000, lookAgainMs: 60_000 };

/** A newer version is there to take its place. The package's own scripts end in that time. */
export const whenOutdated: Patience = { unusedMs: 5_000, lookAgainMs: 5_000 };

/** Leaves once nobody has used the agent for a while, looking now and then. */
export const leaveUnused = (options: {
  readonly patience: Patience;
  readonly isInUse: () => boolean;
  /** On the monotonic clock. */
  readonly lastUsedMs: () => number;
  readonly clock: Pick<Clock, 'after' | 'monotonicMs'>;
  readonly leave: () => void;
}): void => {
  const { patience, isInUse, lastUsedMs, clock, leave } = options;
  clock.after(patience.lookAgainMs, () => {
    if (!isInUse() && clock.monotonicMs() - lastUsedMs() >= patience.unusedMs) leave();
    else leaveUnused(options);
  });
};
