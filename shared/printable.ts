/** Characters that move a terminal's cursor, colour it, turn its text around, or are not seen at all. */
const unprintable =
  /(?!\p{Variation_Selector})[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** Makes one line of a text that somebody else chose. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** The same of at most so many characters: what is too long loses its middle, for both ends tell names apart. */
export const shortened = (text: string, most: number): string => {
  const all = [...printable(text)];
  if (all.length <= most) return all.join('');
  const half = Math.floor((most - 1) / 2);
  return `${all.slice(0, half).join('')}…${all.slice(-half).join('')}`;
};
