import { createHash } from 'node:crypto';
import type { FileSystem } from '../../../electron/storage/file-system.ts';

type Entries = ReadonlyMap<string, Uint8Array>;

type MemoryFileSystem = {
  readonly fs: FileSystem;
  readonly texts: () => Readonly<Record<string, string>>;
  readonly entries: () => Entries;
  /** Operations that change something, so far. */
  readonly changes: () => number;
  /** Makes the n-th changing operation from now (0 is the next) fail, before or after its effect. */
  readonly failAt: (n: number, code: string, when?: 'before' | 'after') => void;
  /** Takes back every failure that has not happened yet. */
  readonly mend: () => void;
  /**
   * What a power cut now may leave: every combination of the folder changes that no folder fsync
   * has made lasting. The data that `create` and `append` write is lasting, a new name is not.
   */
  readonly powerCuts: () => readonly Entries[];
};

const fault = (code: string): Error => Object.assign(new Error(code), { code });

/** A file system in memory that fails on demand and forgets like a real one without power. */
export const memoryFileSystem = (stored: Entries = new Map()): MemoryFileSystem => {
  let lasting = new Map(stored);
  const now = new Map(stored);
  let pending: Array<(entries: Map<string, Uint8Array>) => void> = [];
  let changes = 0;
  const faults = new Map<number, { readonly code: string; readonly when: 'before' | 'after' }>();

  const change = async (edit: (entries: Map<string, Uint8Array>) => void): Promise<void> => {
    const planned = faults.get(changes);
    changes += 1;
    if (planned?.when === 'before') throw fault(planned.code);
    edit(now);
    pending.push(edit);
    if (planned !== undefined) throw fault(planned.code);
  };
  const dataOf = (path: string): Uint8Array => {
    const data = now.get(path);
    if (data === undefined) throw fault('ENOENT');
    return data;
  };

  const fs: FileSystem = {
    makeFolder: async () => {},
    kindOf: async (path) => (now.has(path) ? 'file' : 'absent'),
    read: async (path, maxBytes) => {
      const data = dataOf(path);
      return data.byteLength > maxBytes ? null : data;
    },
    create: async (path, data) => {
      if (now.has(path)) throw fault('EEXIST');
      await change((entries) => entries.set(path, data));
    },
    append: async (path, data) => {
      const whole = Buffer.concat([now.get(path) ?? Buffer.of(), data]);
      await change((entries) => entries.set(path, whole));
      if (lasting.has(path)) lasting.set(path, whole);
    },
    names: async (folder) =>
      [...now.keys()]
        .filter((path) => path.startsWith(`${folder}/`))
        .map((path) => path.slice(folder.length + 1)),
    stampOf: async (path) => createHash('sha256').update(dataOf(path)).digest('hex'),
    duplicate: async (from, to) => {
      const data = dataOf(from);
      await change((entries) => entries.set(to, data));
    },
    rename: async (from, to) => {
      const data = dataOf(from);
      await change((entries) => {
        entries.set(to, data);
        entries.delete(from);
      });
    },
    removeIfThere: async (path) => {
      if (now.has(path)) await change((entries) => entries.delete(path));
    },
    syncFolder: async () => {
      await change(() => {});
      lasting = new Map(now);
      pending = [];
    },
  };

  return {
    fs,
    texts: () =>
      Object.fromEntries(
        [...now].map(([path, data]) => [path, Buffer.from(data).toString('utf8')]),
      ),
    entries: () => new Map(now),
    changes: () => changes,
    failAt: (n, code, when = 'before') => {
      faults.set(changes + n, { code, when });
    },
    mend: () => faults.clear(),
    powerCuts: () =>
      Array.from({ length: 2 ** pending.length }, (_, chosen) => {
        const entries = new Map(lasting);
        for (const [index, edit] of pending.entries()) {
          if ((chosen >> index) & 1) edit(entries);
        }
        return entries;
      }),
  };
};
