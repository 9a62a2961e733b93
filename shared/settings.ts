import type { CopyFormat } from './copy-formats.ts';
import type { ConnectionId } from './ids.ts';
import { languages } from './languages.ts';

/** What can be chosen, where it is one of a few. */
export const settingChoices = {
  language: ['system', ...languages],
  theme: ['system', 'light', 'dark'],
  density: ['comfortable', 'compact'],
  /** How the list is sorted. */
  sort: ['name', 'provider', 'expiry', 'last-used'],
  /** In pixels; none while it shows marks alone. */
  sidebarWidth: [0, 160, 180, 200, 220, 240, 260, 280],
  /** How long a copied secret stays on the clipboard. */
  clipboardSeconds: [10, 30, 60, 120],
  /** How long a revealed secret is shown. */
  revealSeconds: [10, 20, 60],
  /** How long an unlocked vault file stays open; 0 until the program ends. */
  vaultMinutes: [5, 15, 60, 0],
  /** How long before its end an account is told of. */
  reminder: ['lifetime', 'hour', 'day', 'week'],
  /** Whether the proxy of the environment and the system is used. */
  proxy: ['system', 'none'],
  logLevel: ['info', 'debug'],
} as const;
type Choices = typeof settingChoices;

export type Settings = {
  readonly [N in Exclude<keyof Choices, 'reminder'>]: Choices[N][number];
} & {
  /** One of the choices, or a number of hours that was typed. */
  readonly reminder: Choices['reminder'][number] | number;
  /** What "Copy as" offers first; null where nobody chose. */
  readonly copyFormat: CopyFormat | null;
  /** The account that was open last; null where none was. It may be gone. */
  readonly lastOpen: ConnectionId | null;
  readonly startAtLogin: boolean;
  /** Closing the window leaves the program running. */
  readonly closeToTray: boolean;
  /** Tells of accounts that ran out or are about to, and of tools that ask. */
  readonly notifies: boolean;
};

/** What holds where nobody chose. */
export const defaultSettings: Settings = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  sort: 'name',
  sidebarWidth: 200,
  clipboardSeconds: 30,
  revealSeconds: 20,
  vaultMinutes: 15,
  copyFormat: null,
  lastOpen: null,
  startAtLogin: false,
  closeToTray: false,
  notifies: true,
  reminder: 'lifetime',
  proxy: 'system',
  logLevel: 'info',
};

/**
 * Says what holds: what the person chose, above what their organisation and the program would choose,
 * and within what is locked.
 */
export const settingsThatHold = (layers: {
  readonly suggested: Partial<Settings>;
  readonly chosen: Partial<Settings>;
  /** Null where nothing is. */
  readonly clipboardSecondsAtMost: Settings['clipboardSeconds'] | null;
}): Settings => {
  const { suggested, chosen, clipboardSecondsAtMost: most } = layers;
  const wanted: Settings = { ...defaultSettings, ...suggested, ...chosen };
  return most !== null && wanted.clipboardSeconds > most
    ? { ...wanted, clipboardSeconds: most }
    : wanted;
};
