import type { Account } from '../../shared/agent-schemas.ts';
import { tableWords } from '../../shared/words/command-line.ts';

/** The version of what `--json` prints; it grows by fields and changes for anything else. */
const outputVersion = 1;

/** Writes a document for programs; docs/command-line.md has its shapes. */
export const toJson = (fields: object): string =>
  `${JSON.stringify({ version: outputVersion, ...fields }, null, 2)}\n`;

/** The same as one line, for a command that prints several. */
export const toJsonLine = (fields: object): string =>
  `${JSON.stringify({ version: outputVersion, ...fields })}\n`;

/** Characters that move a terminal's cursor, colour it or turn its text around. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Makes one line of a text that somebody else chose. */
export const printable = (text: string): string => text.replace(unprintable, '\ufffd');

/** The same for a text of several lines. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/** Writes accounts as a table; the last column is not filled up. */
export const toTable = (accounts: readonly Account[]): string => {
  const rows = [
    tableWords.head,
    ...accounts.map(({ name, provider, state, expiresAt, id }) =>
      [name, provider, tableWords.states[state], expiresAt ?? tableWords.noEnd, id].map(printable),
    ),
  ];
  const widths = tableWords.head.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - [...cell].length))
      .join('  ')
      .trimEnd();
  return rows.map((row) => `${line(row)}\n`).join('');
};
