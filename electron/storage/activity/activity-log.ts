import { join } from 'node:path';
import { z } from 'zod';
import type { ActivityEntry } from '../../../shared/activity.ts';
import { AppError } from '../../diagnostics/errors.ts';
import { errorCodeOf } from '../../platform/errno.ts';
import { parseJson } from '../../platform/json.ts';
import { createSerialQueue } from '../../platform/serial-queue.ts';
import { replaceFile, writeError } from '../atomic-file.ts';
import { type FileSystem, nodeFileSystem } from '../file-system.ts';
import { beginning, type Chain, type Confirmed, readChain, writeLine } from './chain.ts';

/** What happened, and when, in milliseconds since the epoch. */
export type Happening = { readonly atEpochMs: number; readonly entry: ActivityEntry };

/** Everything that is kept, the oldest line first. */
export type Activity = Pick<Chain, 'lines' | 'isBroken'>;

/**
 * The lines that say who took what, in a folder of their own: files of so many bytes, each named by
 * the number of its first line, and `newest`, which says how far they surely reach.
 *
 * What the files hold is never changed: what a crash or somebody spoilt stays as it is, and the next
 * line says what was found.
 */
export type ActivityLog = {
  /**
   * Adds lines. Once it resolves they outlive a power cut: the file is synced, and then `newest` is.
   * Throws `metadata.disk-full` or `metadata.unwritable`, with nothing added.
   */
  readonly append: (happenings: readonly Happening[]) => Promise<void>;
  /** Throws `metadata.unreadable`. */
  readonly read: () => Promise<Activity>;
  /** Gives the lines as they are in the files. Throws `metadata.unreadable`. */
  readonly text: () => Promise<string>;
  /** Removes all lines. Throws `metadata.unwritable`. */
  readonly erase: () => Promise<void>;
};

type Options = {
  readonly folder: string;
  readonly fs?: FileSystem;
  /** A file that would hold more is followed by another one. Default 1 MiB, about 4,000 lines. */
  readonly maxFileBytes?: number;
  readonly keptFiles?: number;
};

const confirmedSchema = z.object({
  oldest: z.number().int().min(1),
  newest: z.number().int().min(0),
  hash: z.string(),
});
const confirmedFile = 'newest';
const confirmedMaxBytes = 1024;

const fileName = /^\d{12}\.jsonl$/;
const nameOf = (number: number): string => `${String(number).padStart(12, '0')}.jsonl`;
const firstNumberOf = (name: string): number => Number.parseInt(name, 10);

const lineFeed = Buffer.from('\n');
/** Stands for a file that cannot be read: an empty line, which nothing follows. */
const unreadable = Buffer.from('\n');

const fresh: Confirmed = { oldest: 1, newest: 0, hash: beginning.before };

type Known = {
  /** Tells whether the files are still as they were. */
  readonly stamp: string;
  readonly names: readonly string[];
  /** The size of the last file; null where the next line begins another one. */
  readonly size: number | null;
  readonly oldest: number;
  readonly isFresh: boolean;
  readonly chain: Omit<Chain, 'lines'>;
  /** Null until somebody reads them. */
  readonly lines: Chain['lines'] | null;
};

