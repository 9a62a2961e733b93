import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
  };
}

export function lastLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** Reads vitest's JSON report; a file that could not be loaded counts as one failed test. */
export async function readVitest(path: string, exitCode: number | null): Promise<Counts> {
  const report = vitestReport.safeParse(await json(path));
  if (!report.success) return { ...none, failed: 1 };
  const { data } = report;
  const unloadable = data.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  ).length;
  return honest(exitCode, {
    passed: data.numPassedTests,
    failed: data.numFailedTests + unloadable,
    skipped: data.numPendingTests + data.numTodoTests,
  });
}

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    skipped: z.number(),
    flaky: z.number(),
  }),
  errors: z.array(z.unknown()).default([]),
});

/** Reads Playwright's JSON report; what passed only at a second try counts as failed. */
export async function readPlaywright(path: string, exitCode: number | null): Promise<Counts> {
  const report = playwrightReport.safeParse(await json(path));
  if (!report.success) return { ...none, failed: 1 };
  const { stats, errors } = report.data;
  return honest(exitCode, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  });
}

/** A runner that complains has failed, whatever its figures say. */
function honest(exitCode: number | null, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

async function json(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
