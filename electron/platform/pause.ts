import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from './interfaces.ts';

/** Waits on the given clock. Throws `operation.cancelled`, at once, when the signal is aborted. */
export const pause = (clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(new AppError('operation.cancelled'));
      return;
    }
    const onAbort = (): void => {
      stop();
      reject(new AppError('operation.cancelled'));
    };
    const stop = clock.after(delayMs, () => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
