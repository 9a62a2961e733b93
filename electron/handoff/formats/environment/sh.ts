import { quoteForShell } from '../../quoting.ts';
import { setIn, unsetIn, type Variable } from './variables.ts';

/**
 * Writes variables for sh, bash and zsh. Each line starts with a space, which keeps it out of the
 * history of most shells.
 */
export const toSh = (variables: readonly Variable[]): string => {
  const stale = unsetIn(variables);
  return [
    ...setIn(variables).map(([name, value]) => `export ${name}=${quoteForShell(value)}`),
    ...(stale.length === 0 ? [] : [`unset ${stale.join(' ')}`]),
  ]
    .map((line) => ` ${line}\n`)
    .join('');
};
