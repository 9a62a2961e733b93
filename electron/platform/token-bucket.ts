import type { Clock } from '../platform/ports.ts';

export type RateLimit = {
  /** Calls that may come at once. */
  readonly burst: number;
  readonly perSecond: number;
};

/** Answers whether one more call may pass, and counts it when it may. */
export type TokenBucket = { readonly take: () => boolean };

/** Makes a bucket that starts full and refills evenly by the monotonic clock. */
export const createTokenBucket = (
  limit: RateLimit,
  clock: Pick<Clock, 'monotonicMs'>,
): TokenBucket => {
  let tokens = limit.burst;
  let filledAtMs = clock.monotonicMs();
  return {
    take: () => {
      const nowMs = clock.monotonicMs();
      const gained = ((nowMs - filledAtMs) / 1000) * limit.perSecond;
      tokens = Math.min(limit.burst, tokens + gained);
      filledAtMs = nowMs;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
