import { isAscii } from './fold.ts';

let segmenter: Intl.Segmenter | undefined;

/** Splits a text into what a reader takes for letters (grapheme clusters, Unicode UAX #29). */
export const lettersOf = (text: string): readonly string[] => {
  // Most names are plain, and ICU's rules take up room from their first use on.
  if (isAscii(text)) return [...text];
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return [...segmenter.segment(text)].map(({ segment }) => segment);
};
