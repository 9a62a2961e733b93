import type { RateLimit } from '../../shared/limits.ts';
import type { Clock } from './interfaces.ts';

/** Answers whether it may be done once more, and counts it when it may. */
type TokenBucket = { readonly take: () => boolean };

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
