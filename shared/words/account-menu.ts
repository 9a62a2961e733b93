import { awsProfileWords } from './aws-profiles.ts';
import { messages, says } from './messages.ts';

/** What is done with an account, as its menu names it. */
export const deedWords = messages('account-menu.deeds', {
  copy: says('Copy as {format}', (format: string) => ({ format })),
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
});

/** Said once something that can be taken back is done. */
export const doneWords = messages('account-menu.done', {
  message: 'Message',
  undo: 'Undo',
  close: 'Close this message',
  undoneBy: says('{shortcut} undoes it.', (shortcut: string) => ({ shortcut })),
  undone: 'Undone',
  renamed: says('Renamed to {label}', (label: string) => ({ label })),
  favourite: says('{label} is a favourite', (label: string) => ({ label })),
  notFavourite: says('{label} is no favourite any more', (label: string) => ({ label })),
  tagged: says(
    '{count, plural, =1 {Tags changed} one {Tags of # account changed} other {Tags of # accounts changed}}',
    (count: number) => ({ count }),
  ),
});
