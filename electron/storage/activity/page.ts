import {
  type ActivityLine,
  type ActivityPage,
  type ActivityQuery,
  readActivityEntry,
} from '../../../shared/activity.ts';
import { isJsonObject, type JsonObject } from '../../platform/json.ts';
import type { Activity } from './activity-log.ts';
import type { ReadLine } from './chain.ts';

const atEpochMsOf = ({ line }: ReadLine): number => {
  const { time } = line.content;
  const atEpochMs = typeof time === 'string' ? Date.parse(time) : Number.NaN;
  return Number.isNaN(atEpochMs) ? 0 : atEpochMs;
};

const toLine = (read: ReadLine): ActivityLine => ({
  number: read.line.number,
  atEpochMs: atEpochMsOf(read),
  entry: readActivityEntry(read.line.content),
  isBroken: read.isBroken,
});

const accountOf = ({ line }: ReadLine): JsonObject => {
  const { account } = line.content;
  return isJsonObject(account) ? account : {};
};

const names = (text: string, read: ReadLine): boolean =>
  [accountOf(read).label, read.line.content.consumer].some(
    (name) => typeof name === 'string' && name.toLowerCase().includes(text),
  );

/** Adds up by consumer, the last one first. */
const usersOf = (lines: readonly ReadLine[]): ActivityPage['usedBy'] => {
  const users = new Map<string, ActivityPage['usedBy'][number]>();
  for (const read of lines) {
    const { kind, consumer, times, outcome } = read.line.content;
    // Not by the schema, which takes a while for thousands.
    const used = kind === 'assisted' && outcome === 'done' ? 1 : kind === 'handed-out' ? times : 0;
    if (typeof consumer !== 'string' || typeof used !== 'number' || used === 0) continue;
    const before = users.get(consumer)?.times ?? 0;
    users.delete(consumer);
    users.set(consumer, { consumer, lastAtEpochMs: atEpochMsOf(read), times: before + used });
  }
  return [...users.values()].reverse();
};

/** Picks the lines that were asked for. */
export const pageOf = (activity: Activity, query: ActivityQuery): ActivityPage => {
  const { before, limit, kinds, connectionId } = query;
  const text = query.text.trim().toLowerCase();
  const isWanted = (read: ReadLine): boolean =>
    (kinds === null || kinds.some((kind) => kind === read.line.kind)) &&
    (connectionId === null || accountOf(read).id === connectionId) &&
    (text === '' || names(text, read));
  const { lines } = activity;
  // By place: where lines were moved, numbers tell no order.
  const end =
    before === null ? lines.length : lines.findIndex(({ line }) => line.number === before);
  const older = lines.slice(0, Math.max(end, 0)).filter(isWanted);
  return {
    lines: older.slice(-limit).reverse().map(toLine),
    hasMore: older.length > limit,
    isBroken: activity.isBroken,
    usedBy: connectionId === null ? [] : usersOf(lines.filter(isWanted)),
  };
};
