import type { Clock } from '../platform/interfaces.ts';
import { leavesWithinMs } from '../platform/leaving-times.ts';

const lookAgainMs = 200;

/**
 * Claims the profile from an agent that cannot show a window: it was told of this start, finishes what
 * is under way, and leaves. False where the owner can show a window itself, or does not leave in time.
 */
export const takeOver = async (options: {
  /** Asks the owner; null where nobody answers, because it is leaving or has only begun. */
  readonly ownerHasWindow: () => Promise<boolean | null>;
  readonly claim: () => boolean;
  readonly clock: Pick<Clock, 'after' | 'monotonicMs'>;
}): Promise<boolean> => {
  const { ownerHasWindow, claim, clock } = options;
  const untilMs = clock.monotonicMs() + leavesWithinMs;
  while (clock.monotonicMs() < untilMs) {
    const hasWindow = await ownerHasWindow();
    if (hasWindow === true) return false;
    if (hasWindow === null && claim()) return true;
    await new Promise<void>((resolve) => clock.after(lookAgainMs, resolve));
  }
  return false;
};
