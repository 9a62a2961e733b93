const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

/** Writes a span for a countdown: short, and only as exact as its length deserves. */
export const formatSpan = (seconds: number): string => {
  const left = Math.max(0, Math.floor(seconds));
  if (left < minute) return `${left} s`;
  if (left < 10 * minute) return `${Math.floor(left / minute)} m ${left % minute} s`;
  if (left < hour) return `${Math.floor(left / minute)} m`;
  if (left < day) return `${Math.floor(left / hour)} h ${Math.floor((left % hour) / minute)} m`;
  if (left < 14 * day) return `${Math.floor(left / day)} d ${Math.floor((left % day) / hour)} h`;
  return plural(Math.floor(left / day), 'day');
};

/** Writes minutes and seconds as a kitchen timer does: `9:41`. */
export const formatTimer = (seconds: number): string => {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / minute)}:${String(left % minute).padStart(2, '0')}`;
};

/** Writes a length that does not count down, such as the longest life of an object. */
export const formatDuration = (seconds: number): string => {
  if (seconds >= 2 * day) return plural(Math.round(seconds / day), 'day');
  if (seconds >= 2 * hour) return plural(Math.round(seconds / hour), 'hour');
  if (seconds >= 2 * minute) return plural(Math.round(seconds / minute), 'minute');
  return plural(Math.round(seconds), 'second');
};

/** Says how long ago something happened. */
export const formatAgo = (epochSeconds: number, nowMs: number): string => {
  const ago = Math.floor(nowMs / 1000) - epochSeconds;
  if (ago < minute) return 'just now';
  if (ago < hour) return `${plural(Math.floor(ago / minute), 'minute')} ago`;
  if (ago < day) return `${plural(Math.floor(ago / hour), 'hour')} ago`;
  return `${plural(Math.floor(ago / day), 'day')} ago`;
};

/** Made when it is first used: reading the calendars of ICU holds a start back. */
const formatter = (options: Intl.DateTimeFormatOptions): (() => Intl.DateTimeFormat) => {
  let made: Intl.DateTimeFormat | undefined;
  return () => {
    made ??= new Intl.DateTimeFormat(undefined, options);
    return made;
  };
};

const dateTime = formatter({ dateStyle: 'medium', timeStyle: 'short' });

/** Writes a moment in the person's own calendar; a date out of range is no reason to fail. */
export const formatMoment = (epochSeconds: number): string => {
  const date = new Date(epochSeconds * 1000);
  return Number.isNaN(date.getTime()) ? 'a date far away' : dateTime().format(date);
};

const dayOnly = formatter({ dateStyle: 'full' });
const timeOnly = formatter({ timeStyle: 'short' });

/** Names the day of a moment, in the person's own time zone. */
export const formatDay = (epochMs: number, nowMs: number): string => {
  const text = dayOnly().format(epochMs);
  if (text === dayOnly().format(nowMs)) return 'Today';
  // Noon of the day before, however long that day was.
  const noon = new Date(nowMs).setHours(-12, 0, 0, 0);
  return text === dayOnly().format(noon) ? 'Yesterday' : text;
};

export const formatTimeOfDay = (epochMs: number): string => timeOnly().format(epochMs);
