import type { Clock } from '../../../electron/platform/ports.ts';

export type ManualClock = Clock & {
  /** Moves both clocks and runs what falls due, in order. */
  readonly advance: (byMs: number) => void;
  /** Sets the wall clock alone, as a person or NTP does. */
  readonly setWallClock: (epochMs: number) => void;
  /** Delays that were asked for, in order. */
  readonly delays: readonly number[];
  readonly pendingTimers: () => number;
  /** Resolves when a timer is pending. */
  readonly untilTimer: () => Promise<void>;
};

/** A clock that stands still until it is moved. With `eager`, each timer moves it at once. */
export const createManualClock = (
  options: { readonly startEpochMs?: number; readonly eager?: boolean } = {},
): ManualClock => {
  let wallMs = options.startEpochMs ?? Date.parse('2030-01-01T00:00:00Z');
  let monotonicMs = 1_000;
  const timers = new Set<{ dueMs: number; callback: () => void }>();
  const delays: number[] = [];
  let waiting: (() => void)[] = [];

  const move = (toMonotonicMs: number): void => {
    wallMs += toMonotonicMs - monotonicMs;
    monotonicMs = toMonotonicMs;
  };
  const advance = (byMs: number): void => {
    const endMs = monotonicMs + byMs;
    for (;;) {
      const next = [...timers]
        .filter((timer) => timer.dueMs <= endMs)
        .sort((a, b) => a.dueMs - b.dueMs)[0];
      if (next === undefined) break;
      timers.delete(next);
      move(Math.max(monotonicMs, next.dueMs));
      next.callback();
    }
    move(endMs);
  };

  return {
    nowEpochMs: () => wallMs,
    monotonicMs: () => monotonicMs,
    after: (delayMs, callback) => {
      const timer = { dueMs: monotonicMs + delayMs, callback };
      timers.add(timer);
      delays.push(delayMs);
      for (const resolve of waiting) resolve();
      waiting = [];
      if (options.eager === true) {
        setImmediate(() => {
          if (timers.has(timer)) advance(Math.max(0, timer.dueMs - monotonicMs));
        });
      }
      return () => {
        timers.delete(timer);
      };
    },
    advance,
    setWallClock: (epochMs) => {
      wallMs = epochMs;
    },
    delays,
    pendingTimers: () => timers.size,
    untilTimer: () =>
      timers.size > 0
        ? Promise.resolve()
        : new Promise((resolve) => {
            waiting.push(resolve);
          }),
  };
};
