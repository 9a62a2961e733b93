import { z } from 'zod';
import { type ConnectionId, connectionIdSchema } from '../../../shared/ids.ts';
import { AppError } from '../../diagnostics/errors.ts';
import type { Clock } from '../../platform/interfaces.ts';
import type { JsonObject } from '../../platform/json.ts';
import { type FileSystem, nodeFileSystem } from '../file-system.ts';
import { type JsonFormat, openVersionedJson, type Stored } from '../versioned-json.ts';
import { currentVersion, maxFileBytes } from './limits.ts';
import { type ConnectionRecord, connectionRecordSchema, metadataFileSchema } from './schema.ts';

type MetadataState = Pick<Stored<unknown>, 'notice' | 'readOnly'> & {
  readonly connections: readonly ConnectionRecord[];
  readonly sentinel: string | null;
};

/** Keeps the list of connections in one file; see `VersionedJson` for what a change promises. */
export type MetadataStore = {
  readonly state: () => MetadataState;
  /** Adds the record, or replaces the one with its id. */
  readonly put: (record: ConnectionRecord) => Promise<void>;
  /** Does as `put` does with all of them in one write: all are on the disk, or none is. */
  readonly putAll: (records: readonly ConnectionRecord[]) => Promise<void>;
  /**
   * Changes a record as it is when its turn comes, so that two changes cannot undo one another; null
   * removes it. Throws `connection.unknown` when it is gone.
   */
  readonly update: (
    id: ConnectionId,
    edit: (record: ConnectionRecord) => ConnectionRecord | null,
  ) => Promise<void>;
  /** Changes every record that `edit` gives another one for, all in one write. */
  readonly updateAll: (edit: (record: ConnectionRecord) => ConnectionRecord) => Promise<void>;
  /** Resolves when there is nothing to remove as well. */
  readonly remove: (id: ConnectionId) => Promise<void>;
  /** The connections of lines that could not be read, as far as their ids could. */
  readonly setAsideIds: () => readonly ConnectionId[];
  /** Forgets the list and removes its files. */
  readonly erase: () => Promise<void>;
  /** Null forgets it, so that the next look at the keychain starts with a new one. */
  readonly rememberSentinel: (value: string | null) => Promise<void>;
};

type MetadataStoreOptions = {
  readonly path: string;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
  readonly fs?: FileSystem;
};

type Entry = {
  readonly record: ConnectionRecord;
  /** As read from the file, with the fields that this version does not know. */
  readonly raw: JsonObject;
};

type Content = {
  /** Fields of the file itself, known and unknown, without the connections. */
  readonly rest: {
    readonly sentinel: string | null;
    readonly quarantined?: readonly unknown[] | undefined;
    readonly [unknown: string]: unknown;
  };
  readonly entries: ReadonlyMap<ConnectionId, Entry>;
};

const emptyContent: Content = { rest: { sentinel: null }, entries: new Map() };

/** Opens the list, or starts an empty one; see `openVersionedJson` for what it makes of a bad file. */
export const openMetadataStore = async ({
  path,
  clock,
  fs = nodeFileSystem,
}: MetadataStoreOptions): Promise<MetadataStore> => {
  const file = await openVersionedJson({ path, clock, fs, format });
  const { change } = file;
  let shown = snapshotOf(file.state());
  let shownFrom = file.state();
  const putAll: MetadataStore['putAll'] = async (records) => {
    const known = records.map((record) => connectionRecordSchema.parse(record));
    return change((now) => {
      const entries = new Map(now.entries);
      for (const record of known) {
        entries.set(record.id, { record, raw: { ...entries.get(record.id)?.raw, ...record } });
      }
      return { ...now, entries };
    });
  };

  return {
    state: () => {
      const stored = file.state();
      if (stored !== shownFrom) shown = snapshotOf(stored);
      shownFrom = stored;
      return shown;
    },
    put: (record) => putAll([record]),
    putAll,
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
    updateAll: (edit) =>
      change((now) => {
        const edited = [...now.entries].flatMap(([id, { record, raw }]) => {
          const next = edit(record);
          if (next === record) return [];
          const known = connectionRecordSchema.parse(next);
          return [[id, { record: known, raw: { ...raw, ...known } }] as const];
        });
        return edited.length === 0
          ? now
          : { ...now, entries: new Map([...now.entries, ...edited]) };
      }),
    remove: (id) => change((now) => (now.entries.has(id) ? without(now, id) : now)),
    setAsideIds: () =>
      (file.state().content.rest.quarantined ?? []).flatMap(
        (raw) => idSchema.safeParse(raw).data?.id ?? [],
      ),
    erase: file.erase,
    rememberSentinel: (value) =>
      change((now) =>
        now.rest.sentinel === value ? now : { ...now, rest: { ...now.rest, sentinel: value } },
      ),
  };
};

const readContent = (file: JsonObject): Stored<Content> | null => {
  const parsed = metadataFileSchema.safeParse(file);
  if (!parsed.success) return null;
  const { version: _, connections, ...rest } = parsed.data;
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

const snapshotOf = ({ content, notice, readOnly }: Stored<Content>): MetadataState => ({
  connections: [...content.entries.values()].map((entry) => entry.record),
  sentinel: content.rest.sentinel,
  readOnly,
  notice,
});

const format: JsonFormat<Content> = {
  empty: emptyContent,
  migrations: { current: currentVersion, steps: {} },
  maxBytes: maxFileBytes,
  read: readContent,
  write: ({ rest, entries }) => ({
    ...rest,
    connections: [...entries.values()].map((entry) => entry.raw),
  }),
};
