import { awsProfileWords } from './aws-profiles.ts';

/** What is done with an account, as its menu names it. */
export const deedWords = {
  copy: (format: string) => `Copy as ${format}`,
  'copy-as': 'Copy as…',
  refresh: 'Renew',
  verify: 'Verify',
  reconnect: 'Sign in again',
  'replace-keys': 'Replace keys…',
  rename: 'Rename',
  favourite: 'Add to favourites',
  'not-favourite': 'Remove from favourites',
  tags: 'Tags…',
  'aws-profile': awsProfileWords.open,
  disconnect: 'Disconnect…',
} as const;

/** Said once something that can be taken back is done. */
export const doneWords = {
  message: 'Message',
  undo: 'Undo',
  close: 'Close this message',
  undoneBy: (shortcut: string) => `${shortcut} undoes it.`,
  undone: 'Undone',
  renamed: (label: string) => `Renamed to ${label}`,
  favourite: (label: string, isFavourite: boolean) =>
    isFavourite ? `${label} is a favourite` : `${label} is no favourite any more`,
  tagged: (count: number) =>
    count === 1 ? 'Tags changed' : `Tags of ${count.toLocaleString('en')} accounts changed`,
} as const;
