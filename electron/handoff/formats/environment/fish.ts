import { quoteForShell } from '../../quoting.ts';
import { setIn, unsetIn, type Variable } from './variables.ts';

/** Writes variables for fish, which keeps lines that start with a space out of its history. */
export const toFish = (variables: readonly Variable[]): string =>
  [
    ...setIn(variables).map(([name, value]) => `set -gx ${name} ${quoteForShell(value)}`),
    ...unsetIn(variables).map((name) => `set -e ${name}`),
  ]
    .map((line) => ` ${line}\n`)
    .join('');
