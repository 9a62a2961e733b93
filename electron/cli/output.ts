import type { Account } from '../../shared/agent-schemas.ts';
import { printable } from '../../shared/printable.ts';
import { tableWords } from '../../shared/words/command-line.ts';

/** The version of what `--json` prints; it grows by fields and changes for anything else. */
const outputVersion = 1;

/** Writes a document for programs; docs/command-line.md has its shapes. */
export const toJson = (fields: object): string =>
  `${JSON.stringify({ version: outputVersion, ...fields }, null, 2)}\n`;

/** The same as one line, for a command that prints several. */
export const toJsonLine = (fields: object): string =>
  `${JSON.stringify({ version: outputVersion, ...fields })}\n`;

/** As `printable`, for a text of several lines. */
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
