import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { machineWith } from './programs-first.ts';
import { missingOf, neededPackages, prepareSystem } from './system-packages.ts';

test('any one name of a line will do, as newer systems rename libraries', () => {
  const needed = [['libasound2', 'libasound2t64'], ['xvfb']];
  expect(missingOf(needed, new Set(['libasound2t64', 'xvfb']))).toEqual([]);
  expect(missingOf(needed, new Set(['xvfb']))).toEqual([['libasound2', 'libasound2t64']]);
});

test('on a prepared machine the look changes nothing', async () => {
  const said: string[] = [];
  expect(await prepareSystem((line) => said.push(line), neededPackages)).toEqual({ ready: true });
  expect(said.filter((line) => /Updating|Installing/.test(line))).toEqual([]);
});

const needed = [
  ['xvfb'],
  ['libasound2', 'libasound2t64'],
  ['fonts-dejavu-core', 'fonts-liberation'],
];
test.each([
  ['older', '', 'xvfb libasound2 fonts-dejavu-core'],
  ['newer', "printf 'ii \\tlibssl3t64\\n'", 'xvfb libasound2t64 fonts-dejavu-core'],
])(
  'an ordinary user of an %s system without package lists is told names',
  async (_, query, names) => {
    await using machine = await machineWith({ 'dpkg-query': query, 'apt-cache': '' });
    const prepared = await prepareSystem(() => {}, needed, {
      isRoot: false,
      aptLists: machine.folder,
    });
    expect(prepared).toEqual({
      ready: false,
      say: expect.stringContaining(`recommends ${names}\n`),
    });
  },
);

test('root is told when the package lists cannot be fetched', async () => {
  const apt = 'case "$*" in *Error-Mode=any*update) echo "E: no network" >&2; exit 100;; esac';
  await using machine = await machineWith({ 'dpkg-query': '', 'apt-cache': '', 'apt-get': apt });
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  const prepared = await prepareSystem(say, needed, { isRoot: true, aptLists: machine.folder });
  expect(said.join('\n')).toContain('apt-get update failed (100):\nE: no network');
  expect(prepared.ready).toBe(false);
});

test('a missing folder for temporary files is made', async () => {
  await using machine = await machineWith({});
  const missing = join(machine.folder, 'a/b');
  vi.stubEnv('TMPDIR', missing);
  await prepareSystem(() => {}, []);
  await mkdtemp(join(missing, 'x-'));
});
