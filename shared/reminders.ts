import type { Settings } from './settings.ts';

/** So many hours before the end, typed by the person; see `limits.ts`. */
type LeadHours = number;

/** How long before its end the person is told of an account: as the settings say, never, or so long. */
export const reminders = ['default', 'never', 'hour', 'day', 'week'] as const;
export type Reminder = (typeof reminders)[number] | LeadHours;

/** What holds where an account has no choice of its own; `lifetime` is by how long it lives. */
export type UsualReminder = Settings['reminder'];

const seconds = { never: 0, hour: 3_600, day: 86_400, week: 604_800 } as const;

/** Gives how many seconds before the end that is; null where it goes by the lifetime. */
export const reminderSeconds = (reminder: Reminder, usual: UsualReminder): number | null => {
  const chosen = reminder === 'default' ? usual : reminder;
  if (typeof chosen === 'number') return chosen * 3_600;
  return chosen === 'lifetime' ? null : seconds[chosen];
};
