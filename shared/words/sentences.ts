/** Writes a field's label as a part of a sentence: `Client ID` becomes `client ID`. */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** Joins names as a sentence does: `a`, `a and b`, `a, b and c`. */
export const listInSentence = (names: readonly string[]): string =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
