import type { Page } from 'playwright';
import type { ActivityEntry, ActivityLine } from '../../../shared/activity.ts';
import { connection, error, few, nowSeconds, snapshot } from './fixtures.ts';
import type { Scenario } from './scenario.ts';

type What = ActivityEntry extends infer Each
  ? Each extends Each
    ? Omit<Each, 'account'>
    : never
  : never;

const connections = few();
/** One line on the account of that place in the list; null for a line on the file itself. */
const line = (number: number, minutesAgo: number, what: What, place: number | null = 0) => {
  const { id, label } = connections[place ?? 0] ?? connection({ number: 1 });
  const entry = place === null ? what : { ...what, account: { id, label } };
  return {
    number,
    atEpochMs: (nowSeconds() - minutesAgo * 60) * 1000,
    entry: entry as ActivityEntry,
    isBroken: what.kind === 'chain-broken',
  };
};

const day = 24 * 60;
const some = (): readonly ActivityLine[] => [
  line(32, 1, { kind: 'handed-out', consumer: 'AWS profile photos', as: 'json', times: 37 }),
  line(31, 2, { kind: 'handed-out', consumer: 'AWS profile photos', as: 'json', times: 1 }),
  line(30, 4, { kind: 'renewed', by: 'refresh' }),
  line(29, 9, { kind: 'refused', consumer: 'container web' }, 1),
  line(28, 12, { kind: 'approved', consumer: 'backup.sh' }, 1),
  line(
    27,
    15,
    {
      kind: 'assisted',
      consumer: 'Archivist',
      act: 'read',
      where: 'photos/2026/may.txt',
      outcome: 'done',
    },
    1,
  ),
  line(26, day, { kind: 'copied', as: 'env-sh' }, 2),
  line(25, day + 3, { kind: 'revealed', field: 'secret-access-key' }, 2),
  line(24, day + 9, { kind: 'renewal-failed', code: 'server.timeout' }, 5),
  line(23, 2 * day, { kind: 'signed-out' }, 4),
  line(22, 2 * day + 2, { kind: 'verified' }, 3),
  line(21, 9 * day, { kind: 'disconnected' }, 3),
  line(20, 9 * day + 1, { kind: 'connected' }, 3),
];

const marked = (): readonly ActivityLine[] => [
  ...some().slice(0, 3),
  line(28, 5, { kind: 'chain-broken' }, null),
  line(27, 6, { kind: 'cut-short' }, null),
  line(26, 7, { kind: 'lines-lost', count: 12 }, null),
  { ...line(25, 20, { kind: 'verified' }), isBroken: true },
  { ...line(19, 30, { kind: 'connected' }), entry: null },
];

/** So many lines of the last days, as a busy tool leaves them. */
export const manyLines = (count: number): readonly ActivityLine[] =>
  Array.from({ length: count }, (_, index) =>
    line(
      count - index,
      index * 3,
      index % 3 === 0
        ? { kind: 'renewed', by: 'refresh' }
        : {
            kind: 'handed-out',
            consumer: `tool ${index % 7}`,
            as: 'json',
            times: 1 + (index % 40),
          },
      index % 6,
    ),
  );

export const openActivity = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: 'Activity' }).click();
  await page.getByRole('heading', { name: 'Activity' }).waitFor();
};
const openHistory = async (page: Page): Promise<void> => {
  await page.getByRole('row').filter({ hasText: 'Photo archive' }).click();
  await page.getByRole('button', { name: 'History' }).click();
  await page.getByRole('button', { name: 'Show all activity' }).scrollIntoViewIfNeeded();
};

export const activityScenarios = (): readonly Scenario[] => {
  const full = snapshot({ connections });
  return [
    { name: 'activity', snapshot: full, activity: some(), act: openActivity },
    { name: 'activity-empty', snapshot: snapshot(), act: openActivity },
    { name: 'activity-broken', snapshot: full, activity: marked(), act: openActivity },
    { name: 'activity-many', snapshot: full, activity: manyLines(10_000), act: openActivity },
    {
      name: 'activity-nothing-found',
      snapshot: full,
      activity: some(),
      act: async (page) => {
        await openActivity(page);
        await page.getByLabel('Search account or tool').fill('carrier pigeon');
        await page.getByText('Nothing found').waitFor();
      },
    },
    {
      name: 'activity-unreadable',
      snapshot: snapshot({ connections, activity: { written: 0, trouble: 'disk-full' } }),
      errors: { 'activity.list': error('metadata.unreadable') },
      act: openActivity,
    },
    { name: 'history', snapshot: full, activity: some(), act: openHistory },
    { name: 'history-empty', snapshot: full, act: openHistory },
  ];
};
