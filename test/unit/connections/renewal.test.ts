import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRenewal, renewalDueMs } from '../../../electron/connections/renewal.ts';
import { type ConnectionId, connectionIdSchema, providerIdSchema } from '../../../shared/ids.ts';
import { type ConnectionView, connectionViewSchema } from '../../../shared/schemas.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

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

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

describe('renewal', () => {
  it('is due five minutes before the end, or a fifth of a short life', () => {
    expect(renewalDueMs(view({}))).toBe((start + 3600 - 300) * 1000);
    expect(renewalDueMs(view({ expiresAt: start + 100 }))).toBe((start + 80) * 1000);
  });

  it.each([
    ['what cannot renew itself', { renewable: false }],
    ['what never ends', { expiresAt: null }],
    ['what needs a sign-in', { needsSignIn: true }],
  ])('leaves alone %s', (_name, over) => {
    expect(renewalDueMs(view(over))).toBeNull();
  });

  it('renews in time, and again after the next token', async () => {
    const clock = createFakeClock(start * 1000);
    const id = connectionIdSchema.parse(randomUUID());
    let current = view({ id });
    const renewedAt: number[] = [];
    const renewal = createRenewal({
      clock,
      views: () => [current],
      renew: async () => {
        const now = clock.nowEpochMs() / 1000;
        renewedAt.push(now - start);
        current = view({ id, expiresAt: now + 3600, updatedAt: now });
      },
    });
    renewal.look();
    for (let minute = 0; minute < 120; minute += 1) {
      clock.advance(60_000);
      await settle();
    }
    expect(renewedAt).toEqual([3300, 6600]);
    renewal.stop();
    expect(clock.pendingTimers()).toBe(0);
  });

  it('asks a server whose credentials are always over no more than once a minute', async () => {
    const clock = createFakeClock((start + 3600) * 1000);
    let renewals = 0;
    const current = view({ expiresAt: start });
    const renewal = createRenewal({
      clock,
      views: () => [current],
      renew: async () => {
        renewals += 1;
      },
    });
    renewal.look();
    for (let second = 0; second < 180; second += 1) {
      clock.advance(1_000);
      await settle();
      renewal.look();
    }
    expect(renewals).toBe(3);
    renewal.stop();
  });

  it('N5 waits longer after each failure and keeps trying', async () => {
    const clock = createFakeClock((start + 3600) * 1000);
    const current = view({});
    const triedAt: number[] = [];
    const renewal = createRenewal({
      clock,
      views: () => [current],
      renew: async () => {
        triedAt.push(Math.round(clock.nowEpochMs() / 1000 - start - 3600));
        throw new Error('offline');
      },
    });
    renewal.look();
    await settle();
    for (let step = 0; step < 20; step += 1) {
      clock.advance(60_000);
      await settle();
    }
    expect(triedAt).toEqual([0, 60, 180, 420, 900]);
    renewal.stop();
  });

  it('begins a few at a time after a night asleep, those that ended first before the others', async () => {
    const clock = createFakeClock(start * 1000);
    let all = Array.from({ length: 10 }, (_, n) => view({ expiresAt: start + 7200 - n * 60 }));
    const order = [...all].reverse().map(({ id }) => id);
    const begun: { readonly id: ConnectionId; readonly atMs: number }[] = [];
    let renewed: () => void = () => {};
    const renewal = createRenewal({
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
    renewed = renewal.look;
    renewal.look();
    expect(begun).toEqual([]);
    clock.sleep(12 * 3_600_000);
    renewal.look();
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
    const clock = createFakeClock((start + 3600) * 1000);
    let tries = 0;
    const current = view({});
    const renewal = createRenewal({
      clock,
      views: () => [current],
      renew: () => {
        tries += 1;
        return new Promise(() => {});
      },
    });
    for (let turn = 0; turn < 5; turn += 1) renewal.look();
    expect(tries).toBe(1);
    renewal.stop();
  });
});
