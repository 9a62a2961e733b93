import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { startDisplay } from '../support/desktop/display.ts';
import type { Keyring } from '../support/desktop/keyring.ts';
import { startShell } from '../support/desktop/shell.ts';
import { familyProcessorTimes, usedBetween } from './family.ts';
import { makeProfile } from './profiles.ts';
import type { Program } from './programs.ts';
import { type Started, startTimed } from './start.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

const idleCases = ['bare', 'window', 'tray'] as const;
type IdleCase = (typeof idleCases)[number];

export type IdleTimes = Readonly<
  Record<
    IdleCase,
    {
      /** Milliseconds of processor time in a minute, of all processes together. */
      readonly processor: Spread;
      /** Beside the bare window of the same minute. */
      readonly ratio: Spread;
    }
  >
>;

/** What a start left behind is collected by V8 in the minute after it. */
const settlesMs = 90_000;
const minuteMs = 60_000;
const minutes = 3;

/**
 * Leaves the bare window, the product's window and the product in the tray alone, all three in the same
 * minutes, each on a screen of its own. What else the machine does takes no processor time of theirs.
 */
export const timeIdle = async (options: {
  readonly programs: { readonly product: Program; readonly bare: Program };
  readonly folder: string;
  readonly keyring: Keyring;
}): Promise<IdleTimes> => {
  const { programs, folder, keyring } = options;
  const closers: (() => unknown)[] = [];
  const start = async (program: Program, userData: string): Promise<Started> => {
    const screen = await startDisplay();
    closers.push(screen.close);
    const env = { ...keyring.env, DISPLAY: screen.display };
    const started = await startTimed(program, { env, userData });
    closers.push(started.end);
    return started;
  };
  const profile = async (name: string): Promise<string> => {
    const userData = join(folder, name);
    await makeProfile(userData, 10, keyring);
    return userData;
  };
  try {
    const shell = await startShell(keyring.env);
    closers.push(shell.close);
    await shell.showTray(true);
    const inTray = await profile('idle-tray');
    const settings = { version: 1, closeToTray: true };
    await writeFile(join(inTray, 'settings.json'), JSON.stringify(settings));
    const tray = await start(programs.product, inTray);
    await shell.untilIcon();
    await tray.closeWindow();
    const window = await start(programs.product, await profile('idle-window'));
    const bare = await start(programs.bare, join(folder, 'idle-bare'));
    const pids = { bare: bare.pid, window: window.pid, tray: tray.pid };

    await setTimeout(settlesMs);
    const used: Record<IdleCase, number[]> = { bare: [], window: [], tray: [] };
    const read = async () => ({
      bare: await familyProcessorTimes(pids.bare),
      window: await familyProcessorTimes(pids.window),
      tray: await familyProcessorTimes(pids.tray),
    });
    let before = await read();
    for (let minute = 0; minute < minutes; minute += 1) {
      await setTimeout(minuteMs);
      const after = await read();
      for (const name of idleCases) used[name].push(usedBetween(before[name], after[name]));
      before = after;
    }
    const entries = idleCases.map((name) => [
      name,
      { processor: spreadOf(used[name]), ratio: ratiosOf(used[name], used.bare) },
    ]);
    return Object.fromEntries(entries) as IdleTimes;
  } finally {
    for (const close of closers.reverse()) await close();
  }
};
