import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Activity,
  createActivityLog,
} from '../../../../electron/storage/activity/activity-log.ts';
import type { ActivityEntry } from '../../../../shared/activity.ts';
import { connectionIdSchema } from '../../../../shared/ids.ts';
import { memoryFileSystem } from '../../../support/fakes/memory-file-system.ts';

const folder = '/profile/activity';
const account = {
  id: connectionIdSchema.parse('00000000-0000-4000-8000-000000000001'),
  label: 'Fotos ünd “more”\n',
};
const happening = (consumer: string) => ({
  atEpochMs: 1_795_000_000_000,
  entry: { kind: 'handed-out', consumer, as: 'json', times: 1, account } satisfies ActivityEntry,
});
const consumersOf = ({ lines }: Activity): unknown[] =>
  lines.map(({ line }) => line.content.consumer ?? line.kind);

type Files = Readonly<Record<string, Uint8Array>>;
const filesIn = (entries: ReadonlyMap<string, Uint8Array>): Files =>
  Object.fromEntries([...entries].map(([path, data]) => [path.slice(folder.length + 1), data]));

/** A log over what the disk holds, of files so small that seven lines need some of them. */
const over = (files: Files, options: { maxFileBytes?: number; keptFiles?: number } = {}) => {
  const disk = memoryFileSystem(
    new Map(Object.entries(files).map(([name, data]) => [join(folder, name), data])),
  );
  const log = createActivityLog({ folder, fs: disk.fs, maxFileBytes: 900, ...options });
  return { disk, log, filesNow: () => filesIn(disk.entries()) };
};

/** What a program that wrote these lines, one by one, leaves on the disk. */
const written = async (consumers: readonly string[], options = {}): Promise<Files> => {
  const { log, filesNow } = over({}, options);
  for (const consumer of consumers) await log.append([happening(consumer)]);
  return filesNow();
};
const seven = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
const intact = await written(seven);
const names = Object.keys(intact)
  .filter((name) => name !== 'newest')
  .sort();

/** Reads it, and goes on for two lines; then as another program would find it. */
const goneOn = async (files: Files) => {
  const { log, filesNow } = over(files);
  const found = await log.read();
  await log.append([happening('eight')]);
  await log.append([happening('nine')]);
  return { found, after: await over(filesNow()).log.read(), filesNow: filesNow() };
};

const linesOf = (data: Uint8Array | undefined): string[] =>
  Buffer.from(data ?? [])
    .toString('utf8')
    .split(/(?<=\n)/);
const withLines = (edit: (lines: string[]) => string[]): Files => {
  const lines = edit(names.flatMap((name) => linesOf(intact[name])));
  // Into the files where they stood, the last of which takes what is left.
  const lengths = names.map((name) => linesOf(intact[name]).length);
  const result: Record<string, Uint8Array> = { newest: intact.newest ?? Buffer.of() };
  for (const [index, name] of names.entries()) {
    const part = index === names.length - 1 ? lines.splice(0) : lines.splice(0, lengths[index]);
    result[name] = Buffer.from(part.join(''));
  }
  return result;
};

