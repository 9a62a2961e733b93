import { messages, says, spokenLocale } from './messages.ts';
/** Words of the view of buckets. */
export const bucketWords = messages('buckets', {
  open: 'Browse buckets…',
  title: says('Buckets of {label}', (label: string) => ({ label })),
  back: 'Back to accounts',
  up: 'One folder up',
  list: 'What is there',
  name: 'Name',
  size: 'Size',
  changed: 'Changed',
  copyLink: says('Copy link to {name}', (name: string) => ({ name })),
  copied: 'Link copied. Whoever has it can read the object for one hour.',
  loading: 'Looking…',
  nothing: { title: 'Nothing here', text: 'Nothing lies here that these keys may list.' },
  again: 'Try again',
  more: 'These are the first 1,000. There are more.',
});

const units = ['kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;

const inUnit = (count: number, options: Intl.NumberFormatOptions): string =>
  new Intl.NumberFormat(spokenLocale(), { style: 'unit', ...options }).format(count);

/** Writes a size in the units of a thousand that storage services bill by. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1_000) return inUnit(bytes, { unit: 'byte', unitDisplay: 'long' });
  let size = bytes / 1_000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  const digits = size < 9.95 ? 1 : 0;
  return inUnit(size, {
    unit: units[unit] ?? 'byte',
    unitDisplay: 'short',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
  });
};
