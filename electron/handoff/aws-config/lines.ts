/** One line of a file, without its end. */
export type Line = {
  readonly text: string;
  /** Counted from 1. */
  readonly number: number;
  readonly start: number;
  /** Behind the line's end, where the next one starts. */
  readonly next: number;
};

/** Gives the lines of a text, whether they end in LF, CR LF or CR. */
export function* linesOf(text: string): Generator<Line> {
  const ends = /\r\n|\n|\r/g;
  for (let start = 0, number = 1; start < text.length; number += 1) {
    const end = ends.exec(text);
    const next = end === null ? text.length : ends.lastIndex;
    yield { text: text.slice(start, end?.index), number, start, next };
    start = next;
  }
}
