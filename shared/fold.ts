/** Makes texts comparable: without case, accents and presentation forms. */
export const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
