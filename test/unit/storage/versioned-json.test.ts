import { describe, expect, it } from 'vitest';
import { type MigrationTable, migrate } from '../../../electron/storage/migrations.ts';
import { type JsonFormat, openVersionedJson } from '../../../electron/storage/versioned-json.ts';
import { memoryFileSystem } from '../../support/fakes/memory-file-system.ts';

type Theme = { readonly names: readonly string[] };

const migrations: MigrationTable = {
  current: 4,
  steps: {
    2: (file) => ({ ...file, names: [...(file.names as string[]), '2 to 3'] }),
    3: (file) => ({ ...file, names: [...(file.names as string[]), '3 to 4'] }),
  },
};
const format: JsonFormat<Theme> = {
  empty: { names: [] },
  migrations,
  maxBytes: 200,
  read: ({ names }) =>
    Array.isArray(names) ? { content: { names }, notice: null, readOnly: false } : null,
  write: (content) => content,
};
const path = '/profile/theme.json';
const clock = { nowEpochMs: () => 0 };

const opened = async (text: string) => {
  const disk = memoryFileSystem(new Map([[path, Buffer.from(text)]]));
  return { disk, store: await openVersionedJson({ path, clock, fs: disk.fs, format }) };
};

describe('M10 migrations', () => {
  it('runs each step once, in order, and the same again from the same bytes', () => {
    const file = { version: 2, names: [] };
    const first = migrate(file, migrations);
    expect(first).toEqual({
      kind: 'current',
      file: { version: 4, names: ['2 to 3', '3 to 4'] },
    });
    expect(migrate(file, migrations)).toEqual(first);
    expect(file).toEqual({ version: 2, names: [] });
    expect(first.kind === 'current' && migrate(first.file, migrations)).toEqual(first);
  });

  it('takes a gap in the steps or a step that throws for unreadable, never for empty', () => {
    expect(migrate({ version: 1 }, migrations)).toEqual({ kind: 'unreadable' });
    expect(migrate({ version: 2 }, migrations)).toEqual({ kind: 'unreadable' });
    expect(migrate({ version: 5 }, migrations)).toEqual({ kind: 'newer', version: 5 });
  });

  it('changes no byte on disk until the first change after it', async () => {
    const text = '{"version":3,"names":["old"]}';
    const { store, disk } = await opened(text);
    expect(store.state().content).toEqual({ names: ['old', '3 to 4'] });
    expect(disk.texts()).toEqual({ [path]: text });
    await store.change(({ names }) => ({ names: [...names, 'new'] }));
    expect(JSON.parse(disk.texts()[path] ?? '')).toEqual({
      version: 4,
      names: ['old', '3 to 4', 'new'],
    });
    expect(disk.texts()[`${path}.prev`]).toBe(text);
  });
});

describe('content in a file of its own', () => {
  it('is never written larger than it would be read again', async () => {
    const text = '{"version":4,"names":[]}';
    const { store, disk } = await opened(text);
    const growing = store.change(() => ({ names: ['x'.repeat(200)] }));
    await expect(growing).rejects.toMatchObject({ code: 'metadata.too-large' });
    expect(store.state().content).toEqual({ names: [] });
    expect(disk.texts()).toEqual({ [path]: text });
  });
});
