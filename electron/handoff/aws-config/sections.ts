import { AppError } from '../../diagnostics/errors.ts';
import { linesOf } from './lines.ts';

/** A section header of the file, and the line it stands in, counted from 1. */
export type Section = { readonly name: string; readonly line: number };

/** What keeps AWS tools from reading the file. */
type FileFault =
  | 'not-utf-8'
  | 'byte-order-mark'
  | 'no-section'
  | 'no-value'
  | 'section-twice'
  | 'setting-twice'
  | 'nested';

const unreadable = (line: number, reason: FileFault): AppError =>
  new AppError('aws-config.unparsable', { params: { line, reason } });

/** What Python's `str.strip` takes away; JavaScript's `trim` differs in five characters. */
const blank =
  '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const ends = new RegExp(`^[${blank}]+|[${blank}]+$`, 'g');
const strip = (text: string): string => text.replace(ends, '');
const firstNonBlank = new RegExp(`[^${blank}]`);
/** Where Python's `str.splitlines` begins a new line, within one line of a file. */
const innerLineEnds = '\v\f\x1c\x1d\x1e\x85\u2028\u2029';
const innerLineEnd = new RegExp(`[${innerLineEnds}]`);

/** The section whose settings all others have, and which may come again. */
const shared = 'DEFAULT';

/** Decodes a file as AWS tools do. Throws `aws-config.unparsable` with the line. */
export const decodeAwsFile = (bytes: Uint8Array): string => {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    throw unreadable(lineOfBadByte(bytes), 'not-utf-8');
  }
};

const lineOfBadByte = (bytes: Uint8Array): number => {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (let line = 1; ; line += 1) {
    const end = bytes.indexOf(0x0a, start);
    try {
      decoder.decode(bytes.subarray(start, end === -1 ? undefined : end));
    } catch {
      return line;
    }
    if (end === -1) return line;
    start = end + 1;
  }
};

/**
 * Reads the sections of an AWS file by the rules of botocore, which are those of Python's
 * `configparser` (3.11) and its own for indented settings. It is the strictest reader among the tools:
 * what it takes, all of them take.
 *
 * Throws `aws-config.unparsable` with the first line that it would refuse, and why.
 */
export const readSections = (text: string): readonly Section[] => {
  if (text.startsWith('\ufeff')) throw unreadable(1, 'byte-order-mark');
  const sections: Section[] = [];
  const settings = new Map<string, Set<string>>();
  let current: Set<string> | null = null;
  let indent = 0;
  /** Whether a setting is open for lines that go on with it, and has no value of its own. */
  let open: 'no' | 'with-value' | 'without-value' = 'no';

  for (const { text: line, number } of linesOf(text)) {
    const value = strip(line);
    if (value === '' || value.startsWith('#') || value.startsWith(';')) continue;
    const lineIndent = line.search(firstNonBlank);
    if (open !== 'no' && lineIndent > indent) {
      if (open === 'without-value' && !isNested(value)) throw unreadable(number, 'nested');
      continue;
    }
    indent = lineIndent;
    const name = /^\[(.+)\]/s.exec(value)?.[1];
    if (name !== undefined) {
      const before = settings.get(name);
      if (before !== undefined && name !== shared) throw unreadable(number, 'section-twice');
      current = before ?? new Set();
      settings.set(name, current);
      sections.push({ name, line: number });
      open = 'no';
      continue;
    }
    if (current === null) throw unreadable(number, 'no-section');
    const delimiter = value.search(/[=:]/);
    const setting = delimiter === -1 ? '' : strip(value.slice(0, delimiter)).toLowerCase();
    if (setting === '') throw unreadable(number, 'no-value');
    if (current.has(setting)) throw unreadable(number, 'setting-twice');
    current.add(setting);
    open = strip(value.slice(delimiter + 1)) === '' ? 'without-value' : 'with-value';
  }
  return sections;
};

const isNested = (value: string): boolean =>
  value.split(innerLineEnd).every((part) => strip(part) === '' || part.includes('='));
