import { requireFit } from '../values.ts';
import { setIn, unsetIn, type Variable } from './variables.ts';

/** The longest line that cmd.exe takes. */
const maxLineLength = 8191;

/**
 * Writes variables for the Windows command prompt, where everything within quotes is as it stands but
 * `%`, which no escape saves at the prompt, and the quote itself. Throws `format.unfit` for those.
 */
export const toCmd = (variables: readonly Variable[]): string => {
  const lines = [
    ...setIn(variables).map(([name, value]) => {
      requireFit(!/["%]/.test(value));
      return `set "${name}=${value}"`;
    }),
    ...unsetIn(variables).map((name) => `set "${name}="`),
  ];
  requireFit(lines.every((line) => line.length < maxLineLength));
  return lines.map((line) => `${line}\r\n`).join('');
};
