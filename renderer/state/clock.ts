/** The timers a clock needs; the window's own, or fakes. */
type Timers = {
  readonly now: () => number;
  readonly setTimeout: (run: () => void, delayMs: number) => unknown;
  readonly clearTimeout: (handle: unknown) => void;
};

export type Clock = {
  /** Epoch milliseconds of the last tick: the same for every reader until the next one. */
  readonly now: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  /** Says when something next ends; the clock ticks each second only near such a moment. */
  readonly setDeadlines: (epochMs: readonly number[]) => void;
};

const hourMs = 3_600_000;
const quickMs = 1_000;
const slowMs = 30_000;

/** Chooses how often countdowns need a new text: each second only within an hour of an end. */
export const tickIntervalMs = (deadlinesEpochMs: readonly number[], nowMs: number): number =>
  deadlinesEpochMs.some((deadline) => deadline > nowMs && deadline - nowMs <= hourMs)
    ? quickMs
    : slowMs;

/** One clock for every countdown in the window. It runs only while someone listens. */
export const createClock = (timers: Timers): Clock => {
  const listeners = new Set<() => void>();
  let deadlines: readonly number[] = [];
  let handle: unknown = null;
  let current = timers.now();

  const schedule = (): void => {
    if (handle !== null) timers.clearTimeout(handle);
    handle = null;
    if (listeners.size === 0) return;
    const interval = tickIntervalMs(deadlines, timers.now());
    // Aligned to whole seconds, so that all countdowns turn together.
    const delay = interval === quickMs ? quickMs - (timers.now() % quickMs) : interval;
    handle = timers.setTimeout(tick, delay);
  };
  const tick = (): void => {
    current = timers.now();
    for (const listener of listeners) listener();
    schedule();
  };

  return {
    now: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        current = timers.now();
        schedule();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) schedule();
      };
    },
    setDeadlines: (next) => {
      deadlines = next;
      // A new deadline may be later than the last tick by up to half a minute.
      if (listeners.size > 0) tick();
      else current = timers.now();
    },
  };
};

/** The clock of a page. */
export const windowClock = (): Clock =>
  createClock({
    now: () => Date.now(),
    setTimeout: (run, delayMs) => window.setTimeout(run, delayMs),
    clearTimeout: (handle) => window.clearTimeout(handle as number),
  });
