import { join } from 'node:path';
import { serialize } from 'node:v8';
import { pushEvent } from '../../electron/api/window/push-event.ts';
import { createSnapshotPush } from '../../electron/api/window/push-snapshot.ts';
import type { Snapshot } from '../../shared/schemas.ts';
import type { Keyring } from '../support/desktop/keyring.ts';
import { makeProfile } from './profiles.ts';
import { openServices } from './services.ts';
import { ratiosOf, type Spread, spreadOf } from './statistics.ts';

export type PushTimes = {
  /** For how long a push keeps main from anything else, in milliseconds. */
  readonly push: Spread;
  /** The whole snapshot written as JSON, right after. */
  readonly whole: Spread;
  readonly ratio: Spread;
};

const accountCount = 1_000;

/**
 * Renames one of a thousand accounts, again and again, and times what main does for the window to know:
 * the snapshot, its changes, the check against the contract, and their copy for the other process.
 */
export const timePushes = async (
  folder: string,
  keyring: Keyring,
  rounds: number,
): Promise<PushTimes> => {
  const profile = join(folder, 'pushes');
  await makeProfile(profile, accountCount, keyring);
  let onPush: (snapshot: Snapshot) => void = () => {};
  const services = await openServices(profile, { onPush: (snapshot) => onPush(snapshot) });
  const target = {
    isDestroyed: () => false,
    isCrashed: () => false,
    send: (_channel: string, payload: unknown) => void serialize(payload),
  };
  const push = createSnapshotPush(services.snapshot(), (changes) =>
    pushEvent(target, 'app', 'changed', changes),
  );
  const took = (work: () => void): number => {
    const startedMs = performance.now();
    work();
    return performance.now() - startedMs;
  };
  const pushes: number[] = [];
  const wholes: number[] = [];
  try {
    // The first rounds only warm up.
    for (let round = -3; round < rounds; round += 1) {
      const { id } = services.snapshot().connections[(round + 3) * 7] ?? {};
      if (id === undefined) throw new Error('there is nothing to rename');
      const changed = new Promise<void>((resolve) => {
        onPush = () => resolve();
      });
      await services.connections.rename(id, `Renamed ${round}`);
      await changed;
      const pushMs = took(() => push(services.snapshot()));
      const wholeMs = took(() => JSON.stringify(services.snapshot()));
      if (round < 0) continue;
      pushes.push(pushMs);
      wholes.push(wholeMs);
    }
  } finally {
    await services.stop();
  }
  return { push: spreadOf(pushes), whole: spreadOf(wholes), ratio: ratiosOf(pushes, wholes) };
};
