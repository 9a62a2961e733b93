import { consumerName } from './consumers.ts';
import { messages, says } from './messages.ts';
import { inSentence } from './sentences.ts';

/** What the icon in the tray says and offers. */
export const trayWords = messages('tray', {
  fine: 'Stowkey',
  needsYou: says(
    '{count, plural, one {Stowkey: # account needs you} other {Stowkey: # accounts need you}}',
    (count: number) => ({ count }),
  ),
  asks: 'Stowkey: a tool waits for your answer',
  attention: says('{label}: {status}', (label: string, status: string) => ({ label, status })),
  more: says('{count} more…', (count: number) => ({ count })),
  show: 'Show',
  copy: says('Copy {what}', (what: string) => ({ what: inSentence(what) })),
  asking: says('{consumer} wants to use {account}…', (consumer: string, account: string) => ({
    consumer: consumerName(consumer),
    account,
  })),
  paused: 'Pause renewals',
  snoozed: 'No notifications for an hour',
  open: 'Open Stowkey',
  quit: 'Quit Stowkey',
});
