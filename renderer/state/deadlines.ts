import { announcedEndOf } from '../../shared/connection-rules.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import { milestoneWords } from '../../shared/words/reminders.ts';

/** Lists every moment, in epoch milliseconds, that a countdown in the window runs towards. */
export const deadlinesOf = (snapshot: Snapshot): readonly number[] => {
  const deadlines: number[] = [];
  for (const connection of snapshot.connections) {
    // What renews itself has no countdown, so a list of such accounts need not tick each second.
    const end = announcedEndOf(connection);
    if (end !== null) deadlines.push(end * 1000);
    const nextTry = connection.renewalFailure?.nextTryEpochSeconds ?? null;
    if (nextTry !== null) deadlines.push(nextTry * 1000);
  }
  for (const { prompt } of snapshot.operations) {
    if (prompt?.kind === 'browser' || prompt?.kind === 'device-code')
      deadlines.push(prompt.deadlineEpochSeconds * 1000);
  }
  const clearsAtEpochMs = snapshot.clipboard?.clearsAtEpochMs ?? null;
  if (clearsAtEpochMs !== null) deadlines.push(clearsAtEpochMs);
  return deadlines;
};

type Milestone = { readonly id: string; readonly text: string };

const marks = [
  { leftSeconds: 30 * 60, say: milestoneWords.halfAnHour },
  { leftSeconds: 5 * 60, say: milestoneWords.fiveMinutes },
  { leftSeconds: 0, say: milestoneWords.end },
] as const;

/**
 * Lists what to say aloud about expiry between two ticks: half an hour, five minutes, the end. One
 * sentence a connection, the latest mark passed; nothing for jumps of the clock over a minute,
 * such as after sleep, where the list itself tells the news.
 */
export const milestonesBetween = (
  snapshot: Snapshot,
  beforeMs: number,
  nowMs: number,
): readonly Milestone[] => {
  if (nowMs <= beforeMs || nowMs - beforeMs > 60_000) return [];
  const found: Milestone[] = [];
  for (const connection of snapshot.connections) {
    const { id, label } = connection;
    const end = announcedEndOf(connection);
    if (end === null || connection.renewalPolicy === 'lapse') continue;
    const endMs = end * 1000;
    const passed = marks.findLast(({ leftSeconds }) => {
      const markMs = endMs - leftSeconds * 1000;
      return beforeMs < markMs && nowMs >= markMs;
    });
    if (passed !== undefined) found.push({ id, text: passed.say(label) });
  }
  return found;
};
