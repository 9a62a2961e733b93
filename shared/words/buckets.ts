/** Words of the view of buckets. */
export const bucketWords = {
  open: 'Browse buckets…',
  title: (label: string) => `Buckets of ${label}`,
  back: 'Back to accounts',
  up: 'One folder up',
  list: 'What is there',
  name: 'Name',
  size: 'Size',
  changed: 'Changed',
  copyLink: (name: string) => `Copy link to ${name}`,
  copied: 'Link copied. Whoever has it can read the object for one hour.',
  loading: 'Looking…',
  nothing: { title: 'Nothing here', text: 'Nothing lies here that these keys may list.' },
  again: 'Try again',
  more: 'These are the first 1,000. There are more.',
} as const;

const units = ['KB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Writes a size in the units of a thousand that storage services bill by. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1_000) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  let size = bytes;
  let unit = -1;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1_000;
    unit += 1;
  }
  return `${size < 9.95 ? size.toFixed(1) : Math.round(size)} ${units[unit]}`;
};
