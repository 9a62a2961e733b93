import type { Clock } from '../../platform/interfaces.ts';

/** Short enough to notice within seconds that the machine slept past the deadline. */
const maxTickMs = 15_000;

type AttemptDeadline = {
  /** Ends the attempt if its time is up, and tells whether it is. */
  readonly check: () => boolean;
  readonly stop: () => void;
};

/**
 * Calls back once when the time is up by either clock.
 *
 * The monotonic clock and timers stand still while a machine sleeps, so the wall clock is read too.
 * Set forward, it can end an attempt early, which costs a second try; set back, it changes nothing.
 */
export const startDeadline = (options: {
  readonly clock: Clock;
  readonly timeoutMs: number;
  readonly onExpired: () => void;
}): AttemptDeadline => {
  const { clock, timeoutMs, onExpired } = options;
  const startedMs = clock.monotonicMs();
  const startedEpochMs = clock.nowEpochMs();
  let isRunning = true;
  let cancelTick = (): void => undefined;

  const leftMs = (): number =>
    timeoutMs - Math.max(clock.monotonicMs() - startedMs, clock.nowEpochMs() - startedEpochMs);

  const stop = (): void => {
    isRunning = false;
    cancelTick();
  };

  const check = (): boolean => {
    const isExpired = leftMs() <= 0;
    if (isExpired && isRunning) {
      stop();
      onExpired();
    }
    return isExpired;
  };

  const tick = (): void => {
    if (check() || !isRunning) return;
    cancelTick = clock.after(Math.min(leftMs(), maxTickMs), tick);
  };
  tick();

  return { check, stop };
};
