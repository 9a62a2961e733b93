import { accountsText } from './status.ts';

/** What the icon in the tray says and offers. */
export const trayWords = {
  fine: 'Stowkey',
  needsYou: (count: number): string =>
    `Stowkey: ${count === 1 ? '1 account needs you' : `${accountsText(count)} need you`}`,
  asks: 'Stowkey: a tool waits for your answer',
  attention: (label: string, status: string): string => `${label}: ${status}`,
  more: (count: number): string => `${count} more…`,
  show: 'Show',
  copy: (what: string): string => `Copy ${what.charAt(0).toLowerCase()}${what.slice(1)}`,
  mends: { refresh: 'Renew', reconnect: 'Sign in again', verify: 'Check' },
  asking: (consumer: string, account: string): string => `${consumer} wants to use ${account}…`,
  paused: 'Pause renewals',
  snoozed: 'No notifications for an hour',
  open: 'Open Stowkey',
  quit: 'Quit Stowkey',
} as const;
