/**
 * Splits a pasted block or a dropped file into lines, at every character that `.` of a regular
 * expression stops at: patterns for one line are slow on what they cannot cross.
 */
export const linesOf = (text: string): readonly string[] => text.split(/\r\n?|[\n\u2028\u2029]/);

/** Takes off a comment: it begins after a blank, because a secret may hold its mark elsewhere. */
export const withoutComment = (line: string, begins = /\s#/): string => {
  const at = line.search(begins);
  return at === -1 ? line : line.slice(0, at).trimEnd();
};
