import { messages, says, spokenLocale } from './messages.ts';

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** Short, as in a countdown. */
const spans = messages('time.spans', {
  seconds: says('{seconds} s', (seconds: number) => ({ seconds })),
  minutesAndSeconds: says('{minutes} m {seconds} s', (minutes: number, seconds: number) => ({
    minutes,
    seconds,
  })),
  minutes: says('{minutes} m', (minutes: number) => ({ minutes })),
  hours: says('{hours} h {minutes} m', (hours: number, minutes: number) => ({ hours, minutes })),
  days: says('{days} d {hours} h', (days: number, hours: number) => ({ days, hours })),
  wholeDays: says('{days} days', (days: number) => ({ days })),
});

/**
 * Writes a span for a countdown: short, and only as exact as its length deserves. Goes without Intl,
 * which a start would wait for.
 */
export const formatSpan = (seconds: number): string => {
  const left = Math.max(0, Math.floor(seconds));
  if (left < minute) return spans.seconds(left);
  if (left < 10 * minute) return spans.minutesAndSeconds(Math.floor(left / minute), left % minute);
  if (left < hour) return spans.minutes(Math.floor(left / minute));
  if (left < day) return spans.hours(Math.floor(left / hour), Math.floor((left % hour) / minute));
  if (left < 14 * day) return spans.days(Math.floor(left / day), Math.floor((left % day) / hour));
  return spans.wholeDays(Math.floor(left / day));
};

/** Writes minutes and seconds as a kitchen timer does: `9:41`. */
export const formatTimer = (seconds: number): string => {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / minute)}:${String(left % minute).padStart(2, '0')}`;
};

type Unit = 'second' | 'minute' | 'hour' | 'day';

/** Made once a locale: reading the data of ICU takes its time. */
const keptFor = <T>(make: (locale: string) => T): (() => T) => {
  let made: { readonly locale: string; readonly it: T } | undefined;
  return () => {
    const locale = spokenLocale();
    if (made?.locale !== locale) made = { locale, it: make(locale) };
    return made.it;
  };
};

const counting = keptFor(
  (locale) =>
    new Map(
      (['second', 'minute', 'hour', 'day'] as const).map((unit) => [
        unit,
        new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }),
      ]),
    ),
);
const counted = (count: number, unit: Unit): string => counting().get(unit)?.format(count) ?? '';

/** Writes a length that does not count down, such as the longest life of an object. */
export const formatDuration = (seconds: number): string => {
  if (seconds >= 2 * day) return counted(Math.round(seconds / day), 'day');
  if (seconds >= 2 * hour) return counted(Math.round(seconds / hour), 'hour');
  if (seconds >= 2 * minute) return counted(Math.round(seconds / minute), 'minute');
  return counted(Math.round(seconds), 'second');
};

const relative = keptFor((locale) => new Intl.RelativeTimeFormat(locale));

const words = messages('time', {
  justNow: 'just now',
  farAway: 'a date far away',
  today: 'Today',
  yesterday: 'Yesterday',
});

/** Says how long ago something happened. */
export const formatAgo = (epochSeconds: number, nowMs: number): string => {
  const ago = Math.floor(nowMs / 1000) - epochSeconds;
  if (ago < minute) return words.justNow;
  if (ago < hour) return relative().format(-Math.floor(ago / minute), 'minute');
  if (ago < day) return relative().format(-Math.floor(ago / hour), 'hour');
  return relative().format(-Math.floor(ago / day), 'day');
};

const formatter = (options: Intl.DateTimeFormatOptions) =>
  keptFor((locale) => new Intl.DateTimeFormat(locale, options));

const dateTime = formatter({ dateStyle: 'medium', timeStyle: 'short' });

/** Writes a moment in the person's own calendar; a date out of range is no reason to fail. */
export const formatMoment = (epochSeconds: number): string => {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? words.farAway : dateTime().format(date);
};

const dayOnly = formatter({ dateStyle: 'full' });
const timeOnly = formatter({ timeStyle: 'short' });

/** Names the day of a moment, in the person's own time zone. */
export const formatDay = (epochMs: number, nowMs: number): string => {
  const text = dayOnly().format(epochMs);
  if (text === dayOnly().format(nowMs)) return words.today;
  // Noon of the day before, however long that day was.
  const noon = new Date(nowMs).setHours(-12, 0, 0, 0);
  return text === dayOnly().format(noon) ? words.yesterday : text;
};

export const formatTimeOfDay = (epochMs: number): string => timeOnly().format(epochMs);
