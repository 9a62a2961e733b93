import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionEvent, tellChanges } from '../../../electron/connections/events.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import type { MetadataStore } from '../../../electron/storage/metadata/metadata-store.ts';
import {
  type ConnectionsWorld,
  credentialOf,
  startConnections,
} from '../../support/worlds/connections-world.ts';

let world: ConnectionsWorld;
beforeEach(async () => {
  world = await startConnections();
});
afterEach(() => world.close());

/** The list of the world, with some of its ways replaced, while a verification runs. */
const telling = (replaced: Partial<MetadataStore>) => {
  const told: ConnectionEvent[] = [];
  const store = tellChanges(
    { ...world.metadata, ...replaced },
    (event) => told.push(event),
    () => 'verify',
  );
  return { told, store };
};

describe('what happens to a connection is told', () => {
  it('once for each thing done, in order', async () => {
    const connectionId = await world.connect();
    for (const act of ['refresh', 'reconnect', 'verify', 'disconnect'] as const) {
      await world.operations.ended(world.connections[act](connectionId));
    }
    expect(world.happened).toEqual([
      { kind: 'connected', connectionId },
      { kind: 'renewed', connectionId, by: 'refresh' },
      { kind: 'renewed', connectionId, by: 'reconnect' },
      { kind: 'verified', connectionId },
      { kind: 'disconnected', connectionId, label: 'Mine' },
    ]);
  });

  it('when it needs a sign-in, once, however often a renewal fails after that', async () => {
    const connectionId = await world.connect();
    world.happened.length = 0;
    world.acts.refresh = () => Promise.reject(new AppError('oauth.sign-in-again'));
    for (let count = 0; count < 2; count += 1) {
      await expect(world.connections.renewInBackground(connectionId)).rejects.toThrow();
    }
    const failed = {
      kind: 'renewal-failed',
      connectionId,
      code: 'oauth.sign-in-again',
      sinceEpochSeconds: world.nowSeconds(),
    };
    expect(world.happened).toEqual([{ kind: 'signed-out', connectionId }, failed, failed]);
  });

  it('since when renewing it fails, until it works again', async () => {
    const connectionId = await world.connect();
    const { connections, clock, acts } = world;
    const since = world.nowSeconds();
    const renews = acts.refresh;
    acts.refresh = () => Promise.reject(new AppError('server.timeout'));
    const failureNow = () => connections.views()[0]?.renewalFailure;
    for (let count = 0; count < 2; count += 1) {
      await expect(connections.renewInBackground(connectionId)).rejects.toThrow();
      clock.advance(60_000);
    }
    expect(failureNow()).toMatchObject({
      sinceEpochSeconds: since,
      error: { code: 'server.timeout' },
    });
    expect(world.happened.slice(1)).toMatchObject([
      { kind: 'renewal-failed', sinceEpochSeconds: since },
      { kind: 'renewal-failed', sinceEpochSeconds: since },
    ]);
    acts.refresh = renews;
    await connections.renewInBackground(connectionId);
    expect(failureNow()).toBeNull();
  });

  it('that it is about to run out as early as the person wants to know of this account', async () => {
    const { acts, connections } = world;
    acts.connect = async () => credentialOf('first', 'ada', world.nowSeconds() + 86_000);
    const connectionId = await world.connect();
    await world.metadata.update(connectionId, (now) => ({ ...now, renewalPolicy: 'warn' }));
    world.happened.length = 0;
    await connections.noteExpiry();
    expect(world.happened).toEqual([]);
    await connections.setReminder(connectionId, 'day');
    await connections.noteExpiry();
    expect(world.happened).toEqual([{ kind: 'expiring', connectionId }]);
  });

  it('that it is about to run out and that it has, once of the same credentials', async () => {
    const { clock, acts, connections } = world;
    acts.connect = async () => credentialOf('first', 'ada', world.nowSeconds() + 3600);
    const connectionId = await world.connect();
    await world.metadata.update(connectionId, (now) => ({ ...now, renewalPolicy: 'warn' }));
    world.happened.length = 0;
    const lookFor = async (minutes: number): Promise<void> => {
      for (let minute = 0; minute < minutes; minute += 1) {
        clock.advance(60_000);
        await connections.noteExpiry();
      }
    };
    await lookFor(29);
    expect(world.happened).toEqual([]);
    await lookFor(40);
    expect(world.happened).toEqual([
      { kind: 'expiring', connectionId },
      { kind: 'expired', connectionId },
    ]);
    // What is told stands on the disk, so the next start does not tell it again.
    expect(world.record(connectionId)?.toldExpiry).toEqual({ stage: 'expired', generation: 1 });
    // Nothing is written for it a second time, not even when the clock is set back.
    const written = world.record(connectionId);
    for (const backMs of [0, 20 * 60_000]) {
      clock.setNowEpochMs(clock.nowEpochMs() - backMs);
      await connections.noteExpiry();
    }
    expect(world.record(connectionId)).toBe(written);
    expect(world.happened).toHaveLength(2);

    acts.refresh = async () => credentialOf('second', 'ada', world.nowSeconds() + 60);
    await world.operations.ended(connections.refresh(connectionId));
    await lookFor(2);
    expect(world.happened.slice(2)).toEqual([
      { kind: 'renewed', connectionId, by: 'refresh' },
      { kind: 'expired', connectionId },
    ]);
  });

  it('when its secret is found to be lost, and not while the keychain is locked', async () => {
    const connectionId = await world.connect();
    world.happened.length = 0;
    world.keytar.mode.locked = true;
    await expect(world.token(connectionId)).rejects.toThrow('keychain.locked');
    world.keytar.mode.locked = false;
    expect(world.happened).toEqual([]);
    world.keytar.items.delete(connectionId);
    await expect(world.token(connectionId)).rejects.toThrow('keychain.missing');
    expect(world.happened).toEqual([{ kind: 'signed-out', connectionId }]);
  });

  it('when `reconcile` finishes it, and not before', async () => {
    const connectionId = await world.connect();
    world.keytar.mode.locked = true;
    await world.operations.ended(world.connections.disconnect(connectionId)).catch(() => {});
    expect(world.happened).toEqual([{ kind: 'connected', connectionId }]);
    world.keytar.mode.locked = false;
    await world.connections.checkKeychain();
    expect(world.happened.at(-1)).toEqual({ kind: 'disconnected', connectionId, label: 'Mine' });
  });

  it('not of an account that could not be saved', async () => {
    world.keytar.mode.locked = true;
    const connecting = world.begin();
    await world.asked(connecting, 'retry-save');
    world.keytar.mode.locked = false;
    world.answer(connecting, 'refuse');
    await expect(world.operations.ended(connecting)).rejects.toThrow('keychain.locked');
    expect(world.metadata.state().connections).toEqual([]);
    expect(world.happened).toEqual([]);
  });

  it('though the disk complained once it was written', async () => {
    const id = await world.connect();
    await world.metadata.update(id, (record) => ({ ...record, state: 'deleting' }));
    const { told, store } = telling({
      remove: async (gone) => {
        await world.metadata.remove(gone);
        throw new AppError('metadata.unwritable');
      },
    });
    await expect(store.remove(id)).rejects.toThrow('metadata.unwritable');
    expect(told).toEqual([{ kind: 'disconnected', connectionId: id, label: 'Mine' }]);
  });

  it('as nobody’s doing where a crash had cut it short', async () => {
    const connectionId = await world.connect();
    const { told, store } = telling({});
    await store.update(connectionId, (now) => ({ ...now, state: 'rotating' }));
    await store.update(connectionId, (now) => ({ ...now, generation: now.generation + 1 }));
    expect(told).toEqual([{ kind: 'renewed', connectionId, by: null }]);
  });

  it('not as connected where its secret was damaged before it was', async () => {
    const id = await world.connect();
    await world.metadata.update(id, (now) => ({ ...now, state: 'pending' }));
    const { told, store } = telling({});
    await store.update(id, (now) => ({ ...now, state: 'active', needsSignIn: true }));
    expect(told).toEqual([]);
  });

  it('to every listener, and one that throws harms nothing', async () => {
    world.listen(() => {
      throw new Error('listener');
    });
    let told = 0;
    world.listen(() => {
      told += 1;
    });
    const connectionId = await world.connect();
    expect(world.record(connectionId)).toMatchObject({ state: 'active' });
    expect(told).toBe(1);
  });
});
