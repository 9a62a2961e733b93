import { describe, expect, it, vi } from 'vitest';
import type { Bridge } from '../../../renderer/state/bridge.ts';
import { createClock, tickIntervalMs } from '../../../renderer/state/clock.ts';
import { deadlinesOf, milestonesBetween } from '../../../renderer/state/deadlines.ts';
import { shortcut } from '../../../renderer/state/platform-words.ts';
import { searchConnections } from '../../../renderer/state/search.ts';
import { createSnapshotStore } from '../../../renderer/state/snapshot-store.ts';
import { nextRow } from '../../../renderer/views/connections/next-row.ts';
import type { S3WriteCheck, Snapshot, SnapshotChanges } from '../../../shared/schemas.ts';
import { describeClock, describeProof, describeWriting } from '../../../shared/words/s3-check.ts';
import { statusOf, statusWords } from '../../../shared/words/status.ts';
import {
  formatAgo,
  formatDuration,
  formatMoment,
  formatSpan,
  formatTimer,
} from '../../../shared/words/time.ts';
import { connection, error, operation, snapshot } from '../../e2e/harness/fixtures.ts';

const ready = { status: 'ready', error: null } as const;
const locked = { status: 'trouble', error: error('keychain.locked') } as const;

describe('what the last check of S3 keys showed', () => {
  const nothingMore = { latencyMs: null, regionAdopted: null, writing: null };
  const written = { bucket: 'photos', outcome: 'written', checksums: 'taken', leftBehind: null };

  it.each([
    [{}, /^Written to photos and deleted again$/],
    [{ outcome: 'refused' }, /^May not write to photos/],
    [{ checksums: 'refused' }, /new checksums of AWS SDKs/],
    [{ leftBehind: 'stowkey-write-check-a' }, /could not be deleted: stowkey-write-check-a/],
    [{ outcome: 'failed' }, /^Not proven/],
  ] as const)('writing, %o', (over, says) => {
    expect(describeWriting({ ...written, ...over } as S3WriteCheck)).toMatch(says);
    expect(describeWriting(null)).toBe('Not tried');
  });

  it.each([
    ['listed', 2, 3, '2 buckets', 'Agrees with the server'],
    ['listed', 1, -90, '1 bucket', '90 seconds behind the server'],
    ['listed', 0, null, '0 buckets', null],
    ['opened', null, 360, 'Listed the bucket you named', /^6 minutes ahead of the server\. Set it/],
    ['seen', null, 0, 'It is there; its names may not be listed', 'Agrees with the server'],
    ['known', null, 0, 'May not list buckets', 'Agrees with the server'],
  ] as const)('%s, %s buckets, clock %s', (proof, bucketCount, clockSkewSeconds, what, clock) => {
    const check = { ...nothingMore, proof, bucketCount, clockSkewSeconds };
    expect(describeProof(check)).toBe(what);
    if (clock instanceof RegExp) expect(describeClock(check)).toMatch(clock);
    else expect(describeClock(check)).toBe(clock);
  });
});

describe('snapshot store', () => {
  const changes = (since: number, revision: number, more: Partial<SnapshotChanges> = {}) => {
    const { connections: _, ...rest } = snapshot({ revision });
    return { ...rest, since, changed: [], removed: [], ...more };
  };
  const fakeApp = () => {
    let push: (next: SnapshotChanges) => void = () => undefined;
    const asked: ((value: Snapshot) => void)[] = [];
    const app = {
      snapshot: () =>
        new Promise((resolve) => {
          asked.push((value) => resolve({ ok: true, value }));
        }),
      onChanged: (listener: (next: SnapshotChanges) => void) => {
        push = listener;
        return vi.fn();
      },
    } as unknown as Bridge['app'];
    const answer = async (value: Snapshot): Promise<void> => {
      asked.shift()?.(value);
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    };
    return { app, asked, answer, push: (next: SnapshotChanges) => push(next) };
  };

  it('asks again when a push has overtaken the first answer', async () => {
    const { app, asked, answer, push } = fakeApp();
    const store = createSnapshotStore({ app });
    store.start();
    push(changes(4, 5));
    await answer(snapshot({ revision: 4 }));
    expect(asked).toHaveLength(1);
    await answer(snapshot({ revision: 5 }));
    expect(store.get()?.revision).toBe(5);
    expect(asked).toHaveLength(0);
  });

  it('tells listeners of newer snapshots only, and not after they left', async () => {
    const { app, answer, push } = fakeApp();
    const store = createSnapshotStore({ app });
    store.start();
    await answer(snapshot({ revision: 1 }));
    const heard = vi.fn();
    const leave = store.subscribe(heard);
    push(changes(1, 2));
    push(changes(1, 2));
    push(changes(0, 1));
    expect(heard).toHaveBeenCalledTimes(1);
    leave();
    push(changes(2, 3));
    expect(heard).toHaveBeenCalledTimes(1);
    expect(store.get()?.revision).toBe(3);
  });

  it('asks for the whole when it missed something', async () => {
    const { app, asked, answer, push } = fakeApp();
    const store = createSnapshotStore({ app });
    store.start();
    await answer(snapshot({ revision: 1 }));
    const connections = [connection({ number: 1 })];
    push(changes(0, 3));
    expect(asked).toHaveLength(1);
    expect(store.get()?.revision).toBe(1);
    await answer(snapshot({ revision: 3, connections }));
    expect(store.get()?.connections).toEqual(connections);
  });
});

