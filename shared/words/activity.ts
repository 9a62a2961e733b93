import type { ActivityEntry, ActivityKind } from '../activity.ts';
import type { Snapshot } from '../schemas.ts';
import { consumerName } from './consumers.ts';
import { copiedLabel, formatWords } from './copy-formats.ts';
import { describeError } from './errors.ts';
import { messages, says } from './messages.ts';

/** The view of who took what. */
export const activityWords = messages('activity', {
  title: 'Activity',
  empty: {
    title: 'Nothing has happened yet',
    text: 'What is connected, copied, shown, renewed or handed to a tool gets a line here.',
  },
  nothingFound: {
    title: 'Nothing found',
    text: 'No line matches what you filter by.',
  },
  broken: {
    title: 'These lines were changed outside Stowkey',
    text: 'Some were changed, removed or put in another order since they were written. The places are marked. New lines are added as before.',
  },
  unreadable: {
    title: 'The activity could not be read',
    text: 'Its files may belong to another user. Your accounts work as before.',
  },
  brokenHere: 'Lines before this one were changed or removed',
  label: 'What happened, newest first',
  search: 'Search account or tool',
  kind: 'Show',
  history: 'History',
  usedBy: 'Used by',
  usedByNobody: 'No tool has taken it yet.',
  showAll: 'Show all activity',
  saved: says('Saved as {fileName}.', (fileName: string) => ({ fileName })),
});

/** Says that lines of activity wait for the disk. */
export const activityTrouble: Readonly<
  Record<
    NonNullable<Snapshot['activity']['trouble']>,
    { readonly title: string; readonly text: string }
  >
> = messages('activity.trouble', {
  'disk-full': {
    title: 'Activity is not written: the disk is full',
    text: 'Your accounts work as before. The lines wait until there is room.',
  },
  unwritable: {
    title: 'Activity is not written: its folder takes no files',
    text: 'Your accounts work as before. The lines wait until the folder “activity” beside the list of accounts can be written.',
  },
});

/** What people can narrow the list down to; null is everything. */
export const activityFilters = {
  all: null,
  tools: ['handed-out', 'assisted', 'approved', 'refused'],
  person: ['copied', 'revealed'],
  renewals: ['renewed', 'renewal-failed', 'expiring', 'expired', 'signed-out', 'verified'],
  accounts: ['connected', 'disconnected', 'backed-up', 'restored'],
} as const satisfies Readonly<Record<string, readonly ActivityKind[] | null>>;
export type ActivityFilter = keyof typeof activityFilters;

export const activityFilterLabels: Readonly<Record<ActivityFilter, string>> = messages(
  'activity.filters',
  {
    all: 'Everything',
    tools: 'Handed to tools',
    person: 'Copied and shown',
    renewals: 'Renewed and verified',
    accounts: 'Connected and disconnected',
  },
);

const named = (what: string) => ({ what });

const lines = messages('activity.lines', {
  unknown: 'Something that this version does not know',
  connected: 'Connected',
  renewed: 'Renewed',
  signedInAgain: 'Signed in again',
  'renewal-failed': says('Not renewed: {reason}', (reason: string) => ({ reason })),
  verified: 'Verified',
  expiring: 'About to expire',
  expired: 'Expired',
  'signed-out': 'Needs a new sign-in',
  disconnected: 'Disconnected',
  copied: says('Copied: {what}', named),
  revealed: says('Shown: {what}', named),
  'handed-out': says(
    'Taken by {consumer}: {what}{times, plural, =1 {} one {, # time} other {, # times}}',
    (consumer: string, what: string, times: number) => ({ consumer, what, times }),
  ),
  approved: says('You allowed: {what}', named),
  refused: says('You refused: {what}', named),
  'backed-up': says(
    'Saved in a backup: {accounts, plural, one {# account} other {# accounts}}',
    (accounts: number) => ({ accounts }),
  ),
  restored: says(
    'Restored from a backup: {accounts, plural, one {# account} other {# accounts}}',
    (accounts: number) => ({ accounts }),
  ),
  'cut-short': 'A line was cut short when the program or the computer stopped',
  'lines-lost': says(
    '{count, plural, =1 {One line} one {# line} other {# lines}} could not be written',
    (count: number) => ({ count }),
  ),
  times: says('{times, plural, =1 {once} one {# time} other {# times}}', (times: number) => ({
    times,
  })),
});

export const timesText = lines.times;

type Act = Extract<ActivityEntry, { kind: 'assisted' }>;

const done = (consumer: string, where: string) => ({ consumer, where });
const notDone = (consumer: string, where: string, reason: string) => ({ consumer, where, reason });

const acts = messages('activity.acts', {
  done: {
    'list-accounts': says('{consumer} listed its accounts', done),
    'list-buckets': says('{consumer} listed the buckets', done),
    'list-objects': says('{consumer} listed {where}', done),
    link: says('{consumer} made a link to {where}', done),
    read: says('{consumer} read {where}', done),
    upload: says('{consumer} uploaded {where}', done),
  },
  refused: {
    'list-accounts': says('{consumer} was not shown its accounts: {reason}', notDone),
    'list-buckets': says('{consumer} was not shown the buckets: {reason}', notDone),
    'list-objects': says('{consumer} was not shown {where}: {reason}', notDone),
    link: says('{consumer} got no link to {where}: {reason}', notDone),
    read: says('{consumer} could not read {where}: {reason}', notDone),
    upload: says('{consumer} could not upload {where}: {reason}', notDone),
  },
});

const describeAct = ({ consumer, act, where, outcome }: Act): string =>
  outcome === 'done'
    ? acts.done[act](consumer, where ?? '')
    : acts.refused[act](consumer, where ?? '', describeError({ code: outcome, params: {} }).title);

/** Says what happened, beside the account that it happened to. Null is what another version wrote. */
export const describeActivity = (entry: ActivityEntry | null): string => {
  if (entry === null) return lines.unknown;
  switch (entry.kind) {
    case 'renewed':
      return entry.by === 'reconnect' ? lines.signedInAgain : lines.renewed;
    case 'renewal-failed':
      return lines[entry.kind](describeError({ code: entry.code, params: {} }).title);
    case 'copied':
      return lines.copied(copiedLabel(entry.as));
    case 'revealed':
      return lines.revealed(formatWords[entry.field].label);
    case 'handed-out':
      return lines[entry.kind](consumerName(entry.consumer), copiedLabel(entry.as), entry.times);
    case 'assisted':
      return describeAct(entry);
    case 'approved':
    case 'refused':
      return lines[entry.kind](consumerName(entry.consumer));
    case 'backed-up':
    case 'restored':
      return lines[entry.kind](entry.accounts);
    case 'chain-broken':
      return activityWords.brokenHere;
    case 'lines-lost':
      return lines[entry.kind](entry.count);
    default:
      return lines[entry.kind];
  }
};
