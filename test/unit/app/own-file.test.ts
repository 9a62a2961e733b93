import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchOwnFile } from '../../../electron/app/own-file.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-own-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

it('tells once that another file took the place of the program, and nothing of what else happens', async () => {
  const file = join(folder, 'stowkey');
  await writeFile(file, 'one');
  const onReplaced = vi.fn();
  await watchOwnFile(file, onReplaced);
  await writeFile(join(folder, 'beside'), 'it');
  await rm(file);
  // As installers do; they may take the old one away first.
  for (const content of ['two', 'three']) {
    await writeFile(`${file}.new`, content);
    expect(onReplaced.mock.calls.length).toBe(content === 'two' ? 0 : 1);
    await rename(`${file}.new`, file);
    await expect.poll(() => onReplaced.mock.calls.length).toBe(1);
  }
});
