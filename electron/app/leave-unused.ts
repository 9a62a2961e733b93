import type { Clock } from '../platform/interfaces.ts';

const unusedMs = 15 * 60_000;
const lookAgainMs = 60_000;

/** Leaves once nobody has used the agent for 15 minutes, looking once a minute. */
export const leaveUnused = (options: {
  readonly isInUse: () => boolean;
  /** On the monotonic clock. */
  readonly lastUsedMs: () => number;
  readonly clock: Pick<Clock, 'after' | 'monotonicMs'>;
  readonly leave: () => void;
}): void => {
  const { isInUse, lastUsedMs, clock, leave } = options;
  clock.after(lookAgainMs, () => {
    if (!isInUse() && clock.monotonicMs() - lastUsedMs() >= unusedMs) leave();
    else leaveUnused(options);
  });
};
