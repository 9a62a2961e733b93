import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastLine, readPlaywright, readVitest } from './tally.ts';

let folder: string;
let report: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stowkey-tally-'));
  report = join(folder, 'report.json');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const vitestSays = (passed: number, failed: number, testResults: readonly unknown[] = []) =>
  writeFile(
    report,
    JSON.stringify({
      numPassedTests: passed,
      numFailedTests: failed,
      numPendingTests: 1,
      testResults,
    }),
  );

test('the last line names skipped tests only when there are some', () => {
  expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(lastLine({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

test('a file that could not be loaded counts as failed', async () => {
  await vitestSays(5, 0, [
    { status: 'failed', name: 'a.test.ts', message: 'no such module', assertionResults: [] },
  ]);
  const failures = ['a.test.ts\nno such module'];
  expect(await readVitest(report, 1)).toEqual({ passed: 5, failed: 1, skipped: 1, failures });
});

test('what failed is named with its first reason', async () => {
  const failed = { status: 'failed', fullName: 'adds', failureMessages: ['expected 1 to be 2'] };
  const passed = { status: 'passed', fullName: 'takes away', failureMessages: [] };
  const assertionResults = [failed, passed];
  await vitestSays(1, 1, [{ status: 'failed', name: 'a.test.ts', assertionResults }]);
  expect((await readVitest(report, 1)).failures).toEqual(['a.test.ts › adds\nexpected 1 to be 2']);

  const results = [{ error: { message: 'no such button' } }];
  const specs = [{ title: 'opens', file: 'b.spec.ts', tests: [{ status: 'unexpected', results }] }];
  const stats = { expected: 0, unexpected: 1, skipped: 0, flaky: 0 };
  const suites = [{ title: 'b.spec.ts', suites: [{ title: 'inner', specs }] }];
  await writeFile(report, JSON.stringify({ suites, stats, errors: [] }));
  expect((await readPlaywright(report, 1)).failures).toEqual(['b.spec.ts › opens\nno such button']);
});

test('a runner that ends badly has failed even with clean figures', async () => {
  await vitestSays(5, 0);
  expect((await readVitest(report, 1)).failed).toBe(1);
  expect((await readVitest(report, null)).failed).toBe(1);
  expect((await readVitest(report, 0)).failed).toBe(0);
});

test('a missing report counts as failed', async () => {
  expect(await readVitest(join(folder, 'none.json'), 0)).toMatchObject({ passed: 0, failed: 1 });
});

test('what passes only at a second try counts as failed', async () => {
  const stats = { expected: 2, unexpected: 0, skipped: 0, flaky: 1 };
  await writeFile(report, JSON.stringify({ stats, errors: [] }));
  expect(await readPlaywright(report, 0)).toMatchObject({ passed: 2, failed: 1, skipped: 0 });
});
