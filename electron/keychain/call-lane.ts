import { AppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import { keychainError } from './keytar-errors.ts';

/** Runs one native call under the deadline; throws `AppError` with a `keychain.*` code. */
export type NativeCall = <T>(start: () => Promise<T>) => Promise<T>;

type CallLane = {
  /** Runs the operation alone, after all those asked for before it, whatever became of them. */
  readonly turn: <T>(operation: (call: NativeCall) => Promise<T>) => Promise<T>;
};

/**
 * Lets one native call run at a time.
 *
 * keytar's calls cannot be cancelled and each holds a thread of libuv's small pool. A call that
 * outlives its deadline therefore keeps the lane: until it settles, every further call answers
 * `keychain.timeout` at once instead of taking another thread.
 */
export const createCallLane = (options: {
  readonly clock: Pick<Clock, 'after'>;
  readonly deadlineMs: number;
  /** Told of a call that outlived its deadline and is still under way. */
  readonly onHang: () => void;
}): CallLane => {
  const queue = createSerialQueue();
  let hangs = false;

  const timedOut = () =>
    new AppError('keychain.timeout', {
      params: { seconds: Math.ceil(options.deadlineMs / 1_000) },
      retryable: true,
    });

  const call: NativeCall = (start) => {
    if (hangs) return Promise.reject(timedOut());
    return new Promise((resolve, reject) => {
      const cancel = options.clock.after(options.deadlineMs, () => {
        hangs = true;
        reject(timedOut());
        options.onHang();
      });
      const settled = () => {
        cancel();
        hangs = false;
      };
      // keytar throws synchronously for some arguments.
      const running = (async () => start())();
      running.then(
        (value) => {
          settled();
          resolve(value);
        },
        (error: unknown) => {
          settled();
          reject(keychainError(error));
        },
      );
    });
  };

  return { turn: (operation) => queue(() => operation(call)) };
};
