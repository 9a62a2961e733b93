import { expect, test } from 'vitest';
import { missingOf, neededPackages, prepareSystem } from './system-packages.ts';

test('any one name of a line will do, as newer systems rename libraries', () => {
  const needed = [['libasound2', 'libasound2t64'], ['xvfb']];
  expect(missingOf(needed, new Set(['libasound2t64', 'xvfb']))).toEqual([]);
  expect(missingOf(needed, new Set(['xvfb']))).toEqual([['libasound2', 'libasound2t64']]);
});

test('on a prepared machine the look takes less than a second and changes nothing', async () => {
  const said: string[] = [];
  const start = performance.now();
  expect(await prepareSystem((line) => said.push(line), neededPackages)).toEqual({ ready: true });
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(said.filter((line) => /Updating|Installing/.test(line))).toEqual([]);
});
