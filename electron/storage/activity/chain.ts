import { createHash } from 'node:crypto';
import type { ActivityEntry } from '../../../shared/activity.ts';
import { type JsonObject, parseJsonObject } from '../../platform/json.ts';

/**
 * The chain of lines: each bears its number and the SHA-256 of the exact bytes since the line before
 * began, line feed included. So of a whole file, line n+1 bears what `sed -n Np FILE | sha256sum` says.
 */
type Line = {
  readonly number: number;
  readonly kind: string;
  readonly before: string;
  readonly content: JsonObject;
};

export type ReadLine = {
  readonly line: Line;
  /** It does not follow what stands before it. */
  readonly isBroken: boolean;
};

/** What a line is to follow. */
export type Link = { readonly number: number; readonly before: string };

/** What is known of the lines beside them: the first and the last that were surely on the disk. */
export type Confirmed = {
  readonly oldest: number;
  readonly newest: number;
  /** SHA-256 of the newest line. */
  readonly hash: string;
};

export type Chain = {
  readonly lines: readonly ReadLine[];
  /** What the next line is to follow, once the line feed stands that `endsOpen` asks for. */
  readonly link: Link;
  /** The bytes do not end with a line feed. */
  readonly endsOpen: boolean;
  /** What comes after the last line is the rest of one that a crash cut short. */
  readonly isCutShort: boolean;
  readonly isBroken: boolean;
  /** It is broken, and no `chain-broken` says so yet. */
  readonly isUnmarked: boolean;
};

const lineFeed = 0x0a;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The link that the first line of all follows. */
export const beginning: Link = { number: 0, before: sha256(Buffer.of()) };

/** Writes the line that follows, and gives what the next one is to follow. */
export const writeLine = (
  link: Link,
  time: string,
  entry: ActivityEntry,
): { readonly bytes: Buffer; readonly link: Link; readonly line: Line } => {
  const number = link.number + 1;
  const content = { number, time, ...entry, before: link.before };
  const bytes = Buffer.from(`${JSON.stringify(content)}\n`);
  const line = { number, kind: entry.kind, before: link.before, content };
  return { bytes, link: { number, before: sha256(bytes) }, line };
};

type Part = { readonly start: number; readonly end: number; readonly line: Line | null };

/** Larger numbers are none of ours, and adding one must stay exact. */
const maxNumber = 1e12 - 2;

const parseLine = (bytes: Buffer): Line | null => {
  const content = parseJsonObject(bytes.toString('utf8'));
  if (content === null) return null;
  const { number, kind, before } = content;
  if (typeof number !== 'number' || !Number.isInteger(number)) return null;
  if (number < 1 || number > maxNumber) return null;
  if (typeof kind !== 'string' || typeof before !== 'string') return null;
  return { number, kind, before, content };
};

/** Gives what ends with a line feed, in order. */
const partsOf = (bytes: Buffer): readonly Part[] => {
  const parts: Part[] = [];
  let start = 0;
  for (;;) {
    const end = bytes.indexOf(lineFeed, start) + 1;
    if (end === 0) return parts;
    parts.push({ start, end, line: parseLine(bytes.subarray(start, end)) });
    start = end;
  }
};

type PlacedLine = ReadLine & { readonly start: number; readonly end: number };

/** Reads lines in order, each beside whether it follows the one before. */
const walk = (bytes: Buffer, firstNumber: number): PlacedLine[] => {
  const parts = partsOf(bytes);
  const cuts = parts.flatMap(({ line }, index) => (line?.kind === 'cut-short' ? [index] : []));
  const lines: PlacedLine[] = [];
  let number = firstNumber - 1;
  let since = 0;
  const follows = ({ line, start }: Part): boolean =>
    line !== null &&
    line.number === number + 1 &&
    // What the oldest line followed is gone with the file that held it.
    (lines.length === 0 || line.before === sha256(bytes.subarray(since, start)));

  for (let index = 0; index < parts.length; index += 1) {
    let part = parts[index];
    let isBroken = false;
    if (part !== undefined && !follows(part)) {
      // What a crash left half written is told by the line after it.
      const mend = cuts.find((at) => {
        const cut = parts[at];
        return at > index && cut !== undefined && follows(cut);
      });
      if (mend === undefined) isBroken = true;
      else index = mend;
      part = parts[index];
    }
    const line = part?.line ?? null;
    if (part === undefined || line === null) continue;
    const { start, end } = part;
    lines.push({ line, isBroken, start, end });
    number = line.number;
    since = start;
  }
  return lines;
};

/**
 * Reads what the files hold, one after the other. Null for `confirmed` when nothing is known.
 *
 * A crash can spoil what came after the confirmed line and nothing else: lines there that do not
 * follow are the rest of a write that was cut short. Anywhere else they were changed.
 */
export const readChain = (bytes: Buffer, confirmed: Confirmed | null): Chain => {
  const endsOpen = bytes.length > 0 && bytes.at(-1) !== lineFeed;
  // The line feed that will end it may be all that is missing.
  const closed = endsOpen ? Buffer.concat([bytes, Buffer.of(lineFeed)]) : bytes;
  const walked = walk(closed, confirmed?.oldest ?? 1);
  const newest = walked.findLastIndex(
    ({ line, start, end }) =>
      line.number === confirmed?.newest && sha256(bytes.subarray(start, end)) === confirmed.hash,
  );
  const isConfirmed =
    confirmed !== null &&
    (newest !== -1 || confirmed.newest === 0) &&
    walked.slice(newest + 1).every(({ line }) => line.number > confirmed.newest);
  const spoilt = isConfirmed
    ? walked.findIndex(({ isBroken }, index) => isBroken && index > newest)
    : -1;
  const kept = spoilt === -1 ? walked : walked.slice(0, spoilt);
  // What was changed may leave no trace but the line that said so.
  const lines = kept.map((each) => ({
    ...each,
    isBroken: each.isBroken || each.line.kind === 'chain-broken',
  }));
  const last = lines.at(-1);
  const lastBroken = lines.findLastIndex(({ isBroken }) => isBroken);
  const lastMarker = lines.findLastIndex(({ line }) => line.kind === 'chain-broken');
  return {
    lines,
    link: {
      // No number twice, whatever was done to the lines.
      number: Math.max(last?.line.number ?? 0, confirmed?.newest ?? 0),
      before: sha256(closed.subarray(last?.start ?? 0)),
    },
    endsOpen,
    isCutShort: isConfirmed && (last?.end ?? 0) < closed.length,
    isBroken: !isConfirmed || lastBroken !== -1,
    isUnmarked: !isConfirmed || lastBroken > lastMarker,
  };
};
