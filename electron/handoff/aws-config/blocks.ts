import { betweenMarkers } from '../../../shared/words/aws-profiles.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { type Line, linesOf } from './lines.ts';

/** One block of ours in the file, its two markers included. */
export type Block = {
  readonly profile: string;
  /** The account whose keys it gives, as written there; null when that line is gone. */
  readonly account: string | null;
  readonly start: number;
  /** Behind the end of its last line. */
  readonly end: number;
  readonly lines: readonly Line[];
};

const anyMarker = /^\s*[#;]\s*(?:>>>|<<<)\s*stowkey\b/i;
const beginning = /^# >>> stowkey: ([\w.-]+) \([^()]*\) >>>\s*$/;
const ending = /^# <<< stowkey: ([\w.-]+) <<<\s*$/;
const accountLine = /^# account ([0-9a-f-]{36})\s*$/;

/** Puts a profile's lines between the markers by which its block is found again. */
export const blockLines = (
  profile: string,
  account: string,
  lines: readonly string[],
): readonly string[] => [
  `# >>> stowkey: ${profile} (${betweenMarkers}) >>>`,
  `# account ${account}`,
  ...lines,
  `# <<< stowkey: ${profile} <<<`,
];

type BlockFault = 'marker' | 'foreign-section' | 'goes-on';

const badBlock = (line: number, reason: BlockFault): AppError =>
  new AppError('aws-config.bad-block', { params: { line, reason } });

/**
 * Finds our blocks by their markers; the rest of the file may be anything.
 *
 * Throws `aws-config.bad-block` with the line of a marker that was altered, has no other half, comes
 * twice or stands within another block.
 */
export const findBlocks = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  let open: { profile: string; lines: Line[] } | null = null;
  for (const line of linesOf(text)) {
    open?.lines.push(line);
    if (!anyMarker.test(line.text)) continue;
    const begins = beginning.exec(line.text)?.[1];
    const ends = ending.exec(line.text)?.[1];
    if (open === null && begins !== undefined && blocks.every((each) => each.profile !== begins)) {
      open = { profile: begins, lines: [line] };
    } else if (open !== null && ends === open.profile) {
      blocks.push(toBlock(open.profile, open.lines));
      open = null;
    } else throw badBlock(line.number, 'marker');
  }
  if (open !== null) throw badBlock(open.lines[0]?.number ?? 1, 'marker');
  return blocks;
};

const toBlock = (profile: string, lines: readonly Line[]): Block => ({
  profile,
  account: accountLine.exec(lines[1]?.text ?? '')?.[1] ?? null,
  start: lines[0]?.start ?? 0,
  end: lines.at(-1)?.next ?? 0,
  lines,
});

/**
 * Makes sure that a block can go or be replaced without harm: nobody put a section of their own into
 * it, and no settings behind it would fall to the section before it. Throws `aws-config.bad-block`.
 */
const requireSeparate = (text: string, block: Block): void => {
  const ours = [`[profile ${block.profile}]`, `[services stowkey-${block.profile}]`];
  for (const line of block.lines) {
    const name = /^\s*(\[.+\])/.exec(line.text)?.[1];
    if (name !== undefined && !ours.includes(name)) throw badBlock(line.number, 'foreign-section');
  }
  let number = block.lines.at(-1)?.number ?? 0;
  for (const line of linesOf(text.slice(block.end))) {
    number += 1;
    if (/^\s*(?:[#;]|$)/.test(line.text)) continue;
    if (line.text.startsWith('[')) return;
    throw badBlock(number, 'goes-on');
  }
};

/** How the last line ends that has an end. */
const lineEndOf = (text: string): string =>
  text[text.lastIndexOf('\n') - 1] === '\r' ? '\r\n' : '\n';

/**
 * Adds a block at the end, or puts it in place of the one of that profile. Everything else stays as it
 * is. In a file whose last line has no end the block's has none either: by that `withoutBlock` knows.
 */
export const withBlock = (text: string, profile: string, lines: readonly string[]): string => {
  const before = findBlocks(text).find((block) => block.profile === profile);
  if (before === undefined) {
    const lineEnd = lineEndOf(text);
    const body = lines.join(lineEnd);
    const isWhole = text === '' || /[\r\n]$/.test(text);
    return isWhole ? text + body + lineEnd : text + lineEnd + body;
  }
  requireSeparate(text, before);
  const lineEnd = lineEndOf(text.slice(before.start, before.end));
  const isWhole = /[\r\n]$/.test(text.slice(0, before.end));
  const body = lines.join(lineEnd) + (isWhole ? lineEnd : '');
  return text.slice(0, before.start) + body + text.slice(before.end);
};

/** Gives the text as it was before the block was added; null when it has no such block. */
export const withoutBlock = (text: string, profile: string): string | null => {
  const block = findBlocks(text).find((each) => each.profile === profile);
  if (block === undefined) return null;
  requireSeparate(text, block);
  const before = text.slice(0, block.start);
  const isWhole = /[\r\n]$/.test(text.slice(0, block.end));
  return (isWhole ? before : before.replace(/\r?\n$/, '')) + text.slice(block.end);
};
