import type { Clock } from '../../../electron/platform/ports.ts';

export type FakeClock = Clock & {
  /** Both clocks move on and timers that fall due are called, in order. */
  readonly advance: (ms: number) => void;
  /** The machine sleeps: the wall clock moves on, the monotonic one and timers stand still. */
  readonly sleep: (ms: number) => void;
  /** Somebody sets the wall clock. */
  readonly setNowEpochMs: (epochMs: number) => void;
  readonly pendingTimers: () => number;
};

type Timer = { readonly dueMs: number; readonly callback: () => void };

export const createFakeClock = (startEpochMs = Date.UTC(2026, 0, 15, 12)): FakeClock => {
  let epochMs = startEpochMs;
  let monotonicMs = 1_000;
  const timers = new Set<Timer>();

  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];

  const moveTo = (ms: number): void => {
    epochMs += ms - monotonicMs;
    monotonicMs = ms;
  };

  return {
    nowEpochMs: () => epochMs,
    monotonicMs: () => monotonicMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: monotonicMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: (ms) => {
      const untilMs = monotonicMs + ms;
      for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
        timers.delete(timer);
        moveTo(Math.max(monotonicMs, timer.dueMs));
        timer.callback();
      }
      moveTo(untilMs);
    },
    sleep: (ms) => {
      epochMs += ms;
    },
    setNowEpochMs: (ms) => {
      epochMs = ms;
    },
    pendingTimers: () => timers.size,
  };
};