export const createActivityLog = (options: Options): ActivityLog => {
  const { folder, fs = nodeFileSystem, maxFileBytes = 1024 * 1024, keptFiles = 5 } = options;
  const inTurn = createSerialQueue();
  const at = (name: string): string => join(folder, name);

  const readConfirmed = async (): Promise<Confirmed | null> => {
    if ((await fs.kindOf(at(confirmedFile))) !== 'file') return null;
    const data = await fs.read(at(confirmedFile), confirmedMaxBytes);
    const text = data === null ? '' : Buffer.from(data).toString('utf8');
    return confirmedSchema.safeParse(parseJson(text)).data ?? null;
  };
  const confirm = (confirmed: Confirmed): Promise<void> =>
    replaceFile(at(confirmedFile), `${JSON.stringify(confirmed)}\n`, { fs });

  const readLines = async (name: string): Promise<Uint8Array> => {
    if ((await fs.kindOf(at(name))) !== 'file') return unreadable;
    // No file of ours comes near it.
    return (await fs.read(at(name), 4 * maxFileBytes)) ?? unreadable;
  };

  const stampNow = async (): Promise<{ names: readonly string[]; stamp: string }> => {
    const all = await fs.names(folder);
    const names = all.filter((name) => fileName.test(name)).sort();
    const seen = all.includes(confirmedFile) ? [...names, confirmedFile] : names;
    const stamps = await Promise.all(
      seen.map(async (name) => `${name} ${await fs.stampOf(at(name))}`),
    );
    return { names, stamp: stamps.join('\n') };
  };

  let known: Known | null = null;

  /** Reads and checks the files, unless they are as they were. */
  const look = async (wantsLines: boolean): Promise<Known> => {
    const { names: all, stamp } = await stampNow();
    if (known?.stamp === stamp && (known.lines !== null || !wantsLines)) return known;
    const confirmed = await readConfirmed();
    const oldest = confirmed?.oldest ?? 1;
    // Older ones were about to be removed when a crash came.
    const names = all.filter((name) => firstNumberOf(name) >= oldest);
    const isFresh = confirmed === null && names.length === 0;
    const contents = await Promise.all(names.map(readLines));
    const { lines, ...chain } = readChain(Buffer.concat(contents), isFresh ? fresh : confirmed);
    const last = contents.at(-1);
    const lastName = names.at(-1);
    const size = last === undefined || last === unreadable ? null : last.byteLength;
    const { link } = chain;
    // The next file needs a name of its own.
    const number =
      size === null && lastName !== undefined
        ? Math.max(link.number, firstNumberOf(lastName))
        : link.number;
    known = {
      stamp,
      names,
      size,
      oldest,
      isFresh,
      chain: { ...chain, link: { ...link, number } },
      lines: wantsLines ? lines : null,
    };
    return known;
  };

  const write = async (happenings: readonly Happening[]): Promise<void> => {
    const { names, size, oldest, isFresh, chain, lines } = await look(false);
    const now = happenings[0]?.atEpochMs ?? 0;
    const found: readonly Happening[] = [
      ...(chain.isCutShort ? [{ atEpochMs: now, entry: { kind: 'cut-short' } as const }] : []),
      ...(chain.isUnmarked ? [{ atEpochMs: now, entry: { kind: 'chain-broken' } as const }] : []),
    ];
    let { link } = chain;
    const written = [...found, ...happenings].map(({ atEpochMs, entry }) => {
      const line = writeLine(link, new Date(atEpochMs).toISOString(), entry);
      link = line.link;
      return line;
    });
    const data = Buffer.concat([
      ...(chain.endsOpen ? [lineFeed] : []),
      ...written.map(({ bytes }) => bytes),
    ]);

    await fs.makeFolder(folder);
    // Before the first line, so that lines without it are known to have lost it.
    if (isFresh) await confirm(fresh);
    const fits = size !== null && (size === 0 || size + data.byteLength <= maxFileBytes);
    const name = fits ? names.at(-1) : undefined;
    const file = name ?? nameOf(chain.link.number + 1);
    await fs.append(at(file), data);
    if (name === undefined) await fs.syncFolder(folder);

    const nowThere = name === undefined ? [...names, file] : names;
    const kept = nowThere.slice(-keptFiles);
    const first = kept.length < nowThere.length ? firstNumberOf(kept[0] ?? file) : oldest;
    await confirm({ oldest: first, newest: link.number, hash: link.before });
    for (const each of nowThere) if (!kept.includes(each)) await fs.removeIfThere(at(each));
    known = null;
    // Once in a file's length everything is read anew, without what was removed.
    if (kept.length < nowThere.length) return;
    const added = written.map(({ line }) => ({ line, isBroken: line.kind === 'chain-broken' }));
    known = {
      stamp: (await stampNow()).stamp,
      names: nowThere,
      size: (name === undefined ? 0 : (size ?? 0)) + data.byteLength,
      oldest,
      isFresh: false,
      chain: {
        link,
        endsOpen: false,
        isCutShort: false,
        isBroken: chain.isBroken,
        isUnmarked: false,
      },
      lines: lines === null ? null : [...lines, ...added],
    };
  };

  const readable = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await inTurn(read);
    } catch (cause) {
      const reason = errorCodeOf(cause) ?? 'unknown';
      throw new AppError('metadata.unreadable', { params: { reason }, cause });
    }
  };

  return {
    append: (happenings) =>
      inTurn(async () => {
        try {
          await write(happenings);
        } catch (error) {
          throw writeError(error);
        }
      }),
    erase: () =>
      inTurn(async () => {
        known = null;
        try {
          for (const name of await fs.names(folder)) {
            const isOurs = fileName.test(name) || name === confirmedFile;
            if (isOurs) await fs.removeIfThere(at(name));
          }
        } catch (error) {
          throw writeError(error);
        }
      }),
    read: () =>
      readable(async () => {
        const { lines, chain } = await look(true);
        return { lines: lines ?? [], isBroken: chain.isBroken };
      }),
    text: () =>
      readable(async () => {
        const { names } = await stampNow();
        return Buffer.concat(await Promise.all(names.map(readLines))).toString('utf8');
      }),
  };
};