describe('the lines of activity', () => {
  it('follow one another by number and the hash of the exact bytes before, over files', async () => {
    expect(names.length).toBeGreaterThan(2);
    const lines = names.flatMap((name) => linesOf(intact[name]));
    let before = createHash('sha256').digest('hex');
    for (const [index, line] of lines.entries()) {
      expect(JSON.parse(line)).toEqual({
        number: index + 1,
        time: '2026-11-18T11:06:40.000Z',
        kind: 'handed-out',
        consumer: seven[index],
        as: 'json',
        times: 1,
        account,
        before,
      });
      before = createHash('sha256').update(line).digest('hex');
    }
    expect(JSON.parse(Buffer.from(intact.newest ?? []).toString())).toEqual({
      oldest: 1,
      newest: 7,
      hash: before,
    });
    const { log } = over(intact);
    expect(await log.text()).toBe(lines.join(''));
    expect(await log.read()).toMatchObject({ isBroken: false });
  });

  it('go on after a new start, and in the order they were asked for', async () => {
    const { log } = over(intact);
    await Promise.all(['eight', 'nine', 'ten'].map((name) => log.append([happening(name)])));
    const activity = await log.read();
    expect(consumersOf(activity)).toEqual([...seven, 'eight', 'nine', 'ten']);
    expect(activity.isBroken).toBe(false);
  });

  it('leave with the oldest file, and the chain is whole without them', async () => {
    const files = await written(seven, { keptFiles: 2 });
    expect(Object.keys(files)).toHaveLength(3);
    const { found, after } = await goneOn(files);
    expect(found.isBroken).toBe(false);
    expect(consumersOf(found)).not.toContain('one');
    expect(consumersOf(found).at(-1)).toBe('seven');
    expect(after.isBroken).toBe(false);
    const { [Object.keys(files).sort()[0] ?? '']: _, ...without } = files;
    expect((await goneOn(without)).found.isBroken).toBe(true);
  });

  it.each(['changed', 'removed'])('show any byte that was %s, for good', async (how) => {
    const places = Object.entries(intact).flatMap(([name, data]) =>
      Array.from(data, (_, at) => ({ name, at })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.integer({ min: 1, max: 255 }),
        async ({ name, at }, flip) => {
          const data = Buffer.from(intact[name] ?? []);
          data[at] = (data[at] ?? 0) ^ flip;
          const changed =
            how === 'changed' ? data : Buffer.concat([data.subarray(0, at), data.subarray(at + 1)]);
          // White space at the end of `newest` says nothing.
          fc.pre(!(name === 'newest' && at === data.length - 1));
          const { found, after, filesNow } = await goneOn({ ...intact, [name]: changed });
          expect(found.isBroken).toBe(true);
          expect(after.isBroken).toBe(true);
          expect(consumersOf(after).slice(-3)).toEqual(['chain-broken', 'eight', 'nine']);
          // Shown, never repaired.
          if (name !== 'newest') expect(Buffer.from(filesNow[name] ?? []).indexOf(changed)).toBe(0);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('show each line that was removed, and any two that were swapped', async () => {
    for (let at = 0; at < seven.length; at += 1) {
      const without = withLines((lines) => lines.filter((_, index) => index !== at));
      const { found, after } = await goneOn(without);
      expect([found.isBroken, after.isBroken]).toEqual([true, true]);
      for (let other = 0; other < at; other += 1) {
        const swapped = withLines((lines) =>
          lines.map((line, index) =>
            index === at ? (lines[other] ?? '') : index === other ? (lines[at] ?? '') : line,
          ),
        );
        const went = await goneOn(swapped);
        expect([went.found.isBroken, went.after.isBroken]).toEqual([true, true]);
        expect(went.found.lines.some(({ isBroken }) => isBroken)).toBe(true);
        const numbers = went.after.lines.map(({ line }) => line.number);
        expect(new Set(numbers).size).toBe(numbers.length);
      }
    }
  });

  it('are marked once, however often the program starts, and again when changed again', async () => {
    let files = withLines(([first, , ...rest]) => [first ?? '', ...rest]);
    const marks = ({ lines }: Activity) =>
      lines.filter(({ line }) => line.kind === 'chain-broken').length;
    for (let start = 0; start < 3; start += 1) files = (await goneOn(files)).filesNow;
    expect(marks(await over(files).log.read())).toBe(1);
    const last = Object.keys(files).sort().at(-2) ?? '';
    files = { ...files, [last]: Buffer.from(files[last] ?? []).subarray(0, -3) };
    expect(marks((await goneOn(files)).after)).toBe(2);
  });

  it('that a crash cut short at any byte are told from lines that were removed', async () => {
    const name = '000000000001.jsonl';
    const large = { maxFileBytes: 100_000 };
    const confirmed = await written(seven.slice(0, 4), large);
    const whole = (await written(seven, large))[name] ?? Buffer.of();
    const sure = confirmed[name]?.length ?? 0;
    for (let length = 0; length <= whole.length; length += 1) {
      const cut = { ...confirmed, [name]: whole.subarray(0, length) };
      const { found, after } = await goneOn(cut);
      const kept = linesOf(cut[name]).filter((line) => line.endsWith('\n')).length;
      const label = `cut at ${length} of ${whole.length}, ${sure} sure`;
      expect(found.isBroken, label).toBe(length < sure);
      expect(after.isBroken, label).toBe(length < sure);
      if (length < sure) continue;
      // Of what lacks its line feed alone nothing is lost.
      const wants = whole[length] === 0x0a ? 1 : 0;
      const isWhole = wants === 1 || whole[length - 1] === 0x0a;
      expect(consumersOf(after), label).toEqual([
        ...seven.slice(0, kept + wants),
        ...(isWhole ? [] : ['cut-short']),
        'eight',
        'nine',
      ]);
    }
  });

  it('that change while the program runs are seen by the next look and the next line', async () => {
    for (const act of ['read', 'append'] as const) {
      const { disk, log } = over(intact);
      await log.read();
      await disk.fs.removeIfThere(join(folder, names[0] ?? ''));
      if (act === 'append') await log.append([happening('eight')]);
      const activity = await log.read();
      expect(activity.isBroken).toBe(true);
      if (act === 'append') expect(consumersOf(activity)).toContain('chain-broken');
    }
  });

  it.each([
    ['into the first file', {}, 900],
    ['into the last file', intact, 900],
    ['into a new one, as an old one goes', intact, 300],
  ])('survive a crash at each step of a write %s', async (_, files, maxFileBytes) => {
    for (let at = 0; ; at += 1) {
      const { disk, log } = over(files, { keptFiles: 2, maxFileBytes });
      disk.failAt(at, 'EIO');
      const error = await log.append([happening('eight')]).then(
        () => null,
        (thrown: unknown) => thrown,
      );
      for (const entries of disk.powerCuts()) {
        const { found, after } = await goneOn(filesIn(entries));
        expect([found.isBroken, after.isBroken], `step ${at}: ${[...entries.keys()]}`).toEqual([
          false,
          false,
        ]);
      }
      if (error === null) break;
      expect(error).toMatchObject({ code: 'metadata.unwritable' });
    }
  });

  it('are for this user only, in real files', async () => {
    const real = await mkdtemp(join(tmpdir(), 'stowkey-activity-'));
    try {
      const inside = join(real, 'activity');
      const log = createActivityLog({ folder: inside, maxFileBytes: 900 });
      for (const name of seven) await log.append([happening(name)]);
      expect((await stat(inside)).mode & 0o777).toBe(0o700);
      for (const name of await readdir(inside)) {
        expect((await stat(join(inside, name))).mode & 0o777).toBe(0o600);
      }
      expect(await createActivityLog({ folder: inside }).read()).toMatchObject({ isBroken: false });
    } finally {
      await rm(real, { recursive: true, force: true });
    }
  });
});
