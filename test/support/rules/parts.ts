/**
 * Sorts the words that name a part of the tests by who runs it: Playwright takes those that name
 * `e2e` or something in it, as parts of file paths, and vitest takes the others.
 */
export const sortWords = (
  words: readonly string[],
): { readonly e2e: readonly string[]; readonly vitest: readonly string[] } => {
  const isE2e = (word: string): boolean => /^(test\/)?e2e(\/|$)/.test(word);
  return { e2e: words.filter(isE2e), vitest: words.filter((word) => !isE2e(word)) };
};
