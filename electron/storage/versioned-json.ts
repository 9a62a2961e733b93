import { basename, dirname, join } from 'node:path';
import { AppError } from '../diagnostics/errors.ts';
import { errorCodeOf } from '../platform/errno.ts';
import type { Clock } from '../platform/interfaces.ts';
import type { JsonObject } from '../platform/json.ts';
import { createSerialQueue } from '../platform/serial-queue.ts';
import { previousOf, replaceFile, writeError } from './atomic-file.ts';
import type { FileSystem } from './file-system.ts';
import { type Migrated, type MigrationTable, migrate } from './migrations.ts';

/** What a file was found to hold. */
export type Stored<Content> = {
  readonly content: Content;
  /** What went wrong while loading; null when nothing did. */
  readonly notice: AppError | null;
  /** The file on disk must not be touched; every change throws `notice`'s code. */
  readonly readOnly: boolean;
};

/** How one kind of content stands in its file. */
export type JsonFormat<Content> = {
  readonly empty: Content;
  readonly migrations: MigrationTable;
  /** Larger files are left alone, and none is written. */
  readonly maxBytes: number;
  /** Reads a file of the current version; null when it is none. */
  readonly read: (file: JsonObject) => Stored<Content> | null;
  /** Gives the file, without its version. May throw what a change is to throw. */
  readonly write: (content: Content) => JsonObject;
};

/**
 * Content that lives in one file.
 *
 * Changes are written one after the other in the order they were asked for. A change that throws
 * (`metadata.disk-full`, `.unwritable`, `.too-large`, or the notice's code when read-only) leaves the
 * state and the file as they were, but for one case: when only the folder's fsync failed, the file
 * already has its new content, and so has the state.
 */
type VersionedJson<Content> = {
  /** The same object until something changes. */
  readonly state: () => Stored<Content>;
  /** Gets the content as it is when its turn comes; returning that very content changes nothing. */
  readonly change: (edit: (now: Content) => Content) => Promise<void>;
  /**
   * Empties the content and removes its file, the one before and those set aside. Throws
   * `metadata.unwritable`; read-only content is left as it is.
   */
  readonly erase: () => Promise<void>;
};

type Options<Content> = {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs: FileSystem;
  readonly format: JsonFormat<Content>;
};

/**
 * Opens the file, or starts empty; never throws for what it finds on disk.
 *
 * An unreadable file is set aside as `.corrupt-<time>-<n>` and `.prev` takes its place. A newer, too
 * large or irregular one is left untouched and makes the content read-only.
 */
export const openVersionedJson = async <Content>(
  options: Options<Content>,
): Promise<VersionedJson<Content>> => {
  const { path, fs, format } = options;
  let state = await load(options);
  const inTurn = createSerialQueue();
  return {
    state: () => state,
    erase: () =>
      inTurn(async () => {
        if (state.readOnly) throw readOnlyError(state.notice);
        try {
          const name = basename(path);
          for (const each of await fs.names(dirname(path))) {
            const isOurs =
              each === name || each === `${name}.prev` || each.startsWith(`${name}.corrupt-`);
            if (isOurs) await fs.removeIfThere(join(dirname(path), each));
          }
        } catch (error) {
          throw writeError(error);
        }
        state = { content: format.empty, notice: null, readOnly: false };
      }),
    change: (edit) =>
      inTurn(async () => {
        if (state.readOnly) throw readOnlyError(state.notice);
        const content = edit(state.content);
        if (content === state.content) return;
        const file = { version: format.migrations.current, ...format.write(content) };
        const text = `${JSON.stringify(file, null, 2)}\n`;
        if (Buffer.byteLength(text) > format.maxBytes) throw tooLarge(format.maxBytes);
        const onReplaced = (): void => {
          state = { ...state, content };
        };
        await replaceFile(path, text, { fs, keepsPrevious: true, onReplaced });
      }),
  };
};

const load = async <Content>(options: Options<Content>): Promise<Stored<Content>> => {
  const { path, clock, fs, format } = options;
  const { empty } = format;
  const readOnly = (notice: AppError) => ({ content: empty, notice, readOnly: true });

  const main = await look(path, options);
  if (main.kind === 'good') return main.stored;
  if (main.kind === 'untouchable') return readOnly(main.error);
  const previous = await look(previousOf(path), options);
  if (main.kind === 'absent' && previous.kind === 'absent') {
    return { content: empty, notice: null, readOnly: false };
  }
  try {
    if (main.kind === 'corrupt') await setAside(fs, path, clock);
    if (previous.kind === 'corrupt') await setAside(fs, previousOf(path), clock);
  } catch (error) {
    return readOnly(unreadable('not-set-aside', error));
  }
  if (previous.kind === 'good') return { ...previous.stored, notice: unreadable('previous-used') };
  if (previous.kind === 'untouchable') return readOnly(previous.error);
  return { content: empty, notice: unreadable('started-empty'), readOnly: false };
};

/** What was found where a file should be. */
type Found<Content> =
  | { readonly kind: 'absent' }
  | { readonly kind: 'corrupt' }
  /** Must be left as it is: newer, too large, no regular file, or not readable now. */
  | { readonly kind: 'untouchable'; readonly error: AppError }
  | { readonly kind: 'good'; readonly stored: Stored<Content> };

/** Looks at one file without changing it. */
const look = async <Content>(
  path: string,
  { fs, format }: Options<Content>,
): Promise<Found<Content>> => {
  let data: Uint8Array | null;
  try {
    const kind = await fs.kindOf(path);
    if (kind === 'absent') return { kind: 'absent' };
    if (kind === 'other') return { kind: 'untouchable', error: unreadable('not-a-file') };
    data = await fs.read(path, format.maxBytes);
  } catch (error) {
    return { kind: 'untouchable', error: unreadable(errorCodeOf(error) ?? 'unknown', error) };
  }
  if (data === null) return { kind: 'untouchable', error: tooLarge(format.maxBytes) };
  const migrated = parse(data, format.migrations);
  if (migrated.kind === 'newer') {
    const params = { version: migrated.version };
    return { kind: 'untouchable', error: new AppError('metadata.newer-version', { params }) };
  }
  const stored = migrated.kind === 'current' ? format.read(migrated.file) : null;
  return stored === null ? { kind: 'corrupt' } : { kind: 'good', stored };
};

const parse = (data: Uint8Array, table: MigrationTable): Migrated => {
  try {
    return migrate(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(data)), table);
  } catch {
    return { kind: 'unreadable' };
  }
};

/** Moves an unreadable file out of the way under a name that is free. */
const setAside = async (
  fs: FileSystem,
  path: string,
  clock: Pick<Clock, 'nowEpochMs'>,
): Promise<void> => {
  const time = new Date(clock.nowEpochMs()).toISOString().replace(/[-:]|\.\d+/g, '');
  for (let n = 1; ; n += 1) {
    const target = `${path}.corrupt-${time}-${n}`;
    if ((await fs.kindOf(target)) === 'absent') return fs.rename(path, target);
  }
};

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('metadata.unreadable', { params: { reason }, cause });

const tooLarge = (limitBytes: number): AppError =>
  new AppError('metadata.too-large', { params: { limitBytes } });

const readOnlyError = (notice: AppError | null): AppError =>
  new AppError(notice?.code ?? 'metadata.unwritable', { params: notice?.params ?? {} });
