import { maxTagLength, maxTags } from '../tags.ts';

/** Tags of accounts. */
export const tagWords = {
  title: (label: string) => `Tags of ${label}`,
  titleOfSeveral: (count: number) => `Tags of ${count.toLocaleString('en')} accounts`,
  add: 'Add a tag',
  help: `Up to ${maxTags} for each account, of ${maxTagLength} letters.`,
  addButton: 'Add',
  present: 'Tags',
  none: 'No tags yet.',
  some: (tag: string, count: number, of: number) => `${tag} (${count} of ${of})`,
  remove: (tag: string) => `Remove tag ${tag}`,
  tooMany: `An account has at most ${maxTags} tags.`,
  save: 'Save tags',
  cancel: 'Cancel',
  full: (labels: readonly string[]) =>
    labels.length === 1
      ? `${labels[0]} has ${maxTags} tags already, and keeps them.`
      : `${labels.length} accounts have ${maxTags} tags already, and keep them: ${labels.slice(0, 3).join(', ')}${labels.length > 3 ? ', …' : ''}.`,
} as const;
