import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAppError } from '../../../electron/diagnostics/errors.ts';
import { nodeFileSystem } from '../../../electron/storage/file-system.ts';
import { openMetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import { connectionRecord } from '../../support/worlds/connection-records.ts';

const clock = { nowEpochMs: () => Date.UTC(2026, 0, 2, 3, 4, 5) };
const one = connectionRecord({ label: 'one' });
const two = connectionRecord({ label: 'two' });

const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'resolved',
    (error: unknown) => (isAppError(error) ? error.code : String(error)),
  );

/** Mounts a small file system of its own, where the machine allows it. */
const mountSmall = (folder: string): boolean => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

describe('the list of connections on a real disk', () => {
  let root = '';
  let folder = '';
  let path = '';
  const openStore = () => openMetadataStore({ path, clock });

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'stowkey-metadata-'));
    folder = join(root, 'profile', 'inner');
    path = join(folder, 'connections.json');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('M14 makes files 0600 in a folder 0700, whatever the umask and whatever was there', async () => {
    await mkdir(folder, { recursive: true, mode: 0o755 });
    const umask = process.umask(0);
    try {
      const store = await openStore();
      await store.put(one);
      await store.put(two);
    } finally {
      process.umask(umask);
    }
    const modeOf = async (name: string) => (await stat(name)).mode & 0o777;
    expect(await modeOf(folder)).toBe(0o700);
    for (const name of await readdir(folder)) expect(await modeOf(join(folder, name))).toBe(0o600);
    expect((await readdir(folder)).sort()).toEqual(['connections.json', 'connections.json.prev']);
    await chmod(path, 0o644);
    await openStore();
    expect(await modeOf(path)).toBe(0o600);
  });

  it('has the data, the name and the folder on the disk, in this order', async () => {
    await mkdir(folder, { recursive: true });
    const done: string[] = [];
    const handle = await open(folder, 'r');
    const sync = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockImplementation(async () => {
      done.push('sync');
    });
    await handle.close();
    const fs = {
      ...nodeFileSystem,
      rename: async (from: string, to: string) => {
        done.push('rename');
        await rename(from, to);
      },
    };
    const store = await openMetadataStore({ path, clock, fs });
    await store.put(one);
    expect(done).toEqual(['sync', 'rename', 'sync']);
    sync.mockRestore();
  });

  it('keeps the version before as .prev and uses it when the file is damaged', async () => {
    const store = await openStore();
    await store.put(one);
    await store.put(two);
    await writeFile(path, 'damaged');
    const again = await openStore();
    expect(again.state().connections).toEqual([one]);
    expect(again.state().notice?.params.reason).toBe('previous-used');
    expect(await readFile(`${path}.corrupt-20260102T030405Z-1`, 'utf8')).toBe('damaged');
  });

  it.each(['symlink', 'folder', 'fifo'] as const)(
    'M13 refuses a %s in place of the file, at start and later, and writes nothing through it',
    async (kind) => {
      const target = join(root, 'target.json');
      const replace = async () => {
        await rm(path, { force: true });
        await mkdir(folder, { recursive: true });
        if (kind === 'symlink') await symlink(target, path);
        if (kind === 'folder') await mkdir(path);
        if (kind === 'fifo') execFileSync('mkfifo', [path]);
      };
      const store = await openStore();
      await store.put(one);
      await writeFile(target, await readFile(path));
      const before = await readFile(target, 'utf8');
      await replace();
      expect(await codeOf(store.put(two))).toBe('metadata.unwritable');
      expect(store.state().connections).toEqual([one]);
      const again = await openStore();
      expect(again.state()).toMatchObject({ connections: [], readOnly: true });
      expect(again.state().notice?.code).toBe('metadata.unreadable');
      expect(await codeOf(again.put(two))).toBe('metadata.unreadable');
      expect(await readFile(target, 'utf8')).toBe(before);
      const still = await lstat(path);
      const kinds = {
        symlink: still.isSymbolicLink(),
        folder: still.isDirectory(),
        fifo: still.isFIFO(),
      };
      expect(kinds[kind]).toBe(true);
    },
  );

  it.each(['.tmp', '.prev', '.prev.tmp'])(
    'M13 writes nothing through a symlink planted as %s',
    async (suffix) => {
      const target = join(root, 'target');
      await writeFile(target, 'untouched');
      const store = await openStore();
      await store.put(one);
      await rm(`${path}${suffix}`, { force: true });
      await symlink(target, `${path}${suffix}`);
      await store.put(two);
      expect(await readFile(target, 'utf8')).toBe('untouched');
      expect((await openStore()).state().connections).toEqual([one, two]);
    },
  );

  it('M12 says that the disk is full, keeps the old list whole, and goes on once there is room', async (context) => {
    await mkdir(folder, { recursive: true });
    if (!mountSmall(folder)) return context.skip('needs the right to mount');
    try {
      const store = await openStore();
      await store.put(one);
      // Room for a part of the next file, so that the write ends early.
      await writeFile(join(folder, 'filler'), 'x'.repeat(44 * 1024));
      const large = connectionRecord({
        settings: { note: 'n'.repeat(16_000), more: 'm'.repeat(16_000) },
      });
      expect(await codeOf(store.put(large))).toBe('metadata.disk-full');
      expect(store.state().connections).toEqual([one]);
      expect((await openStore()).state()).toMatchObject({ connections: [one], notice: null });
      await rm(join(folder, 'filler'));
      await store.put(two);
      expect((await openStore()).state().connections).toEqual([one, two]);

      execFileSync('mount', ['-o', 'remount,ro', folder]);
      expect(await codeOf(store.put(one))).toBe('metadata.unwritable');
      expect(store.state().connections).toEqual([one, two]);
      const readOnlyDisk = await openStore();
      expect(readOnlyDisk.state()).toMatchObject({ connections: [one, two], notice: null });
      expect(await codeOf(readOnlyDisk.remove(one.id))).toBe('metadata.unwritable');
    } finally {
      execFileSync('umount', [folder]);
    }
  });

  it('leaves a whole list behind whenever it is killed', async () => {
    const worker = fileURLToPath(
      new URL('../../support/processes/metadata-worker.ts', import.meta.url),
    );
    let highest = 0;
    for (let round = 0; round < 5; round += 1) {
      const child = fork(worker, [path], { execArgv: ['--import', 'tsx'] });
      // The worker tells the generation of each change that resolved.
      let told = 0;
      const enough = new Promise<void>((resolve) => {
        child.on('message', (generation: number) => {
          told = generation;
          if (generation >= highest + 5 + round) resolve();
        });
      });
      await enough;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
      const { connections, notice } = (await openStore()).state();
      expect(notice).toBeNull();
      expect(connections).toHaveLength(1);
      expect(connections[0]?.generation).toBeGreaterThanOrEqual(told);
      highest = connections[0]?.generation ?? 0;
    }
    expect((await readdir(folder)).filter((name) => name.includes('corrupt'))).toEqual([]);
  });
});
