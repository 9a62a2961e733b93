import { messages, says } from './messages.ts';
/** What tells a person about a change to a file of theirs. */
export const fileDiffWords = messages('file-diff', {
  diff: says('Changes to {file}', (file: string) => ({ file })),
  sign: { added: 'Added', removed: 'Removed', kept: 'Unchanged' },
});