describe('clock', () => {
  const fakeTimers = (startMs: number) => {
    let now = startMs;
    let next: { run: () => void; atMs: number } | null = null;
    return {
      timers: {
        now: () => now,
        setTimeout: (run: () => void, delayMs: number) => {
          next = { run, atMs: now + delayMs };
          return next;
        },
        clearTimeout: (handle: unknown) => {
          if (handle === next) next = null;
        },
      },
      pending: () => next !== null,
      step: () => {
        const due = next;
        if (due === null) throw new Error('nothing is scheduled');
        next = null;
        const waited = due.atMs - now;
        now = due.atMs;
        due.run();
        return waited;
      },
    };
  };

  it('ticks each second only within an hour of an end', () => {
    const now = 1_000_000;
    expect(tickIntervalMs([], now)).toBe(30_000);
    expect(tickIntervalMs([now + 3_600_001], now)).toBe(30_000);
    expect(tickIntervalMs([now + 3_600_000], now)).toBe(1_000);
    expect(tickIntervalMs([now - 1], now)).toBe(30_000);
  });

  it('turns with whole seconds, slows down after the end and stops without listeners', () => {
    const fake = fakeTimers(10_250);
    const clock = createClock(fake.timers);
    expect(fake.pending()).toBe(false);
    const heard = vi.fn();
    const leave = clock.subscribe(heard);
    clock.setDeadlines([12_000]);
    expect(fake.step()).toBe(750);
    expect(clock.now()).toBe(11_000);
    expect(fake.step()).toBe(1_000);
    expect(fake.step()).toBe(30_000);
    expect(heard).toHaveBeenCalledTimes(4);
    leave();
    expect(fake.pending()).toBe(false);
  });
});

describe('times in words', () => {
  it('is as exact as the length deserves', () => {
    expect(formatSpan(-5)).toBe('0 s');
    expect(formatSpan(59.9)).toBe('59 s');
    expect(formatSpan(61)).toBe('1 m 1 s');
    expect(formatSpan(600)).toBe('10 m');
    expect(formatSpan(2 * 3600 + 14 * 60 + 30)).toBe('2 h 14 m');
    expect(formatSpan(3 * 86_400 + 4 * 3600)).toBe('3 d 4 h');
    expect(formatSpan(40 * 86_400)).toBe('40 days');
    expect(formatTimer(581)).toBe('9:41');
    expect(formatTimer(-1)).toBe('0:00');
    expect(formatDuration(30 * 86_400)).toBe('30 days');
    expect(formatAgo(1_000, 1_030_000)).toBe('just now');
    expect(formatAgo(0, 60_000)).toBe('1 minute ago');
  });

  it('survives a date that no calendar has', () => {
    expect(formatMoment(9e15)).toBe('a date far away');
  });
});

describe('status of a connection', () => {
  const at = (expiresIn: number | null, more = {}) => ({
    connection: connection({ number: 1, expiresIn, ...more }),
    operation: null,
    keychain: ready,
    nowMs: Date.now(),
  });

  it('counts down, warns in the last half hour, and says when it is over', () => {
    expect(statusOf(at(7200)).text).toMatch(/^Expires in (2 h 0 m|1 h 59 m)$/);
    expect(statusOf(at(7200)).kind).toBe('valid');
    expect(statusOf(at(20 * 60)).kind).toBe('expiring');
    expect(statusOf(at(-1))).toMatchObject({ kind: 'expired', tone: 'danger', text: 'Expired' });
    expect(statusOf(at(null)).text).toBe('Active');
  });

  it('keeps the known end while the keychain cannot be read, and else says unknown', () => {
    expect(statusOf({ ...at(7200), keychain: locked }).text).toMatch(/^Expires in /);
    expect(statusOf({ ...at(-1), keychain: locked }).text).toBe('Expired');
    expect(statusOf({ ...at(7200, { needsSignIn: true }), keychain: locked }).kind).toBe('sign-in');
    const lost = { needsSignIn: true, problem: error('keychain.missing') };
    for (const unknown of [at(null), at(7200, lost)])
      expect(statusOf({ ...unknown, keychain: locked }).text).toBe('Unknown: keychain locked');
  });

  it('puts a running task first, then the need to sign in, then expiry, then a problem', () => {
    const problem = error('server.trouble');
    expect(
      statusOf({ ...at(7200), operation: operation({ kind: 'refresh' }), keychain: locked }).text,
    ).toBe('Renewing…');
    expect(statusOf(at(-1, { needsSignIn: true, problem })).kind).toBe('sign-in');
    expect(statusOf(at(-1, { problem })).kind).toBe('expired');
    expect(statusOf(at(7200, { problem })).kind).toBe('broken');
    const unchecked = statusOf(at(null, { problem: error('connection.unchecked') }));
    expect(unchecked.text).toBe('Not checked');
    expect(statusOf(at(7200, { state: 'disconnecting' })).kind).toBe('deleting');
  });

  it('is found by what people call it', () => {
    const problem = error('server.trouble');
    expect(statusWords(at(60))).toContain('expiring soon');
    expect(statusWords(at(-1))).toContain('renew');
    expect(statusWords(at(-1, { needsSignIn: true }))).toContain('signed out');
    expect(statusWords(at(7200, { problem }))).toContain('needs you');
  });
});

