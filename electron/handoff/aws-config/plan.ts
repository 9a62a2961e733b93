import type { DiffLine } from '../../../shared/aws-profiles.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { S3View } from '../../../shared/schemas.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { awsProfileLines } from '../formats/aws/profile-lines.ts';
import { isKeptInFiles } from '../formats/values.ts';
import { toProfileName } from '../quoting.ts';
import { type Block, blockLines, findBlocks, withBlock } from './blocks.ts';
import { linesOf } from './lines.ts';
import { readSections, type Section } from './sections.ts';

export type Wanted = {
  readonly profile: string;
  readonly account: ConnectionId;
  readonly s3: S3View;
  /** What AWS tools run to get keys: a program and one argument, as no shell needs to take it apart. */
  readonly command: string;
};

/** What else the person has that the new profile must not get in the way of. */
export type Surroundings = {
  /** The credentials file: keys there come before the `credential_process` of a profile of that name. */
  readonly credentials: string;
  /** Whether no other tool in Stowkey goes by that name. */
  readonly isFree: (profile: string) => boolean;
  /** Whether there is such an account; the block of one that is gone may be replaced. */
  readonly isAccount: (id: string) => boolean;
};

type Plan = {
  readonly text: string;
  readonly lines: readonly DiffLine[];
  /** How many lines of the file stand before the block. */
  readonly linesBefore: number;
};

/** Every AWS tool reads such names alike, and they can be an argument and a file's name. */
const safeName = /^(?!default$)[a-z0-9](?:[\w.-]{0,62}\w)?$/i;

/**
 * A path that no tool takes apart: some split at blanks, others have a shell read it. Backslashes and
 * `~` within are for Windows' short names; `\t` and `\n` some tools turn into other characters. On Windows
 * botocore reads the file in a code page, so nothing but ASCII is sure.
 */
const safeProgram = /^(?!~)(?!.*\\[tn])(?![A-Za-z]:.*\P{ASCII})[\p{L}\p{N}/\\:._~+@-]+$/u;

const isSafeValue = (text: string): boolean =>
  text !== '' && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text) && isKeptInFiles(text);

/**
 * Works out what the config file becomes with the profile in it, and what that changes.
 *
 * Throws `aws-config.unparsable`, `.bad-block`, `.name-taken`, `.unfit-name` or `.unfit-value`.
 */
export const planProfile = (text: string, wanted: Wanted, around: Surroundings): Plan => {
  const { profile, account, s3, command } = wanted;
  const sections = readSections(text);
  const blocks = findBlocks(text);
  if (!safeName.test(profile)) throw new AppError('aws-config.unfit-name');
  const taken = whoHas(profile, { sections, blocks, account, ...around });
  if (taken !== null) throw new AppError('aws-config.name-taken', { params: taken });
  requireSafeCommand(command, profile);
  for (const what of ['endpoint', 'region'] as const) {
    if (!isSafeValue(s3[what]))
      throw new AppError('aws-config.unfit-value', { params: { reason: what } });
  }
  const credentials = [`credential_process = ${command}`];
  const after = blockLines(
    profile,
    account,
    awsProfileLines({ ...s3, name: profile, credentials }),
  );
  const before = blocks.find((block) => block.profile === profile);
  return {
    text: withBlock(text, profile, after),
    lines: diffOf(before?.lines.map((line) => line.text) ?? [], after),
    linesBefore:
      before === undefined ? [...linesOf(text)].length : (before.lines[0]?.number ?? 1) - 1,
  };
};

/** Throws `aws-config.unfit-value` for a command that some AWS tool takes apart another way. */
export const requireSafeCommand = (command: string, profile: string): void => {
  const [program = '', argument, ...more] = command.split(' ');
  if (!safeProgram.test(program) || argument !== profile || more.length > 0) {
    throw new AppError('aws-config.unfit-value', { params: { reason: 'command' } });
  }
};

