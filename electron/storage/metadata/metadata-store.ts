import { dirname } from 'node:path';
import { z } from 'zod';
import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock } from '../../platform/ports.ts';
import { maxFileBytes } from './limits.ts';
import { type FoundFile, findFile, replaceFile, setAside, writeError } from './metadata-file.ts';
import { type MetadataFs, nodeMetadataFs } from './metadata-fs.ts';
import { type MigrationTable, migrationTable } from './migrations.ts';
import { type ConnectionRecord, connectionRecordSchema, metadataFileSchema } from './schema.ts';

type MetadataState = {
  readonly connections: readonly ConnectionRecord[];
  readonly sentinel: string | null;
  /** The file on disk must not be touched; every change throws `notice`'s code. */
  readonly readOnly: boolean;
  /** What went wrong while loading; null when nothing did. */
  readonly notice: AppError | null;
};

/**
 * Keeps the list of connections in one file.
 *
 * Changes are written one after the other in the order they were asked for. A change that throws
 * (`metadata.disk-full`, `.unwritable`, `.too-large`, or the notice's code when read-only) leaves the
 * state and the file as they were, but for one case: when only the folder's fsync failed, the file
 * already has its new content, and so has the state.
 */
export type MetadataStore = {
  readonly state: () => MetadataState;
  /** Adds the record, or replaces the one with its id. */
  readonly put: (record: ConnectionRecord) => Promise<void>;
  /**
   * Changes a record as it is when its turn comes, so that two changes cannot undo one another; null
   * removes it. Throws `connection.unknown` when it is gone.
   */
  readonly update: (
    id: ConnectionId,
    edit: (record: ConnectionRecord) => ConnectionRecord | null,
  ) => Promise<void>;
  /** Resolves when there is nothing to remove as well. */
  readonly remove: (id: ConnectionId) => Promise<void>;
  /** Null forgets it, so that the next look at the keychain starts with a new one. */
  readonly rememberSentinel: (value: string | null) => Promise<void>;
};

type MetadataStoreOptions = {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: MetadataFs;
  readonly migrations?: MigrationTable;
};

type Entry = {
  readonly record: ConnectionRecord;
  /** As read from the file, with the fields that this version does not know. */
  readonly raw: Readonly<Record<string, unknown>>;
};

type Content = {
  /** Fields of the file itself, known and unknown, without the connections. */
  readonly rest: {
    readonly version: 1;
    readonly sentinel: string | null;
    readonly quarantined?: readonly unknown[] | undefined;
    readonly [unknown: string]: unknown;
  };
  readonly entries: ReadonlyMap<ConnectionId, Entry>;
};

const emptyContent: Content = { rest: { version: 1, sentinel: null }, entries: new Map() };

/**
 * Opens the list, or starts an empty one; never throws for what it finds on disk.
 *
 * An unreadable file is set aside as `.corrupt-<time>-<n>` and `.prev` takes its place. A newer, too
 * large or irregular one is left untouched and makes the store read-only.
 */
export const openMetadataStore = async (options: MetadataStoreOptions): Promise<MetadataStore> => {
  const fs = options.fs ?? nodeMetadataFs;
  const loaded = await load(fs, options);
  let { content } = loaded;
  let snapshot = snapshotOf(loaded);
  let last: Promise<unknown> = Promise.resolve();

  const change = (edit: (now: Content) => Content): Promise<void> => {
    const result = last.then(async () => {
      if (snapshot.readOnly) throw readOnlyError(snapshot.notice);
      const next = edit(content);
      if (next === content) return;
      const text = serialise(next);
      await replaceFile(fs, options.path, text);
      // The new file has its name from here on, whatever becomes of the folder's fsync.
      content = next;
      snapshot = snapshotOf({ ...loaded, content });
      try {
        await fs.syncFolder(dirname(options.path));
      } catch (error) {
        throw writeError(error);
      }
    });
    last = result.catch(() => undefined);
    return result;
  };

  return {
    state: () => snapshot,
    put: async (record) => {
      const known = connectionRecordSchema.parse(record);
      return change((now) => {
        const entries = new Map(now.entries);
        entries.set(known.id, { record: known, raw: { ...entries.get(known.id)?.raw, ...known } });
        return { ...now, entries };
      });
    },
    update: (id, edit) =>
      change((now) => {
        const entry = now.entries.get(id);
        if (entry === undefined) throw new AppError('connection.unknown');
        const edited = edit(entry.record);
        if (edited === entry.record) return now;
        if (edited === null) return without(now, id);
        const record = connectionRecordSchema.parse(edited);
        const entries = new Map(now.entries);
        entries.set(id, { record, raw: { ...entry.raw, ...record } });
        return { ...now, entries };
      }),
    remove: (id) => change((now) => (now.entries.has(id) ? without(now, id) : now)),
    rememberSentinel: (value) =>
      change((now) =>
        now.rest.sentinel === value ? now : { ...now, rest: { ...now.rest, sentinel: value } },
      ),
  };
};

