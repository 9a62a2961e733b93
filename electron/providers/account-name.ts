import { lettersOf } from '../../shared/letters.ts';
import { maxTagLength } from '../../shared/tags.ts';

/** Longest name in UTF-16 units: names are shown in lists and compared, not more. */
const maxNameLength = 200;

/**
 * Gives a name for an account, a provider's or a person's, as it can be shown and stored; null for
 * one that nobody would see.
 *
 * Marks that turn the reading direction and those that do not show are written out, so that no name
 * reads as another. A long name is cut between what a person takes for characters.
 */
export const accountName = (text: string): string | null => {
  const plain = text
    .replace(/\p{Cc}/gu, '')
    // Halves of characters, which the keychain would not give back.
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .trim();
  if (!isVisible(plain)) return null;
  return cut(plain.replace(misleading, writtenOut));
};

/** Gives a tag as it can be shown and stored; null for one that nobody would see, or that is too long. */
export const tagName = (text: string): string | null => {
  const name = accountName(text);
  return name === null || name.length > maxTagLength ? null : name;
};

/** Joiners, variants and tags (U+E0020 on, in flags) do not show either, and scripts and emoji need them. */
const misleading =
  /\p{Bidi_Control}|(?![\p{Join_Control}\p{Variation_Selector}\u{e0020}-\u{e007f}])\p{Default_Ignorable_Code_Point}/gu;

/** U+2800 is Braille's empty cell. */
const isVisible = (text: string): boolean =>
  /[^\p{Default_Ignorable_Code_Point}\p{C}\p{Z}\p{M}\u2800]/u.test(text);

const writtenOut = (mark: string): string =>
  `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

const cut = (text: string): string => {
  if (text.length <= maxNameLength) return text;
  // A single character can be made as long as one likes, by marks that are put on it.
  const parts = lettersOf(text);
  const whole = (parts[0] ?? '').length > maxNameLength ? [...text] : parts;
  let name = '';
  for (const part of whole) {
    if (name.length + part.length > maxNameLength) break;
    name += part;
  }
  return name;
};
