import { messages, says } from './messages.ts';

const before = { hour: '1 hour before', day: '1 day before', week: '7 days before' } as const;

export const settingsWords = messages('settings', {
  title: 'Settings',
  back: 'Back to accounts',
  /** Stands for nothing chosen. */
  lastUsed: 'What you copied last',
  notSaved: says('Not saved. {reason}', (reason: string) => ({ reason })),
  seconds: says('{count, plural, one {# second} other {# seconds}}', (count: number) => ({
    count,
  })),
  groups: {
    look: 'Appearance',
    secrets: 'Copying and showing secrets',
    background: 'In the background',
    network: 'Network and log',
    vault: 'Vault file',
  },
  language: { label: 'Language', system: 'Like the system' },
  theme: {
    label: 'Theme',
    choices: { system: 'Like the system', light: 'Light', dark: 'Dark' },
  },
  density: {
    label: 'List of accounts',
    choices: { comfortable: 'Comfortable', compact: 'Compact' },
  },
  clipboardSeconds: {
    label: 'Clear copied secrets after',
    help: 'A secret that is still on the clipboard then is removed.',
  },
  revealSeconds: { label: 'Hide shown secrets after' },
  vaultMinutes: {
    label: 'Lock the vault after',
    help: 'Counted from when you unlocked it. It locks with the screen, too.',
    choices: {
      '5': '5 minutes',
      '15': '15 minutes',
      '60': '1 hour',
      '0': 'Never, until Stowkey ends',
    },
  },
  copyFormat: { label: 'Copy as', help: 'Offered first for each account that has it.' },
  startAtLogin: {
    label: 'Start when you log in',
    help: 'In the background, so that credentials are renewed before you need them.',
    sources: 'Only the installed program can start by itself.',
    impossible: 'This system does not start programs by itself.',
  },
  closeToTray: {
    label: 'Keep running when the window is closed',
    help: 'Open it again from the icon in the tray.',
    impossible: 'Nothing here shows icons in a tray, so closing the window would only minimise it.',
  },
  notifies: {
    label: 'Notifications',
    help: 'When an account has expired or is about to, needs you to sign in, or a tool asks for access.',
  },
  reminder: {
    label: 'Tell me before an account expires',
    help: 'Each account can have a choice of its own, in its details.',
    choices: { lifetime: 'By how long it lives', ...before },
  },
  pausesRenewals: {
    label: 'Pause renewals',
    help: 'No account renews itself until you switch this off, or restart Stowkey.',
  },
  silences: {
    label: 'No notifications for an hour',
    help: 'What happens meanwhile is told afterwards.',
  },
  proxy: {
    label: 'Proxy',
    help: 'The environment’s HTTPS_PROXY counts as the system’s.',
    choices: { system: 'Use the system’s', none: 'Connect directly' },
  },
  logLevel: {
    label: 'Log',
    help: 'The log never holds a secret.',
    choices: { info: 'What happens', debug: 'Every detail' },
  },
});
