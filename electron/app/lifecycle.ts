import type { Logger } from '../diagnostics/logger.ts';
import type { Clock } from '../platform/interfaces.ts';

export type QuitTask = { readonly name: string; readonly run: () => Promise<void> | void };

type QuitOptions = {
  /** Begun in this order, without waiting for one another: none may hold up the next. */
  readonly tasks: () => readonly QuitTask[];
  /** Longest wait for all of them, in milliseconds. */
  readonly boundMs: number;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
};

const runTask = async ({ name, run }: QuitTask, logger: Logger): Promise<void> => {
  try {
    await run();
  } catch (error) {
    logger.error('quit task failed', { task: name, error });
  }
};

/**
 * Makes the listener for `will-quit`: it holds the quit back once, does the last work within its
 * bound and calls `exit`. A hung keychain or clipboard cannot keep the program alive.
 */
export const createQuitSequence = ({ tasks, boundMs, clock, logger }: QuitOptions) => {
  let state: 'open' | 'leaving' | 'done' = 'open';

  return (event: { preventDefault: () => void }, exit: () => void): void => {
    if (state === 'done') return;
    event.preventDefault();
    if (state === 'leaving') return;
    state = 'leaving';

    const finish = (): void => {
      if (state === 'done') return;
      state = 'done';
      // Not within the event itself: Electron ignores an exit while it still asks who objects.
      clock.after(0, exit);
    };
    const cancelBound = clock.after(boundMs, () => {
      logger.warn('quit tasks did not end in time', { boundMs });
      finish();
    });
    void Promise.all(tasks().map((task) => runTask(task, logger))).then(() => {
      cancelBound();
      finish();
    });
  };
};

type FatalOptions = {
  readonly logger: Logger;
  /** Tells the person and leaves, in order. Called once at most. */
  readonly leave: () => void;
};

/**
 * Makes the listeners for what nobody caught. An exception leaves the program in a state nobody
 * thought of: it is logged, redacted, and the program quits in order, which loses nothing. A second
 * one while it does so is only counted, so that an error in leaving cannot loop.
 */
export const createFatalGuard = ({ logger, leave }: FatalOptions) => {
  const maxLoggedRejections = 20;
  let hasFailed = false;
  let rejections = 0;
  return {
    onException: (error: unknown): void => {
      if (hasFailed) return;
      hasFailed = true;
      logger.fatal('uncaught exception', { error });
      try {
        leave();
      } catch (leaveError) {
        logger.fatal('could not leave in order', { error: leaveError });
      }
    },
    /** A promise that nobody awaited: logged, and the program goes on. */
    onRejection: (error: unknown): void => {
      rejections += 1;
      if (rejections <= maxLoggedRejections) logger.error('unhandled rejection', { error });
    },
  };
};
