import { maxTagLength, maxTags } from '../tags.ts';
import { messages, says } from './messages.ts';
import { enumerated } from './sentences.ts';

/** Tags of accounts. */
export const tagWords = messages('tags', {
  title: says('Tags of {label}', (label: string) => ({ label })),
  titleOfSeveral: says(
    '{count, plural, one {Tags of # account} other {Tags of # accounts}}',
    (count: number) => ({ count }),
  ),
  add: 'Add a tag',
  help: says('Up to {tags} for each account, of {letters} letters.', () => ({
    tags: maxTags,
    letters: maxTagLength,
  })),
  addButton: 'Add',
  present: 'Tags',
  none: 'No tags yet.',
  some: says('{tag} ({count} of {of})', (tag: string, count: number, of: number) => ({
    tag,
    count,
    of,
  })),
  remove: says('Remove tag {tag}', (tag: string) => ({ tag })),
  tooMany: says('An account has at most {tags} tags.', () => ({ tags: maxTags })),
  save: 'Save tags',
  cancel: 'Cancel',
  full: says(
    '{count, plural, =1 {{labels} has {tags} tags already, and keeps them.} one {# account has {tags} tags already, and keeps them: {labels}.} other {# accounts have {tags} tags already, and keep them: {labels}.}}',
    (labels: readonly string[]) => ({
      count: labels.length,
      tags: maxTags,
      labels: enumerated([...labels.slice(0, 3), ...(labels.length > 3 ? ['…'] : [])]),
    }),
  ),
});
