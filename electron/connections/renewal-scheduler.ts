import { expiryMomentsMs, renewalDueMs } from '../../shared/connection-rules.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { reminderSeconds, type UsualReminder } from '../../shared/reminders.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { isAppError } from '../diagnostics/errors.ts';
import type { Clock } from '../platform/interfaces.ts';

const firstRetryMs = 60_000;
const maxRetryMs = 30 * 60_000;
/** However soon a server says that its credentials end, it is not asked more often than this. */
const minIntervalMs = 60_000;
/**
 * How many begin at once, and how long the others wait then: after a night asleep everything is due,
 * and neither the network nor the providers shall see it all in one moment.
 */
const begunAtOnce = 4;
const betweenMs = 1_000;
/** Wakes at least this often, so that a clock jump or a sleep is noticed. */
const maxSleepMs = 10 * 60_000;

/**
 * Counts down by both clocks and goes by the one that is ahead: the wall clock may be set back, and
 * the monotonic one stands still while the machine sleeps. Gives milliseconds.
 */
const countDown = (clock: Clock, delayMs: number): (() => number) => {
  const atEpochMs = clock.nowEpochMs() + delayMs;
  const atMonotonicMs = clock.monotonicMs() + delayMs;
  return () => Math.min(atEpochMs - clock.nowEpochMs(), atMonotonicMs - clock.monotonicMs());
};

/** The pause that the server asked for; `retryAfterSeconds` is bounded where it is read. */
const askedPauseMs = (error: unknown): number =>
  isAppError(error, 'server.rate-limited') ? Number(error.params.retryAfterSeconds ?? 0) * 1000 : 0;

/**
 * Renews credentials shortly before they run out, one try at a time for each connection, with longer
 * and longer pauses after failures, and looks when others are about to run out: one timer for all.
 * Never opens a browser: only what renews without the person is
 * renewed here.
 */
export const createRenewalScheduler = (dependencies: {
  readonly clock: Clock;
  readonly views: () => readonly ConnectionView[];
  /** Resolves when renewed, rejects when not. */
  readonly renew: (id: ConnectionId) => Promise<void>;
  /** Learns when a renewal that failed is tried again. */
  readonly noteNextTry: (id: ConnectionId, epochMs: number) => void;
  /** How long before its end an account is told of that has no choice of its own. */
  readonly usualReminder: () => UsualReminder;
  /** Looks at what is about to run out and what has. */
  readonly noteExpiry: () => void;
}) => {
  const { clock, views, renew, noteNextTry, noteExpiry, usualReminder } = dependencies;
  const pauses = new Map<ConnectionId, { count: number; leftMs: () => number }>();
  const dues = new Map<ConnectionId, { dueMs: number; leftMs: () => number }>();
  const running = new Set<ConnectionId>();
  let cancelTimer: () => void = () => {};
  let stopped = false;
  let paused = false;

  let round = { begun: 0, endsMonotonicMs: 0 };
  /** How long the next one has to wait until it may begin. */
  const takeTurn = (): number => {
    const nowMs = clock.monotonicMs();
    if (nowMs >= round.endsMonotonicMs) round = { begun: 0, endsMonotonicMs: nowMs + betweenMs };
    if (round.begun >= begunAtOnce) return round.endsMonotonicMs - nowMs;
    round.begun += 1;
    return 0;
  };

  const attempt = async (id: ConnectionId): Promise<void> => {
    try {
      await renew(id);
      pauses.set(id, { count: 0, leftMs: countDown(clock, minIntervalMs) });
    } catch (error) {
      const count = (pauses.get(id)?.count ?? 0) + 1;
      const ownMs = Math.min(maxRetryMs, firstRetryMs * 2 ** (count - 1));
      const pauseMs = Math.max(ownMs, askedPauseMs(error));
      pauses.set(id, { count, leftMs: countDown(clock, pauseMs) });
      noteNextTry(id, clock.nowEpochMs() + pauseMs);
    } finally {
      running.delete(id);
      schedule();
    }
  };

  const leftMsOf = (id: ConnectionId, dueMs: number): number => {
    let due = dues.get(id);
    if (due?.dueMs !== dueMs) {
      due = { dueMs, leftMs: countDown(clock, dueMs - clock.nowEpochMs()) };
      dues.set(id, due);
    }
    return Math.max(due.leftMs(), pauses.get(id)?.leftMs() ?? Number.NEGATIVE_INFINITY);
  };

  const schedule = (): void => {
    if (stopped) return;
    cancelTimer();
    let sleepMs = maxSleepMs;
    let hasEnds = false;
    const nowMs = clock.nowEpochMs();
    const begun: ConnectionId[] = [];
    const waiting = views()
      .flatMap((view) => {
        for (const momentMs of expiryMomentsMs(
          view,
          reminderSeconds(view.reminder, usualReminder()),
        )) {
          hasEnds = true;
          if (momentMs > nowMs) sleepMs = Math.min(sleepMs, momentMs - nowMs);
        }
        const dueMs = paused ? null : renewalDueMs(view);
        if (dueMs === null || running.has(view.id)) return [];
        return [{ id: view.id, leftMs: leftMsOf(view.id, dueMs) }];
      })
      .sort((a, b) => a.leftMs - b.leftMs);
    for (const { id, leftMs } of waiting) {
      const delayMs = leftMs > 0 ? leftMs : takeTurn();
      if (delayMs > 0) sleepMs = Math.min(sleepMs, delayMs);
      else begun.push(id);
    }
    for (const id of begun) running.add(id);
    if (hasEnds) cancelTimer = clock.after(Math.max(1_000, sleepMs), schedule);
    noteExpiry();
    // Last, because each of them may schedule again.
    for (const id of begun) void attempt(id);
  };

  return {
    /** Begins what is due and sets the timer for the rest; call it at start, after every change and on wake. */
    schedule,
    /** Begins no more renewals, or goes on with what became due meanwhile. */
    pause: (on: boolean): void => {
      paused = on;
      schedule();
    },
    isPaused: () => paused,
    stop: (): void => {
      stopped = true;
      cancelTimer();
    },
  };
};