describe('milestones said aloud', () => {
  const one = snapshot({
    connections: [connection({ number: 1, label: 'Photos', expiresIn: 600 })],
  });
  const endMs = (one.connections[0]?.facts.expiresAtEpochSeconds ?? 0) * 1000;

  it('speaks at thirty and five minutes and at the end, not in between', () => {
    const said = (fromMs: number, toMs: number) =>
      milestonesBetween(one, endMs + fromMs, endMs + toMs).map(({ text }) => text);
    expect(said(-1_800_500, -1_799_500)).toEqual(['Photos expires in 30 minutes.']);
    expect(said(-1_799_500, -1_798_500)).toEqual([]);
    expect(said(-300_500, -299_500)).toEqual(['Photos expires in 5 minutes.']);
    expect(said(-500, 500)).toEqual(['Photos has expired.']);
  });

  it('keeps quiet after a jump of the clock', () => {
    expect(milestonesBetween(one, endMs - 7_200_000, endMs + 1)).toEqual([]);
  });

  it('lists every moment that a countdown runs towards', () => {
    expect(
      deadlinesOf({ ...one, clipboard: { copied: 'secret-access-key', clearsAtEpochMs: 42 } }),
    ).toEqual([endMs, 42]);
  });
});

describe('search', () => {
  const all = [
    connection({ number: 1, label: 'Müller archive' }),
    connection({ number: 2, label: 'Backups', providerId: 'access-grant' }),
  ];
  const find = (query: string) =>
    searchConnections(
      all,
      query,
      (id) => (id === 'storx' ? 'StorX' : 'Storj'),
      (each) =>
        statusWords({ connection: each, operation: null, keychain: ready, nowMs: Date.now() }),
    ).map(({ label }) => label);

  it('finds by name, provider, satellite and endpoint, all words, any case or accent', () => {
    expect(find('')).toHaveLength(2);
    expect(find('muller')).toEqual(['Müller archive']);
    expect(find('STORJ back')).toEqual(['Backups']);
    expect(find('us1.storx.io gateway')).toHaveLength(2);
    expect(find('muller backups')).toEqual([]);
  });

  it('finds by status and by other names of the provider', () => {
    const [first, ...rest] = all;
    if (first === undefined) throw new Error('there is nothing to search in');
    const found = searchConnections(
      [{ ...first, providerId: 's3-google-cloud' as typeof first.providerId }, ...rest],
      'GCS expires',
      (id) => id,
      () => 'Expires in 3 m',
    );
    expect(found.map(({ label }) => label)).toEqual([first.label]);
    expect(find('expires in')).toEqual(all.map(({ label }) => label));
    expect(find('signed out')).toEqual([]);
  });
});

describe('words of the platform', () => {
  it('write shortcuts as its menus do', () => {
    expect([shortcut('darwin', 'N'), shortcut('linux', 'N')]).toEqual(['⌘N', 'Ctrl+N']);
  });
});

describe('keys in the list', () => {
  it('stays within the list', () => {
    expect(nextRow('ArrowDown', 0, 3, 2)).toBe(1);
    expect(nextRow('ArrowDown', 2, 3, 2)).toBe(2);
    expect(nextRow('ArrowUp', 0, 3, 2)).toBe(0);
    expect(nextRow('PageDown', 0, 3, 9)).toBe(2);
    expect(nextRow('Home', 2, 3, 2)).toBe(0);
    expect(nextRow('End', 0, 3, 2)).toBe(2);
    expect(nextRow('a', 0, 3, 2)).toBeNull();
  });
});
