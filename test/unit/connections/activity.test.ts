import { describe, expect, it } from 'vitest';
import { createActivityRecord } from '../../../electron/connections/activity.ts';
import type { ConnectionEvent } from '../../../electron/connections/events.ts';
import { createActivityLog } from '../../../electron/storage/activity/activity-log.ts';
import type { ActivityQuery } from '../../../shared/activity.ts';
import { connectionIdSchema } from '../../../shared/ids.ts';
import { createClock } from '../../support/fakes/clock.ts';
import { memoryFileSystem } from '../../support/fakes/memory-file-system.ts';

const idOf = (digit: number) =>
  connectionIdSchema.parse(`00000000-0000-4000-8000-00000000000${digit}`);
const connectionId = idOf(1);
const account = { id: connectionId, label: 'Photos' };
const all: ActivityQuery = {
  before: null,
  limit: 500,
  kinds: null,
  connectionId: null,
  text: '',
};
const handedOut = (consumer: string, id = connectionId): ConnectionEvent => ({
  kind: 'handed-out',
  connectionId: id,
  to: { kind: 'consumer', name: consumer },
  as: 'json',
});

const startRecord = () => {
  const disk = memoryFileSystem();
  const clock = createClock();
  const reported: unknown[] = [];
  let label = 'Photos';
  const record = createActivityRecord({
    log: createActivityLog({ folder: '/activity', fs: disk.fs }),
    clock,
    labelOf: () => label,
    onChange: () => {},
    report: (error) => reported.push(error),
  });
  return {
    ...record,
    disk,
    clock,
    reported,
    rename: (next: string) => {
      label = next;
    },
    entries: async (query: Partial<ActivityQuery> = {}) =>
      (await record.list({ ...all, ...query })).lines.map(({ entry }) => entry).reverse(),
    // What is read waits for what is written before.
    written: () => record.list(all),
  };
};

