import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { createRenewalScheduler } from '../../../electron/connections/renewal-scheduler.ts';
import { AppError } from '../../../electron/diagnostics/errors.ts';
import { type ConnectionId, connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import { type ConnectionView, connectionViewSchema } from '../../../shared/schemas.ts';
import { createClock } from '../../support/fakes/clock.ts';

const start = 1_800_000_000;

const view = (over: {
  readonly id?: ConnectionId;
  readonly expiresAt?: number | null;
  readonly renewable?: boolean;
  readonly needsSignIn?: boolean;
  readonly updatedAt?: number;
}): ConnectionView =>
  connectionViewSchema.parse({
    id: over.id ?? randomUUID(),
    providerId: providerIdSchema.parse('google-drive'),
    label: 'Drive',
    state: 'active',
    problem: null,
    needsSignIn: over.needsSignIn ?? false,
    createdAtEpochSeconds: start,
    updatedAtEpochSeconds: over.updatedAt ?? start,
    verifiedAtEpochSeconds: null,
    s3Check: null,
    signInCheck: null,
    renewalPolicy: 'automatic',
    reminder: 'default',
    isFavourite: false,
    tags: [],
    renewalFailure: null,
    facts: {
      account: null,
      expiresAtEpochSeconds: null,
      grant: null,
      s3: null,
      tokens: {
        scopes: [],
        accessTokenExpiresAtEpochSeconds:
          over.expiresAt === undefined ? start + 3600 : over.expiresAt,
        renewable: over.renewable ?? true,
      },
    },
    capabilities: { refresh: true, verify: true, reconnect: true, revoke: false },
  });

const usualReminder = () => 'lifetime' as const;
const unheard = { noteNextTry: () => {}, noteExpiry: () => {}, usualReminder };

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('renewal', () => {
  it('begins nothing while it is paused, and what became due at its end', async () => {
    const clock = createClock({ startEpochMs: start * 1000 });
    const id = connectionIdSchema.parse(randomUUID());
    const renewed: ConnectionId[] = [];
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => [view({ id })],
      renew: async (due) => void renewed.push(due),
    });
    renewal.schedule();
    renewal.pause(true);
    clock.advance(3_500_000);
    await settle();
    expect(renewed).toEqual([]);
    expect(renewal.isPaused()).toBe(true);
    renewal.pause(false);
    await settle();
    expect(renewed).toEqual([id]);
    renewal.stop();
  });

  it('renews in time, and again after the next token', async () => {
    const clock = createClock({ startEpochMs: start * 1000 });
    const id = connectionIdSchema.parse(randomUUID());
    let current = view({ id });
    const renewedAt: number[] = [];
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => [current],
      renew: async () => {
        const now = clock.nowEpochMs() / 1000;
        renewedAt.push(now - start);
        current = view({ id, expiresAt: now + 3600, updatedAt: now });
      },
    });
    renewal.schedule();
    for (let minute = 0; minute < 120; minute += 1) {
      clock.advance(60_000);
      await settle();
    }
    expect(renewedAt).toEqual([2880, 5760]);
    renewal.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('asks a server whose credentials are always over no more than once a minute', async () => {
    const clock = createClock({ startEpochMs: (start + 3600) * 1000 });
    let renewals = 0;
    const current = view({ expiresAt: start });
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => [current],
      renew: async () => {
        renewals += 1;
      },
    });
    renewal.schedule();
    for (let second = 0; second < 180; second += 1) {
      clock.advance(1_000);
      await settle();
      renewal.schedule();
    }
    expect(renewals).toBe(3);
    renewal.stop();
  });

  /** Twenty minutes with a server that refuses every renewal: the seconds at which it was asked. */
  const triesWhile = async (refusal: () => Error): Promise<readonly number[]> => {
    const clock = createClock({ startEpochMs: (start + 3600) * 1000 });
    const current = view({});
    const triedAt: number[] = [];
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => [current],
      renew: async () => {
        triedAt.push(Math.round(clock.nowEpochMs() / 1000 - start - 3600));
        throw refusal();
      },
    });
    renewal.schedule();
    await settle();
    for (let step = 0; step < 20; step += 1) {
      clock.advance(60_000);
      await settle();
    }
    renewal.stop();
    return triedAt;
  };

  it('N5 waits longer after each failure and keeps trying', async () => {
    expect(await triesWhile(() => new Error('offline'))).toEqual([0, 60, 180, 420, 900]);
  });

  it('N5 comes back no sooner than a server that is asked too often says', async () => {
    const params = { host: 'a.example', retryAfterSeconds: 600 };
    const refusal = () => new AppError('server.rate-limited', { retryable: true, params });
    expect(await triesWhile(refusal)).toEqual([0, 600, 1200]);
  });

  it('begins a few at a time after a night asleep, those that ended first before the others', async () => {
    const clock = createClock({ startEpochMs: start * 1000 });
    let all = Array.from({ length: 10 }, (_, n) => view({ expiresAt: start + 7200 - n * 60 }));
    const order = [...all].reverse().map(({ id }) => id);
    const begun: { readonly id: ConnectionId; readonly atMs: number }[] = [];
    let renewed: () => void = () => {};
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => all,
      renew: async (id) => {
        begun.push({ id, atMs: clock.monotonicMs() });
        const now = clock.nowEpochMs() / 1000;
        all = all.map((each) =>
          each.id === id ? view({ id, expiresAt: now + 3600, updatedAt: now }) : each,
        );
        renewed();
      },
    });
    // As in the program, every change leads to another look.
    renewed = renewal.schedule;
    renewal.schedule();
    expect(begun).toEqual([]);
    clock.sleep(12 * 3_600_000);
    renewal.schedule();
    await settle();
    expect(begun).toHaveLength(4);
    for (let second = 0; second < 3; second += 1) {
      clock.advance(1_000);
      await settle();
    }
    expect(begun.map(({ id }) => id)).toEqual(order);
    const first = begun[0]?.atMs ?? 0;
    expect(begun.map(({ atMs }) => atMs - first)).toEqual([
      0, 0, 0, 0, 1000, 1000, 1000, 1000, 2000, 2000,
    ]);
    renewal.stop();
  });

  it('runs one attempt a connection however often it is told to look', async () => {
    const clock = createClock({ startEpochMs: (start + 3600) * 1000 });
    let tries = 0;
    const current = view({});
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => [current],
      renew: () => {
        tries += 1;
        return new Promise(() => {});
      },
    });
    for (let turn = 0; turn < 5; turn += 1) renewal.schedule();
    expect(tries).toBe(1);
    renewal.stop();
  });

  /** A server whose tokens live an hour, and the seconds of real time at which each was renewed. */
  const anHourEach = (
    renews: () => boolean = () => true,
    begun = start,
    noteNextTry: (id: ConnectionId, epochMs: number) => void = () => {},
  ) => {
    const clock = createClock({ startEpochMs: begun * 1000 });
    const begunMs = clock.monotonicMs();
    const id = connectionIdSchema.parse(randomUUID());
    let sleptMs = 0;
    let current = view({ id, expiresAt: begun + 3600, updatedAt: begun });
    const triedAt: number[] = [];
    const renewal = createRenewalScheduler({
      ...unheard,
      noteNextTry,
      clock,
      views: () => [current],
      renew: async () => {
        triedAt.push((clock.monotonicMs() - begunMs + sleptMs) / 1000);
        if (!renews()) throw new Error('offline');
        const now = Math.floor(clock.nowEpochMs() / 1000);
        current = view({ id, expiresAt: now + 3600, updatedAt: now });
      },
    });
    renewal.schedule();
    return {
      clock,
      renewal,
      triedAt,
      run: async (minutes: number): Promise<void> => {
        for (let minute = 0; minute < minutes; minute += 1) {
          clock.advance(60_000);
          await settle();
        }
      },
      sleep: (ms: number): void => {
        sleptMs += ms;
        clock.sleep(ms);
      },
    };
  };

  const dayMs = 24 * 3600 * 1000;

  it.each([-dayMs, -300_000, 300_000])(
    'N8 renews in time when the clock is set by %i ms during the run',
    async (byMs) => {
      const { clock, renewal, triedAt, run } = anHourEach();
      await run(10);
      clock.setNowEpochMs(clock.nowEpochMs() + byMs);
      await run(110);
      expect(triedAt).toHaveLength(2);
      expect(triedAt[0]).toBeGreaterThanOrEqual(2_880 - Math.max(0, byMs) / 1000);
      expect(triedAt[0]).toBeLessThanOrEqual(2_880);
      expect(triedAt[1]).toBeLessThanOrEqual(6_600);
      renewal.stop();
    },
  );

  it('N8 renews once, soon, when the clock is set on by a day', async () => {
    const { clock, renewal, triedAt, run } = anHourEach();
    await run(10);
    clock.setNowEpochMs(clock.nowEpochMs() + dayMs);
    await run(40);
    expect(triedAt).toHaveLength(1);
    expect(triedAt[0]).toBeLessThanOrEqual(20 * 60);
    renewal.stop();
  });

  it('N8 does not wait for a day when the clock is set back between two tries', async () => {
    const { clock, renewal, triedAt, run } = anHourEach(() => false);
    await run(49);
    expect(triedAt).toEqual([2_880, 2_940]);
    clock.setNowEpochMs(clock.nowEpochMs() - dayMs);
    await run(10);
    expect(triedAt).toEqual([2_880, 2_940, 3_060, 3_300]);
    renewal.stop();
  });

  it('N8 renews at once on waking from a sleep that outlasted the credentials', async () => {
    const { renewal, triedAt, run, sleep } = anHourEach();
    await run(10);
    sleep(8 * 3600 * 1000);
    renewal.schedule();
    await settle();
    expect(triedAt).toEqual([8 * 3600 + 600]);
    renewal.stop();
  });

  it('T1 a day without a network: tries at most every half hour, says when, and renews in the next', async () => {
    const isOnline = { now: false };
    const nextTries: number[] = [];
    const { clock, renewal, triedAt, run } = anHourEach(
      () => isOnline.now,
      start,
      (_id, epochMs) => nextTries.push(epochMs / 1000 - start),
    );
    await run(24 * 60);
    expect(triedAt.length).toBeLessThan(60);
    expect(nextTries.slice(0, -1)).toEqual(triedAt.slice(1));
    expect(nextTries.at(-1)).toBeGreaterThan(24 * 3600);
    isOnline.now = true;
    await run(31);
    const last = triedAt.at(-1);
    expect(last).toBe(nextTries.at(-1));
    await run(15);
    expect(triedAt.at(-1)).toBe(last);
    expect(clock.pendingTimers()).toBe(1);
    renewal.stop();
  });

  it('T1 looks at what runs out when it is about to and when it has, and has one timer for all', async () => {
    const clock = createClock({ startEpochMs: start * 1000 });
    const lookedAt = new Set<number>();
    const ends = [3600, 5400, 5410].map((seconds) => start + seconds);
    const views = ends.map((expiresAt) => view({ expiresAt, renewable: false }));
    const renewal = createRenewalScheduler({
      ...unheard,
      clock,
      views: () => views,
      renew: async () => {},
      noteExpiry: () => lookedAt.add(clock.nowEpochMs() / 1000 - start),
    });
    renewal.schedule();
    for (let second = 0; second < 5_500; second += 1) {
      clock.advance(1_000);
      expect(clock.pendingTimers()).toBe(1);
    }
    for (const moment of [1800, 3600, 3610, 5400, 5410]) expect(lookedAt).toContain(moment);
    expect(lookedAt.size).toBeLessThan(20);
    renewal.stop();
  });

  describe('where the hour changes', () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });

    it.each([
      ['Europe/Berlin', '2026-03-29T01:00:00Z'],
      ['Europe/Berlin', '2026-10-25T01:00:00Z'],
      ['America/New_York', '2026-03-08T07:00:00Z'],
      ['Australia/Lord_Howe', '2026-04-04T15:00:00Z'],
    ])('N8 counts no hour twice and leaves none out: %s, %s', async (timeZone, change) => {
      process.env.TZ = timeZone;
      const changesAtMs = Date.parse(change);
      const offset = (ms: number): number => new Date(ms).getTimezoneOffset();
      expect(offset(changesAtMs - 1)).not.toBe(offset(changesAtMs));
      // The first token ends half an hour after the change.
      const begun = changesAtMs / 1000 - 1_800;
      const { clock, renewal, triedAt, run } = anHourEach(() => true, begun);
      await run(120);
      expect(triedAt).toEqual([2_880, 5_760]);
      renewal.stop();
      expect(clock.pendingTimers()).toBe(0);
    });
  });
});