type Loaded = {
  readonly content: Content;
  readonly notice: AppError | null;
  readonly readOnly: boolean;
};

const load = async (fs: MetadataFs, options: MetadataStoreOptions): Promise<Loaded> => {
  const table = options.migrations ?? migrationTable;
  const previous = `${options.path}.prev`;
  const look = async (path: string): Promise<Exclude<FoundFile, { kind: 'good' }> | Loaded> => {
    const found = await findFile(fs, path, table);
    return found.kind === 'good' ? readContent(found.file) : found;
  };
  const readOnly = (notice: AppError): Loaded => ({
    content: emptyContent,
    notice,
    readOnly: true,
  });

  const main = await look(options.path);
  if ('content' in main) return main;
  if (main.kind === 'untouchable') return readOnly(main.error);
  const before = await look(previous);
  if (main.kind === 'absent' && !('content' in before) && before.kind === 'absent') {
    return { content: emptyContent, notice: null, readOnly: false };
  }
  try {
    if (main.kind === 'corrupt') await setAside(fs, options.path, options.clock);
    if ('kind' in before && before.kind === 'corrupt') {
      await setAside(fs, previous, options.clock);
    }
  } catch (error) {
    return readOnly(unreadable('not-set-aside', error));
  }
  if ('content' in before) return { ...before, notice: unreadable('previous-used') };
  if (before.kind === 'untouchable') return readOnly(before.error);
  return { content: emptyContent, notice: unreadable('started-empty'), readOnly: false };
};

const readContent = (file: Readonly<Record<string, unknown>>): Loaded | { kind: 'corrupt' } => {
  const parsed = metadataFileSchema.safeParse(file);
  if (!parsed.success) return { kind: 'corrupt' };
  const { connections, ...rest } = parsed.data;
  const entries = new Map<ConnectionId, Entry>();
  const take = (raw: unknown): boolean => {
    const record = connectionRecordSchema.safeParse(raw);
    if (!record.success || entries.has(record.data.id)) return false;
    entries.set(record.data.id, { record: record.data, raw: { ...Object(raw) } });
    return true;
  };
  const bad = connections.filter((raw) => !take(raw));
  // A version that knows more brings back what one before could not read.
  const stillBad = (rest.quarantined ?? []).filter((raw) => !take(raw));
  const content = { rest: withQuarantined(rest, [...stillBad, ...bad]), entries };
  if (bad.length === 0) return { content, notice: null, readOnly: false };
  const params = { reason: 'entries', count: bad.length };
  return { content, notice: new AppError('metadata.unreadable', { params }), readOnly: false };
};

const withQuarantined = (
  { quarantined: _, ...rest }: Content['rest'],
  entries: readonly unknown[],
): Content['rest'] => (entries.length === 0 ? rest : { ...rest, quarantined: entries });

const idSchema = z.object({ id: connectionIdSchema });

/** Removes a connection for good: a second entry of its id must not bring it back at the next start. */
const without = ({ rest, entries }: Content, id: ConnectionId): Content => {
  const others = new Map(entries);
  others.delete(id);
  const quarantined = (rest.quarantined ?? []).filter(
    (raw) => idSchema.safeParse(raw).data?.id !== id,
  );
  return { rest: withQuarantined(rest, quarantined), entries: others };
};

const snapshotOf = ({ content, notice, readOnly }: Loaded): MetadataState => ({
  connections: [...content.entries.values()].map((entry) => entry.record),
  sentinel: content.rest.sentinel,
  readOnly,
  notice,
});

const serialise = ({ rest, entries }: Content): string => {
  const connections = [...entries.values()].map((entry) => entry.raw);
  const text = `${JSON.stringify({ ...rest, connections }, null, 2)}\n`;
  if (Buffer.byteLength(text) > maxFileBytes) {
    throw new AppError('metadata.too-large', { params: { limitBytes: maxFileBytes } });
  }
  return text;
};

const unreadable = (reason: string, cause?: unknown): AppError =>
  new AppError('metadata.unreadable', { params: { reason }, cause });

const readOnlyError = (notice: AppError | null): AppError =>
  new AppError(notice?.code ?? 'metadata.unwritable', { params: notice?.params ?? {} });
