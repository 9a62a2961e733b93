import type { Clock } from '../../../electron/platform/interfaces.ts';

export type FakeClock = Clock & {
  /** Both clocks move on and timers that fall due are called, in order. */
  readonly advance: (ms: number) => void;
  /** The machine sleeps: the wall clock moves on, the monotonic one and timers stand still. */
  readonly sleep: (ms: number) => void;
  /** Somebody sets the wall clock. */
  readonly setNowEpochMs: (epochMs: number) => void;
  readonly pendingTimers: () => number;
  /** Delays that were asked for, in order. */
  readonly delays: readonly number[];
  /** Resolves when a timer is pending. */
  readonly untilTimer: () => Promise<void>;
};

type Timer = { readonly dueMs: number; readonly callback: () => void };

/** A clock that stands still until it is moved. With `eager`, each timer moves it at once. */
export const createClock = (
  options: { readonly startEpochMs?: number; readonly eager?: boolean } = {},
): FakeClock => {
  let epochMs = options.startEpochMs ?? Date.UTC(2030, 0, 1);
  let monotonicMs = 1_000;
  const timers = new Set<Timer>();
  const delays: number[] = [];
  let waiting: (() => void)[] = [];

  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];

  const moveTo = (ms: number): void => {
    epochMs += ms - monotonicMs;
    monotonicMs = ms;
  };
  const advance = (ms: number): void => {
    const untilMs = monotonicMs + ms;
    for (let timer = nextDue(untilMs); timer !== undefined; timer = nextDue(untilMs)) {
      timers.delete(timer);
      moveTo(Math.max(monotonicMs, timer.dueMs));
      timer.callback();
    }
    moveTo(untilMs);
  };

  return {
    nowEpochMs: () => epochMs,
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
      return () => timers.delete(timer);
    },
    advance,
    sleep: (ms) => {
      epochMs += ms;
    },
    setNowEpochMs: (ms) => {
      epochMs = ms;
    },
    pendingTimers: () => timers.size,
    delays,
    untilTimer: () =>
      timers.size > 0 ? Promise.resolve() : new Promise((resolve) => void waiting.push(resolve)),
  };
};
