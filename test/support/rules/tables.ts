/** Gives the cells of the first table of a page below a heading, without the table's own head. Pure. */
export const rowsBelow = (page: string, heading: string): readonly (readonly string[])[] => {
  const from = page.indexOf(`${heading}\n`);
  if (from < 0) throw new Error(`no heading "${heading}"`);
  const table = /(?:^\|.*\n)+/m.exec(page.slice(from))?.[0] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    );
};
