import { messages, says } from './messages.ts';

/** The choice of how long before its end the person is told of an account, where they type it. */
export const leadTimeWords = messages('reminders', {
  other: 'Another time…',
  title: 'When to tell you',
  amount: 'How long before it expires',
  unit: 'Unit',
  units: { hours: 'Hours', days: 'Days' },
  problem: 'Type a whole number, for 365 days at most.',
  cancel: 'Cancel',
  save: 'Save',
  hours: says('{count, plural, one {# hour before} other {# hours before}}', (count: number) => ({
    count,
  })),
  days: says('{count, plural, one {# day before} other {# days before}}', (count: number) => ({
    count,
  })),
});

/** Says how long before that is. */
export const sayLeadTime = (hours: number): string =>
  hours % 24 === 0 ? leadTimeWords.days(hours / 24) : leadTimeWords.hours(hours);

const named = (account: string) => ({ account });

/** What is said aloud while the end of an account comes near. */
export const milestoneWords = messages('reminders.milestones', {
  halfAnHour: says('{account} expires in 30 minutes.', named),
  fiveMinutes: says('{account} expires in 5 minutes.', named),
  end: says('{account} has expired.', named),
});
