import type { ActivityEntry, ActivityKind } from '../activity.ts';
import { copiedLabel, copyFormats } from '../copy-formats.ts';
import type { Snapshot } from '../schemas.ts';
import { describeError } from './errors.ts';
import { accountsText } from './status.ts';

/** The view of who took what. */
export const activityWords = {
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
  saved: (fileName: string) => `Saved as ${fileName}.`,
} as const;

/** Says that lines of activity wait for the disk. */
export const activityTrouble: Readonly<
  Record<
    NonNullable<Snapshot['activity']['trouble']>,
    { readonly title: string; readonly text: string }
  >
> = {
  'disk-full': {
    title: 'Activity is not written: the disk is full',
    text: 'Your accounts work as before. The lines wait until there is room.',
  },
  unwritable: {
    title: 'Activity is not written: its folder takes no files',
    text: 'Your accounts work as before. The lines wait until the folder “activity” beside the list of accounts can be written.',
  },
};

/** What people can narrow the list down to. */
export const activityFilters = [
  { id: 'all', label: 'Everything', kinds: null },
  {
    id: 'tools',
    label: 'Handed to tools',
    kinds: ['handed-out', 'approved', 'refused'],
  },
  { id: 'person', label: 'Copied and shown', kinds: ['copied', 'revealed'] },
  {
    id: 'renewals',
    label: 'Renewed and verified',
    kinds: ['renewed', 'renewal-failed', 'expiring', 'expired', 'signed-out', 'verified'],
  },
  {
    id: 'accounts',
    label: 'Connected and disconnected',
    kinds: ['connected', 'disconnected', 'backed-up', 'restored'],
  },
] as const satisfies readonly {
  readonly id: string;
  readonly label: string;
  readonly kinds: readonly ActivityKind[] | null;
}[];
export type ActivityFilter = (typeof activityFilters)[number]['id'];

export const timesText = (times: number): string =>
  times === 1 ? 'once' : `${times.toLocaleString()} times`;

/** Says what happened, beside the account that it happened to. Null is what another version wrote. */
export const describeActivity = (entry: ActivityEntry | null): string => {
  switch (entry?.kind) {
    case undefined:
      return 'Something that this version does not know';
    case 'connected':
      return 'Connected';
    case 'renewed':
      return entry.by === 'reconnect' ? 'Signed in again' : 'Renewed';
    case 'renewal-failed':
      return `Not renewed: ${describeError({ code: entry.code, params: {} }).title}`;
    case 'verified':
      return 'Verified';
    case 'expiring':
      return 'About to expire';
    case 'expired':
      return 'Expired';
    case 'signed-out':
      return 'Needs a new sign-in';
    case 'disconnected':
      return 'Disconnected';
    case 'copied':
      return `Copied: ${copiedLabel(entry.as)}`;
    case 'revealed':
      return `Shown: ${copyFormats[entry.field].label}`;
    case 'handed-out': {
      const what = `Taken by ${entry.consumer}: ${copiedLabel(entry.as)}`;
      return entry.times === 1 ? what : `${what}, ${timesText(entry.times)}`;
    }
    case 'approved':
      return `You allowed: ${entry.consumer}`;
    case 'refused':
      return `You refused: ${entry.consumer}`;
    case 'backed-up':
      return `Saved in a backup: ${accountsText(entry.accounts)}`;
    case 'restored':
      return `Restored from a backup: ${accountsText(entry.accounts)}`;
    case 'cut-short':
      return 'A line was cut short when the program or the computer stopped';
    case 'chain-broken':
      return activityWords.brokenHere;
    case 'lines-lost':
      return `${entry.count === 1 ? 'One line' : `${entry.count.toLocaleString()} lines`} could not be written`;
  }
};
