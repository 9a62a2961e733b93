import { afterEach, expect, it } from 'vitest';
import {
  listenForCover,
  listenForLogind,
  listenForTrayHost,
  onBus,
} from '../../../electron/platform/desktop-signals.ts';
import { type Keyring, startKeyring } from '../../support/desktop/keyring.ts';
import { lockSignals, type Shell, startShell } from '../../support/desktop/shell.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { until } from '../../support/processes/processes.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const setUp = async () => {
  const bus: Keyring = await startKeyring({ service: 'none' });
  closers.push(bus.close);
  const shell: Shell = await startShell(bus.env);
  closers.push(shell.close);
  const clock = createClock();
  const heard: string[] = [];
  await new Promise<void>((resolve, reject) => {
    onBus({
      address: bus.env.DBUS_SESSION_BUS_ADDRESS,
      clock,
      report: reject,
      begin: async (session) => {
        await listenForCover(session, () => heard.push('covered'));
        await listenForLogind(session, () => heard.push('locked'));
        await listenForTrayHost(session, (isThere) => heard.push(`tray ${isThere}`));
        resolve();
      },
    });
  });
  const untilHeard = (count: number) =>
    until(`${count} signals`, () => heard.length >= count || undefined);
  return { bus, shell, clock, heard, untilHeard };
};

it('S7 hears each way in which a screen is locked, and who begins and ends to show tray icons', async () => {
  const { shell, heard, untilHeard } = await setUp();
  expect(heard).toEqual(['tray false']);
  let count = heard.length;
  for (const signal of Object.keys(lockSignals) as (keyof typeof lockSignals)[]) {
    shell.lock(signal);
    count += 1;
    await untilHeard(count);
  }
  await shell.showTray(true);
  await untilHeard(count + 1);
  await shell.showTray(false);
  await untilHeard(count + 2);
  expect(heard.slice(1)).toEqual([
    ...['covered', 'covered', 'locked', 'locked'],
    ...['tray true', 'tray false'],
  ]);
});

it('takes nonsense from whoever answers for a tray for no tray, and goes on', async () => {
  const { shell, heard, untilHeard } = await setUp();
  await shell.showTray(true);
  await untilHeard(2);
  for (const nonsense of [
    ['', []],
    ['s', ['yes']],
    ['as', [[]]],
  ] as const) {
    shell.answerForTray(nonsense);
    await shell.showTray(false);
    await shell.showTray(true);
  }
  await untilHeard(3);
  expect(heard).toEqual(['tray false', 'tray true', 'tray false']);
});

it('tries a bus again that it has lost, and none that was never there', async () => {
  const { bus, clock } = await setUp();
  await bus.close();
  await clock.untilTimer();
  expect(clock.delays).toEqual([60_000]);
  const without = createClock();
  const error = await new Promise<unknown>((resolve) =>
    onBus({
      address: 'unix:path=/nowhere',
      clock: without,
      report: resolve,
      begin: (nowhere) => listenForCover(nowhere, () => {}),
    }),
  );
  expect(error).toBeInstanceOf(Error);
  expect(without.pendingTimers()).toBe(0);
});
