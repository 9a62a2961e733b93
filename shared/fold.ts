const ascii = /^\p{ASCII}*$/u;
export const isAscii = (text: string): boolean => ascii.test(text);

/** Makes texts comparable: without case, accents and presentation forms. */
export const fold = (text: string): string =>
  // Most texts are plain, and in a long list the rest of it is what a search would wait for.
  isAscii(text) ? text.toLowerCase() : text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
