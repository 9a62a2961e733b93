import { readFile } from 'node:fs/promises';
import { z } from 'zod';

export type Counts = {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What failed and why, to be said again at the end, where a long log is still read. */
  readonly failures: readonly string[];
};

export const none: Counts = { passed: 0, failed: 0, skipped: 0, failures: [] };

export const oneFailure = (name: string): Counts => ({ ...none, failed: 1, failures: [name] });

export function add(one: Counts, other: Counts): Counts {
  return {
    passed: one.passed + other.passed,
    failed: one.failed + other.failed,
    skipped: one.skipped + other.skipped,
    failures: [...one.failures, ...other.failures],
  };
}

export function lastLine({ passed, failed, skipped }: Omit<Counts, 'failures'>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

const vitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

const because = (name: string, message = ''): string =>
  `${name}\n${message.split('\n').slice(0, 12).join('\n')}`.trimEnd();

/** Reads vitest's JSON report; a file that could not be loaded counts as one failed test. */
export async function readVitest(path: string, exitCode: number | null): Promise<Counts> {
  const report = vitestReport.safeParse(await json(path));
  if (!report.success) return oneFailure('vitest left no report');
  const { data } = report;
  const unloadable = data.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  );
  const failures = data.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => because(`${name} › ${test.fullName}`, test.failureMessages?.[0])),
  );
  return honest(exitCode, {
    passed: data.numPassedTests,
    failed: data.numFailedTests + unloadable.length,
    skipped: data.numPendingTests + data.numTodoTests,
    failures: [...failures, ...unloadable.map(({ name, message }) => because(name, message))],
  });
}

const playwrightTests = z.object({
  title: z.string(),
  specs: z
    .array(
      z.object({
        title: z.string(),
        file: z.string(),
        tests: z.array(
          z.object({
            status: z.string(),
            results: z.array(
              z.object({ error: z.object({ message: z.string().optional() }).optional() }),
            ),
          }),
        ),
      }),
    )
    .default([]),
  get suites() {
    return z.array(playwrightTests).default([]);
  },
});

const playwrightReport = z.object({
  suites: z.array(playwrightTests).default([]),
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    skipped: z.number(),
    flaky: z.number(),
  }),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

function playwrightFailures({ suites, specs }: z.infer<typeof playwrightTests>): string[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => because(`${file} › ${title}`, results[0]?.error?.message)),
  );
  return [...own, ...suites.flatMap(playwrightFailures)];
}

/** Reads Playwright's JSON report; what passed only at a second try counts as failed. */
export async function readPlaywright(path: string, exitCode: number | null): Promise<Counts> {
  const report = playwrightReport.safeParse(await json(path));
  if (!report.success) return oneFailure('Playwright left no report');
  const { suites, stats, errors } = report.data;
  return honest(exitCode, {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
    failures: [
      ...suites.flatMap(playwrightFailures),
      ...errors.map(({ message }) => because('Playwright', message)),
    ],
  });
}

/** A runner that complains has failed, whatever its figures say. */
function honest(exitCode: number | null, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0
    ? add(counts, oneFailure(`the runner ended with ${exitCode}`))
    : counts;
}

async function json(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}
