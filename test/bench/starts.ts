import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Keyring } from '../support/desktop/keyring.ts';
import { startShell } from '../support/desktop/shell.ts';
import { makeProfile } from './profiles.ts';
import type { Program } from './programs.ts';
import { milestones, type Start, timeStart } from './start.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

const startCases = ['bare', 'with 10', 'with 1,000'] as const;
type StartCase = (typeof startCases)[number];

type StartTimes = {
  /** Milliseconds from the start of the program to each milestone; medians. */
  readonly milestones: Readonly<Record<string, number>>;
  readonly shown: Spread;
  readonly memoryMib: Spread;
  /** Beside the bare window of the same round. */
  readonly startRatio: Spread;
  readonly memoryRatio: Spread;
};

/** What is left of a program whose only window was closed, beside the bare window. */
type ClosedMemory = Pick<StartTimes, 'memoryMib' | 'memoryRatio'>;

/** Longer than V8 waits, some eight seconds, before it collects what a page's start left behind. */
const idleForMs = 20_000;
const memoryRounds = 3;

type Where = { readonly env: NodeJS.ProcessEnv; readonly userData: string };

/** Reads what a program keeps once its window was closed, which waits for `mayClose` each time. */
const readClosed = async (
  program: Program,
  where: Where,
  mayClose: () => Promise<void>,
): Promise<readonly number[]> => {
  const memory: number[] = [];
  for (let round = 0; round < memoryRounds; round += 1) {
    const { idleMemoryMib } = await timeStart(program, { ...where, idleForMs, mayClose });
    if (idleMemoryMib !== null) memory.push(idleMemoryMib);
  }
  return memory;
};

/** Reads what is left of the product once its window was closed to the tray. */
const readInTray = async (product: Program, where: Where): Promise<readonly number[]> => {
  await writeFile(
    join(where.userData, 'settings.json'),
    JSON.stringify({ version: 1, closeToTray: true }),
  );
  const shell = await startShell(where.env);
  try {
    return await readClosed(product, where, async () => {
      // What the program before put there goes with the tray.
      await shell.showTray(false);
      await shell.showTray(true);
      await shell.untilIcon();
    });
  } finally {
    shell.close();
  }
};

/**
 * Starts the bare window and the product in turn, round after round, after one round that nobody
 * counts. The profiles are kept from round to round, as a person's is.
 */
export const timeStarts = async (options: {
  readonly programs: { readonly product: Program; readonly bare: Program };
  readonly folder: string;
  readonly keyring: Keyring;
  readonly env: NodeJS.ProcessEnv;
  readonly rounds: number;
}): Promise<{
  readonly cases: Readonly<Record<StartCase, StartTimes>>;
  readonly closed: Readonly<Record<'product' | 'bare', ClosedMemory>>;
}> => {
  const { programs, folder, keyring, env, rounds } = options;
  const profile = (name: string): string => join(folder, name);
  await makeProfile(profile('10'), 10, keyring);
  await makeProfile(profile('1000'), 1_000, keyring);
  const cases = [
    { name: 'bare', program: programs.bare, userData: profile('bare'), starts: [] as Start[] },
    { name: 'with 10', program: programs.product, userData: profile('10'), starts: [] as Start[] },
    {
      name: 'with 1,000',
      program: programs.product,
      userData: profile('1000'),
      starts: [] as Start[],
    },
  ] as const;

  for (let round = -1; round < rounds; round += 1) {
    for (const { program, userData, starts } of cases) {
      const readsMemory = round >= 0 && round < memoryRounds;
      const start = await timeStart(program, {
        env,
        userData,
        idleForMs: readsMemory ? idleForMs : null,
      });
      if (round >= 0) starts.push(start);
    }
  }

  const shownOf = (starts: readonly Start[]): readonly number[] => starts.map(({ at }) => at.done);
  const memoryOf = (starts: readonly Start[]): readonly number[] =>
    starts.flatMap(({ idleMemoryMib }) => (idleMemoryMib === null ? [] : [idleMemoryMib]));
  const bare = cases[0].starts;
  const entries = cases.map(({ name, starts }) => [
    name,
    {
      milestones: Object.fromEntries(
        milestones.map((each) => [each, spreadOf(starts.map(({ at }) => at[each])).median]),
      ),
      shown: spreadOf(shownOf(starts)),
      memoryMib: spreadOf(memoryOf(starts)),
      startRatio: ratiosOf(shownOf(starts), shownOf(bare)),
      memoryRatio: ratiosOf(memoryOf(starts), memoryOf(bare)),
    },
  ]);
  const closedMemory = (memory: readonly number[]): ClosedMemory => ({
    memoryMib: spreadOf(memory),
    memoryRatio: ratiosOf(memory, memoryOf(bare)),
  });
  return {
    cases: Object.fromEntries(entries) as Record<StartCase, StartTimes>,
    closed: {
      product: closedMemory(await readInTray(programs.product, { env, userData: profile('10') })),
      bare: closedMemory(
        await readClosed(programs.bare, { env, userData: profile('bare') }, async () => {}),
      ),
    },
  };
};
