import { performance } from 'node:perf_hooks';
import type { Clock } from './interfaces.ts';

/** `setTimeout` fires at once for a longer delay than this, so longer ones are waited in parts. */
const maxTimerMs = 2 ** 31 - 1;

/** Reads the system's clocks. A timer started here keeps the process alive until it fires or is cancelled. */
export const systemClock: Clock = {
  nowEpochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, callback) => {
    const dueMs = performance.now() + delayMs;
    let timer: NodeJS.Timeout;
    const arm = (): void => {
      const leftMs = Math.max(0, dueMs - performance.now());
      timer = leftMs > maxTimerMs ? setTimeout(arm, maxTimerMs) : setTimeout(callback, leftMs);
    };
    arm();
    return () => clearTimeout(timer);
  },
};
