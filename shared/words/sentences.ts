import { messages, says, spokenLocale } from './messages.ts';

/**
 * Writes a field's label as a part of a sentence: `Client ID` becomes `client ID`. German writes nouns
 * large wherever they stand.
 */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) && !spokenLocale().startsWith('de')
    ? label.charAt(0).toLowerCase() + label.slice(1)
    : label;

/** These words are British: `a, b and c`. */
const listLocale = (): string => (spokenLocale().startsWith('en') ? 'en-GB' : spokenLocale());

/** Joins names as a sentence does: `a`, `a and b`, `a, b and c`. */
export const listInSentence = (names: readonly string[]): string =>
  new Intl.ListFormat(listLocale(), { type: 'conjunction' }).format(names);

/** Joins names as an enumeration does, as in `a, b, c`. */
export const enumerated = (names: readonly string[]): string =>
  new Intl.ListFormat(listLocale(), { type: 'conjunction', style: 'narrow' }).format(names);

const words = messages('sentences', {
  sentence: says('{text}.', (text: string) => ({ text })),
  sequence: says('{first} {second}', (first: string, second: string) => ({ first, second })),
});

/** Ends a title as a sentence. */
export const asSentence = words.sentence;

/** Puts one sentence after the other. */
export const inSequence = (sentences: readonly string[]): string =>
  sentences.reduce((before, next) => words.sequence(before, next));
