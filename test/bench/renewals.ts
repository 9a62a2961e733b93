import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createRenewalScheduler } from '../../electron/connections/renewal-scheduler.ts';
import { systemClock } from '../../electron/platform/clock.ts';
import type { Clock } from '../../electron/platform/interfaces.ts';
import type { Keyring } from '../support/desktop/keyring.ts';
import { credentialOf, startConnections } from '../support/worlds/connections-world.ts';
import { makeProfile } from './profiles.ts';
import { openServices } from './services.ts';
import { type Spread, spreadOf } from './statistics.ts';

export type RenewalTimes = {
  /** One look of the scheduler at a thousand accounts, in milliseconds. */
  readonly tick: Spread;
  readonly timers: number;
  /** Of the heap once nothing is left to collect, in MiB. */
  readonly heapBefore: Spread;
  readonly heapAfter: Spread;
  readonly heapRatio: Spread;
};

const accountCount = 1_000;
const renewalCount = 2_000;

/** Looks at a thousand accounts on the disk, again and again, and counts what waits for the next look. */
const timeTicks = async (folder: string, keyring: Keyring, rounds: number) => {
  const profile = join(folder, 'ticks');
  await makeProfile(profile, accountCount, keyring);
  const services = await openServices(profile, { onPush: () => {} });
  const timers = new Set<object>();
  const clock: Clock = {
    ...systemClock,
    after: (delayMs, callback) => {
      const timer = {};
      timers.add(timer);
      const cancel = systemClock.after(delayMs, callback);
      return () => {
        timers.delete(timer);
        cancel();
      };
    },
  };
  const { connections } = services;
  const renewal = createRenewalScheduler({
    clock,
    views: () => {
      connections.views();
      return mixed;
    },
    renew: connections.renewInBackground,
    noteNextTry: () => {},
    usualReminder: () => 'lifetime',
    noteExpiry: () => void connections.noteExpiry(),
  });
  // Every second one renews itself.
  const mixed = connections
    .views()
    .map((view, index) =>
      index % 2 === 0 ? view : { ...view, facts: { ...view.facts, renewsItself: true } },
    );
  const ticks: number[] = [];
  try {
    for (let round = -3; round < rounds; round += 1) {
      const startedMs = performance.now();
      renewal.schedule();
      if (round >= 0) ticks.push(performance.now() - startedMs);
    }
    return { tick: spreadOf(ticks), timers: timers.size };
  } finally {
    renewal.stop();
    await services.stop();
  }
};

const collectGarbage = (() => {
  setFlagsFromString('--expose_gc');
  return runInNewContext('gc') as () => void;
})();
const heapMib = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1024 ** 2;
};

/** Renews one account two thousand times, list and keychain and all. */
const weighRenewals = async () => {
  const world = await startConnections();
  const renew = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 1) {
      await world.connections.renewInBackground(id);
      // What the tests write down is not the product's.
      world.happened.length = 0;
      world.keytar.calls.length = 0;
    }
  };
  const id = await world.connect();
  world.acts.refresh = async () => credentialOf('new', 'ada', world.nowSeconds() + 3600);
  try {
    await renew(100);
    const before = heapMib();
    await renew(renewalCount);
    const after = heapMib();
    return {
      heapBefore: spreadOf([before]),
      heapAfter: spreadOf([after]),
      heapRatio: spreadOf([after / before]),
    };
  } finally {
    await world.close();
  }
};

export const timeRenewals = async (
  folder: string,
  keyring: Keyring,
  rounds: number,
): Promise<RenewalTimes> => ({
  ...(await timeTicks(folder, keyring, rounds)),
  ...(await weighRenewals()),
});
