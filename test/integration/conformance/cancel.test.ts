import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Prompt } from '../../../shared/schemas.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { namedSubjects } from './subjects.ts';
import { type Moment, moments, startWalk, type Walk } from './walk.ts';

holdFixedPorts();

/** A person who changes their mind, at every point at which an operation can be. */
describe.each(namedSubjects)('%s, cancelled', (_name, subject) => {
  let walk: Walk;
  beforeEach(async () => {
    walk = await startWalk(subject);
  });
  afterEach(() => walk.close());

  /** Does it over and over, cancelled one moment later each time, until it ends before that. */
  const atEach = async (moment: Moment, attempt: (wasReached: () => boolean) => Promise<void>) => {
    for (let count = 1; ; count += 1) {
      let isReached = false;
      const reached = walk.cancelAt(moment, count);
      await attempt(() => {
        isReached = reached();
        return isReached;
      });
      if (!isReached) return count - 1;
    }
  };

  it.each(moments)('L14 at %s of connecting, leaves nothing', async (moment) => {
    const times = await atEach(moment, async (wasReached) => {
      const view = await walk.settle(await walk.begin());
      const isReached = wasReached();
      if (view.status !== 'done') {
        expect(view).toMatchObject({ status: 'cancelled', error: null });
        return walk.requireNothing();
      }
      // Only where nothing was left to cancel is the account connected, as if nobody had.
      expect(isReached && moment === 'a request').toBe(false);
      const [connection] = walk.app.snapshot().connections;
      if (connection === undefined) throw new Error('done, and nothing is connected');
      expect(connection).toMatchObject({ state: 'active', needsSignIn: false, problem: null });
      expect(await walk.act(subject.renewsBy, connection.id)).toMatchObject({ status: 'done' });
      expect(await walk.act('disconnect', connection.id)).toMatchObject({ status: 'done' });
      await walk.requireNothing();
    });
    expect(times).toBeGreaterThan(0);
  });

  it.each(moments)('L14 at %s of renewing, loses nothing', async (moment) => {
    const id = await walk.connect();
    const times = await atEach(moment, async (wasReached) => {
      const view = await walk.act(subject.renewsBy, id);
      wasReached();
      expect(['done', 'cancelled']).toContain(view.status);
      expect(walk.app.connection(id)).toMatchObject({
        state: 'active',
        needsSignIn: false,
        problem: null,
      });
      // What the server replaced meanwhile was kept: it would refuse anything older.
      expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
    });
    expect(times).toBeGreaterThan(0);
  });

  it.each(moments)('L14 at %s of disconnecting, is all there or all gone', async (moment) => {
    let id = await walk.connect();
    await atEach(moment, async (wasReached) => {
      const before = walk.itemsOf(id);
      const view = await walk.act('disconnect', id);
      wasReached();
      if (view.status === 'cancelled') {
        expect(walk.itemsOf(id)).toEqual(before);
        expect(walk.app.connection(id)).toMatchObject({ state: 'active', needsSignIn: false });
        expect(await walk.act('disconnect', id)).toMatchObject({ status: 'done' });
      } else {
        expect(view).toMatchObject({ status: 'done' });
      }
      await walk.requireNothing();
      id = await walk.connect();
    });
  });

  const kinds = ['browser', 'secret', 'review-grant', 'device-code'] as const;
  it('L14 at each question, leaves nothing', async () => {
    const asked: Prompt['kind'][] = [];
    for (const kind of kinds) {
      const operation = await walk.begin();
      const view = await walk.settle(operation, kind);
      if (view.status === 'running') {
        asked.push(kind);
        await walk.cancel(operation);
        expect(await walk.app.ended(operation)).toMatchObject({ status: 'cancelled' });
      } else {
        expect(view.status).toBe('done');
        const [connection] = walk.app.snapshot().connections;
        if (connection === undefined) throw new Error('done, and nothing is connected');
        await walk.act('disconnect', connection.id);
      }
      await walk.requireNothing();
    }
    expect(asked).toEqual(subject.asks);
  });
});
