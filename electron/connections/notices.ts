import type { ConnectionId } from '../../shared/ids.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { ConnectionEvent, Emit } from './events.ts';

/** Why an account is told of. */
type NoticeCause = 'expired' | 'expiring' | 'sign-in' | 'failing';
export type Notice = { readonly connectionId: ConnectionId; readonly cause: NoticeCause };

/** A renewal that fails for less may mend itself. */
const lastingSeconds = 3600;
const silentMs = 3_600_000;

/** Says what an event means for whoever is told of the account: a cause, that all is well, or nothing new. */
const meaningOf = (event: ConnectionEvent, nowSeconds: number): NoticeCause | 'well' | null => {
  switch (event.kind) {
    case 'expired':
    case 'expiring':
      return event.kind;
    case 'signed-out':
      return 'sign-in';
    case 'renewal-failed':
      return nowSeconds - event.sinceEpochSeconds >= lastingSeconds ? 'failing' : null;
    case 'connected':
    case 'disconnected':
    case 'renewed':
      return 'well';
    default:
      return null;
  }
};

/** Which of two causes the person is told: an access that has ended matters more than why. */
const ranks: Readonly<Record<NoticeCause, number>> = {
  expiring: 0,
  failing: 1,
  expired: 2,
  'sign-in': 3,
};

/**
 * Gives what the person is still to be told after an event: one notice an account, newest last. The
 * same list where the event says nothing new. Pure.
 */
const noticesAfter = (
  notices: readonly Notice[],
  event: ConnectionEvent,
  nowSeconds: number,
): readonly Notice[] => {
  const cause = meaningOf(event, nowSeconds);
  const { connectionId } = event;
  const before = notices.find((each) => each.connectionId === connectionId);
  if (cause === null || (cause === 'well' && before === undefined)) return notices;
  const others = notices.filter((each) => each !== before);
  if (cause === 'well') return others;
  if (before !== undefined && ranks[before.cause] >= ranks[cause]) return notices;
  return [...others, { connectionId, cause }];
};

/** Shows one notice that stands for all of these; gives what takes it away again. */
export type TellNotices = (notices: readonly Notice[]) => () => void;

export type Notices = {
  /** The person has looked at the window, which shows all that there is to tell. */
  readonly seen: () => void;
  /** Tells nothing for an hour, or goes on. What was held back is told then, at once. */
  readonly silence: (on: boolean) => void;
  /** Null where the person is told. */
  readonly quietUntilEpochMs: () => number | null;
};

/**
 * Tells the person what happened to accounts while they look elsewhere: one notice for one cause, and
 * one in all, which the next one replaces.
 */
export const createNotices = (dependencies: {
  readonly clock: Clock;
  readonly listen: (listener: Emit) => void;
  /** The person wants to be told. */
  readonly isWanted: () => boolean;
  /** The window is in front. */
  readonly isInFront: () => boolean;
  readonly tell: TellNotices;
  readonly onChange: () => void;
}): Notices => {
  const { clock, listen, isWanted, isInFront, tell, onChange } = dependencies;
  let notices: readonly Notice[] = [];
  /** Since when renewals had failed when that was told. */
  const toldFailures = new Map<ConnectionId, number>();
  let takeAway = (): void => {};
  let quietUntilEpochMs: number | null = null;
  let cancelQuiet = (): void => {};

  const show = (): void => {
    takeAway();
    takeAway = notices.length > 0 ? tell(notices) : () => {};
  };
  const forget = (): void => {
    notices = [];
    show();
  };
  const endQuiet = (): void => {
    cancelQuiet();
    quietUntilEpochMs = null;
    onChange();
  };

  /** The same failure goes on: it was told. */
  const isOld = (event: ConnectionEvent): boolean => {
    const meaning = meaningOf(event, nowEpochSeconds(clock));
    if (meaning === 'well') toldFailures.delete(event.connectionId);
    if (event.kind !== 'renewal-failed') return false;
    if (toldFailures.get(event.connectionId) === event.sinceEpochSeconds) return true;
    if (meaning === 'failing') toldFailures.set(event.connectionId, event.sinceEpochSeconds);
    return false;
  };

  listen((event) => {
    if (isOld(event)) return;
    const next = noticesAfter(notices, event, nowEpochSeconds(clock));
    if (next === notices) return;
    const isNews = next.at(-1)?.connectionId === event.connectionId;
    notices = next;
    if (!isWanted() || isInFront()) forget();
    else if (notices.length === 0) show();
    else if (isNews && quietUntilEpochMs === null) show();
  });

  return {
    seen: forget,
    silence: (on) => {
      endQuiet();
      if (!on) {
        show();
        return;
      }
      takeAway();
      quietUntilEpochMs = clock.nowEpochMs() + silentMs;
      cancelQuiet = clock.after(silentMs, () => {
        endQuiet();
        show();
      });
      onChange();
    },
    quietUntilEpochMs: () => quietUntilEpochMs,
  };
};
