/** What tells a person about a change to a file of theirs. */
export const fileDiffWords = {
  diff: (file: string): string => `Changes to ${file}`,
  sign: { added: 'Added', removed: 'Removed', kept: 'Unchanged' },
} as const;
