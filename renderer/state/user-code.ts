/**
 * Splits a code that has to be typed by hand into groups that the eye can hold. A code that comes
 * with separators of its own is left as it is: the page at the provider may expect them.
 */
export const groupUserCode = (code: string): readonly string[] => {
  if (/[-\s]/.test(code)) return [code];
  const size = [4, 3].find((each) => code.length > each && code.length % each === 0);
  if (size === undefined || code.length > 12) return [code];
  return code.match(new RegExp(`.{${size}}`, 'gsu')) ?? [code];
};
