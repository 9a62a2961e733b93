import { setIn, unsetIn, type Variable } from './variables.ts';

/** PowerShell ends a text at any of these, and takes two of them for one. */
const singleQuotes = /['\u2018\u2019\u201a\u201b]/g;

/**
 * Writes variables for PowerShell. `$null` removes one, in each version and whether or not it is
 * there.
 *
 * Source: about_Quoting_Rules; `CodeGeneration.EscapeSingleQuotedStringContent`.
 */
export const toPowerShell = (variables: readonly Variable[]): string =>
  [
    ...setIn(variables).map(
      ([name, value]) => `$env:${name} = '${value.replace(singleQuotes, '$&$&')}'`,
    ),
    ...unsetIn(variables).map((name) => `$env:${name} = $null`),
  ]
    .map((line) => ` ${line}\n`)
    .join('');