describe('the record of what happens', () => {
  it('has every event, with the account as it was called then', async () => {
    const { record, entries, rename } = startRecord();
    const events: readonly ConnectionEvent[] = [
      { kind: 'connected', connectionId },
      { kind: 'renewed', connectionId, by: null },
      { kind: 'renewal-failed', connectionId, code: 'server.timeout', sinceEpochSeconds: 1 },
      { kind: 'expired', connectionId },
      { kind: 'handed-out', connectionId, to: { kind: 'clipboard' }, as: 'env-sh' },
      { kind: 'revealed', connectionId, field: 'access-token', hidesAtEpochMs: 1 },
      { kind: 'approved', connectionId, consumer: 'backup.sh' },
      handedOut('backup.sh'),
      { kind: 'refused', connectionId, consumer: 'web' },
      { kind: 'verified', connectionId },
      { kind: 'signed-out', connectionId },
    ];
    events.forEach(record);
    rename('');
    record({ kind: 'disconnected', connectionId, label: 'Fotos' });
    expect(await entries()).toEqual([
      { kind: 'connected', account },
      { kind: 'renewed', by: null, account },
      { kind: 'renewal-failed', code: 'server.timeout', account },
      { kind: 'expired', account },
      { kind: 'copied', as: 'env-sh', account },
      { kind: 'revealed', field: 'access-token', account },
      { kind: 'approved', consumer: 'backup.sh', account },
      { kind: 'handed-out', consumer: 'backup.sh', as: 'json', times: 1, account },
      { kind: 'refused', consumer: 'web', account },
      { kind: 'verified', account },
      { kind: 'signed-out', account },
      { kind: 'disconnected', account: { id: connectionId, label: 'Fotos' } },
    ]);
  });

  it('counts what a tool takes again within a minute', async () => {
    const { record, entries, clock, stop } = startRecord();
    const times = async () =>
      (await entries()).map((entry) => entry?.kind === 'handed-out' && entry.times);
    for (let asked = 0; asked < 10_000; asked += 1) record(handedOut('backup.sh'));
    expect(await times()).toEqual([1]);
    clock.advance(60_000);
    expect(await times()).toEqual([1, 9_999]);
    record(handedOut('backup.sh'));
    record(handedOut('web'));
    expect(await times()).toEqual([1, 9_999, 1]);
    await stop();
    expect(await times()).toEqual([1, 9_999, 1, 1]);
    expect(clock.pendingTimers()).toBe(0);
    clock.advance(600_000);
    record(handedOut('backup.sh'));
    expect(await times()).toEqual([1, 9_999, 1, 1, 1]);
  });

  it('is read in pages, by kind, account and name, and adds up who uses an account', async () => {
    const { record, list, entries, clock } = startRecord();
    for (let at = 0; at < 7; at += 1) {
      record(handedOut(`tool ${at % 3}`));
      record({ kind: 'verified', connectionId: idOf(2) });
      clock.advance(600_000);
    }
    const first = await list({ ...all, limit: 4 });
    expect(first).toMatchObject({ hasMore: true, isBroken: false, usedBy: [] });
    expect(first.lines.map(({ number }) => number)).toEqual([14, 13, 12, 11]);
    const rest = await list({ ...all, before: 11 });
    expect(rest.lines.map(({ number }) => number)).toEqual([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(rest.hasMore).toBe(false);
    expect(await entries({ kinds: ['verified', 'copied'] })).toHaveLength(7);
    expect(await entries({ text: ' TOOL 1' })).toHaveLength(2);
    expect(await entries({ text: 'photos', kinds: ['verified'] })).toHaveLength(7);
    const { lines, usedBy } = await list({ ...all, limit: 1, connectionId });
    expect(lines).toHaveLength(1);
    const start = Date.UTC(2030, 0, 1);
    expect(usedBy).toEqual([
      { consumer: 'tool 0', lastAtEpochMs: start + 6 * 600_000, times: 3 },
      { consumer: 'tool 2', lastAtEpochMs: start + 5 * 600_000, times: 2 },
      { consumer: 'tool 1', lastAtEpochMs: start + 4 * 600_000, times: 2 },
    ]);
  });

  it.each([
    ['ENOSPC', 'disk-full'],
    ['EACCES', 'unwritable'],
  ] as const)(
    'goes on where the disk answers %s, says so once, and catches up',
    async (code, trouble) => {
      const { record, entries, text, written, disk, reported, state } = startRecord();
      record({ kind: 'connected', connectionId });
      await written();
      for (let step = 0; step < 3; step += 1) {
        disk.mend();
        for (let next = 0; next < 9; next += 1) disk.failAt(next, code);
        record({ kind: 'verified', connectionId });
        await written();
      }
      expect(state()).toEqual({ written: 1, trouble });
      expect(reported).toHaveLength(1);
      expect(await entries()).toHaveLength(1);
      disk.mend();
      record({ kind: 'signed-out', connectionId });
      expect((await text()).trimEnd().split('\n')).toHaveLength(5);
      expect((await entries()).map((entry) => entry?.kind)).toEqual([
        'connected',
        'verified',
        'verified',
        'verified',
        'signed-out',
      ]);
      expect(state()).toEqual({ written: 5, trouble: null });
    },
  );

  it('keeps so many lines for a disk that takes none, and says how many were lost', async () => {
    const { record, entries, written, disk } = startRecord();
    for (let at = 0; at < 3_000; at += 1) disk.failAt(at, 'ENOSPC');
    for (let at = 0; at < 1_010; at += 1) record({ kind: 'verified', connectionId });
    await written();
    disk.mend();
    record({ kind: 'signed-out', connectionId });
    const kept = await entries({ limit: 1_002 });
    expect(kept).toHaveLength(1_001);
    expect(kept[0]).toEqual({ kind: 'lines-lost', count: 11 });
    expect(kept.at(-1)).toMatchObject({ kind: 'signed-out' });
  });
});