type Owners = Surroundings & {
  readonly sections: readonly Section[];
  readonly blocks: readonly Block[];
  readonly account: ConnectionId;
};

type Taken = {
  readonly where: 'config' | 'credentials' | 'account' | 'tool';
  readonly line?: number;
};

/** Says who has the name; null when it is free, or is this account's own, or one's that is gone. */
const whoHas = (profile: string, owners: Owners): Taken | null => {
  const same = (other: string): boolean => other.toLowerCase() === profile.toLowerCase();
  const block = owners.blocks.find((each) => same(each.profile));
  const isFree =
    block?.profile === profile &&
    (block.account === owners.account ||
      (block.account !== null && !owners.isAccount(block.account)));
  if (block !== undefined && !isFree) {
    return { where: 'account', line: block.lines[0]?.number ?? 1 };
  }
  const own = new Set(block?.lines.map(({ number }) => number));
  const names = ({ name }: Section): boolean => namesProfile(name, profile);
  const there = owners.sections.find((section) => !own.has(section.line) && names(section));
  if (there !== undefined) return { where: 'config', line: there.line };
  const keys = headersIn(owners.credentials).find(names);
  if (keys !== undefined) return { where: 'credentials', line: keys.line };
  return owners.isFree(profile) ? null : { where: 'tool' };
};

/** Whether a header stands for the profile or its services, quoted as it may be. */
const namesProfile = (header: string, profile: string): boolean => {
  const parts = header
    .replace(/["'\\]/g, '')
    .trim()
    .toLowerCase()
    .split(/\s+/);
  const name = profile.toLowerCase();
  const last = parts.at(-1);
  return parts.length <= 2 && (last === name || last === `stowkey-${name}`);
};

/** The headers of a file, whatever else is in it. */
const headersIn = (text: string): readonly Section[] =>
  [...linesOf(text)].flatMap(({ text: line, number }) => {
    const name = /^\s*\[(.+)\]/.exec(line)?.[1];
    return name === undefined ? [] : [{ name, line: number }];
  });

/** Proposes a name for a new profile of an account: its label's, numbered where that is taken. */
export const proposeName = (
  label: string,
  text: string,
  account: ConnectionId,
  around: Surroundings,
): string => {
  const wanted = toProfileName(label);
  const sections = headersIn(text);
  const owners = { ...around, sections, blocks: findBlocks(text), account };
  const isTaken = (name: string): boolean =>
    owners.blocks.some((block) => block.profile.toLowerCase() === name.toLowerCase()) ||
    whoHas(name, owners) !== null;
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number += 1) {
    const name = `${wanted.slice(0, 58)}-${number}`;
    if (!isTaken(name)) return name;
  }
};

const ourSettings =
  /^\s*(?:credential_process|region|services|s3|addressing_style|endpoint_url|request_checksum_calculation|response_checksum_validation) *=/;

/** Whether we may have written the line: what else stands in our block may be a secret. */
const isOurs = (line: string): boolean =>
  ourSettings.test(line) || /^\s*(?:\[|$)|^# (?:>>> stowkey|<<< stowkey|account )/.test(line);

const veiled = (line: string): string =>
  isOurs(line) ? line : `${/^[^=:]*[=:]|^\s*[#;]/.exec(line)?.[0] ?? ''} …`;

/** Compares two blocks: what they begin and end with alike stays, the rest is replaced. */
const diffOf = (before: readonly string[], after: readonly string[]): readonly DiffLine[] => {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const as = (kind: DiffLine['kind'], lines: readonly string[]): readonly DiffLine[] =>
    lines.map((text) => ({ kind, text: veiled(text) }));
  return [
    ...as('kept', after.slice(0, head)),
    ...as('removed', before.slice(head, before.length - tail)),
    ...as('added', after.slice(head, after.length - tail)),
    ...as('kept', after.slice(after.length - tail)),
  ];
};
