import { type CopyFormat, copyFormats } from '../copy-formats.ts';
import { vaultWords } from './vault.ts';

type Choice = { readonly value: string; readonly label: string };

const seconds = (...values: readonly number[]): readonly Choice[] =>
  values.map((value) => ({ value: String(value), label: `${value} seconds` }));

const formatChoices = (Object.keys(copyFormats) as readonly CopyFormat[]).map((value) => ({
  value,
  label: copyFormats[value].label,
}));

export const settingsWords = {
  title: 'Settings',
  back: 'Back to accounts',
  /** Stands for nothing chosen. */
  lastUsed: 'What you copied last',
  notSaved: (reason: string) => `Not saved. ${reason}`,
  groups: {
    look: 'Appearance',
    secrets: 'Copying and showing secrets',
    background: 'In the background',
    network: 'Network and log',
    vault: vaultWords.settings.group,
  },
  theme: {
    label: 'Theme',
    help: undefined,
    choices: [
      { value: 'system', label: 'Like the system' },
      { value: 'light', label: 'Light' },
      { value: 'dark', label: 'Dark' },
    ],
  },
  density: {
    label: 'List of accounts',
    help: undefined,
    choices: [
      { value: 'comfortable', label: 'Comfortable' },
      { value: 'compact', label: 'Compact' },
    ],
  },
  clipboardSeconds: {
    label: 'Clear copied secrets after',
    help: 'A secret that is still on the clipboard then is removed.',
    choices: seconds(10, 30, 60, 120),
  },
  revealSeconds: {
    label: 'Hide shown secrets after',
    help: undefined,
    choices: seconds(10, 20, 60),
  },
  vaultMinutes: {
    label: 'Lock the vault after',
    help: 'Counted from when you unlocked it. It locks with the screen, too.',
    choices: [
      { value: '5', label: '5 minutes' },
      { value: '15', label: '15 minutes' },
      { value: '60', label: '1 hour' },
      { value: '0', label: 'Never, until Stowkey ends' },
    ],
  },
  copyFormat: {
    label: 'Copy as',
    help: 'Offered first for each account that has it.',
    choices: formatChoices,
  },
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
    choices: [
      { value: 'lifetime', label: 'By how long it lives' },
      { value: 'hour', label: '1 hour before' },
      { value: 'day', label: '1 day before' },
      { value: 'week', label: '7 days before' },
    ],
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
    choices: [
      { value: 'system', label: 'Use the system’s' },
      { value: 'none', label: 'Connect directly' },
    ],
  },
  logLevel: {
    label: 'Log',
    help: 'The log never holds a secret.',
    choices: [
      { value: 'info', label: 'What happens' },
      { value: 'debug', label: 'Every detail' },
    ],
  },
} as const;
