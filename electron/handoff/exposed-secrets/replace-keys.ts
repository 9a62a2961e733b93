import type { DiffLine } from '../../../shared/aws-profiles.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { type Line, linesOf } from '../aws-config/lines.ts';
import { decodeAwsFile, readSections } from '../aws-config/sections.ts';
import type { ExposedKey } from './exposed-key.ts';

type Replaced = {
  readonly text: string;
  readonly lines: readonly DiffLine[];
  readonly linesBefore: number;
};

/** What stands in the way of our reference, beside the keys themselves. */
const inTheWay = /^\s*(?:env_auth|profile)\s*[=:]/;

/**
 * Works out a file with a reference in the place of one section's keys. Every other byte stays.
 *
 * Throws `aws-config.unparsable` for one that is not UTF-8, or no AWS tool would read before or after,
 * and `exposed.unfit` where the keys' lines cannot be told from what is around them.
 */
export const replaceKeys = (
  bytes: Uint8Array,
  { lines: keyLines, name }: Pick<ExposedKey, 'lines' | 'name'>,
  reference: readonly string[],
  reader: 'aws' | 'rclone',
): Replaced => {
  const text = decodeAwsFile(bytes);
  if (name === null) throw new AppError('exposed.unfit');
  if (reader === 'aws') readSections(text);
  const all = [...linesOf(text)];
  const first = all.find(({ number }) => keyLines.includes(number));
  if (first === undefined) throw new AppError('exposed.gone');
  const section = sectionAround(all, first.number);
  const gone = section.filter(
    (line) => keyLines.includes(line.number) || (reader === 'rclone' && inTheWay.test(line.text)),
  );
  if (gone.some((line) => goesOn(all[line.number]))) throw new AppError('exposed.unfit');
  const start = gone[0] ?? first;
  const end = text.slice(start.start + start.text.length, start.next) || '\n';
  let after = '';
  for (const line of all) {
    if (line === start) after += reference.map((each) => each + end).join('');
    if (!gone.includes(line)) after += text.slice(line.start, line.next);
  }
  if (reader === 'aws') readSections(after);
  const from = start.number;
  const to = gone.at(-1)?.number ?? from;
  return {
    text: after,
    linesBefore: from - 1,
    lines: [
      ...all.slice(from - 1, to).map((line): DiffLine => {
        return { kind: gone.includes(line) ? 'removed' : 'kept', text: veiled(line.text) };
      }),
      ...reference.map((each): DiffLine => ({ kind: 'added', text: each })),
    ],
  };
};

/** The lines of the section that a line is in, without its header. */
const sectionAround = (all: readonly Line[], number: number): readonly Line[] => {
  const isHeader = ({ text }: Line): boolean => /^\s*\[/.test(text);
  const from = all.findLastIndex((line) => line.number < number && isHeader(line));
  const next = all.findIndex((line) => line.number > number && isHeader(line));
  return all.slice(from + 1, next === -1 ? undefined : next);
};

/** Whether a line goes on with the setting before it. */
const goesOn = (line: Line | undefined): boolean =>
  line !== undefined && /^\s+[^\s#;]/.test(line.text);

/** What else stands among the keys may be a secret too. */
const veiled = (line: string): string =>
  /^\s*(?:$|region\b|endpoint\b|type\b|provider\b|env_auth\b|profile\b)/.test(line)
    ? line
    : `${/^[^=:]*[=:]|^\s*[#;]/.exec(line)?.[0] ?? ''} …`;
