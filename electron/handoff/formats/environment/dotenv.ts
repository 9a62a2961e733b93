import { requireFit } from '../values.ts';
import { setIn, type Variable } from './variables.ts';

const plain = /^[A-Za-z0-9_./+=:@-]*$/;
/** Readers of `.env` files differ in what these mean, even between single quotes. */
const ambiguous = /['\\$]/;

/**
 * Writes variables for a `.env` file. What is no plain text stands in single quotes, and throws
 * `format.unfit` where readers differ: python-dotenv and dotenv-expand replace `$`, and a backslash
 * escapes for one and not for the other.
 */
export const toDotenv = (variables: readonly Variable[]): string =>
  setIn(variables)
    .map(([name, value]) => {
      requireFit(!ambiguous.test(value));
      return `${name}=${plain.test(value) ? value : `'${value}'`}\n`;
    })
    .join('');
