import { expect, it } from 'vitest';
import { createConnectionEvents } from '../../../electron/connections/events.ts';
import { createNotices, type Notice } from '../../../electron/connections/notices.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { noticesWords } from '../../../shared/words/notices.ts';
import { createClock } from '../../support/fakes/clock.ts';

const photos = 'photos' as ConnectionId;
const work = 'work' as ConnectionId;

const setUp = () => {
  const clock = createClock();
  const events = createConnectionEvents((error) => {
    throw error;
  });
  const now = { isInFront: false, isWanted: true };
  let shown: string | null = null;
  const told: string[] = [];
  const textOf = ({ connectionId, cause }: Notice): string => `${connectionId} ${cause}`;
  const notices = createNotices({
    clock,
    listen: events.listen,
    isWanted: () => now.isWanted,
    isInFront: () => now.isInFront,
    tell: (all) => {
      const text = all.map(textOf).join(', ');
      told.push(text);
      shown = text;
      return () => {
        if (shown === text) shown = null;
      };
    },
    onChange: () => {},
  });
  const failing = (sinceEpochSeconds: number): void =>
    events.emit({
      kind: 'renewal-failed',
      connectionId: photos,
      code: 'server.unreachable',
      sinceEpochSeconds,
    });
  return { clock, now, notices, told, failing, shown: () => shown, emit: events.emit };
};

it('T2 one notice stands for all that happened, and each cause is told once', () => {
  const { emit, told, shown } = setUp();
  emit({ kind: 'expiring', connectionId: photos });
  emit({ kind: 'expiring', connectionId: photos });
  emit({ kind: 'signed-out', connectionId: work });
  emit({ kind: 'expired', connectionId: photos });
  expect(told).toEqual([
    'photos expiring',
    'photos expiring, work sign-in',
    'work sign-in, photos expired',
  ]);
  expect(shown()).toBe('work sign-in, photos expired');
});

it('T2 what is mended is told no more, and the last one takes the notice along', () => {
  const { emit, told, shown } = setUp();
  emit({ kind: 'expired', connectionId: photos });
  emit({ kind: 'signed-out', connectionId: work });
  emit({ kind: 'renewed', connectionId: photos, by: 'refresh' });
  expect(told).toHaveLength(2);
  emit({ kind: 'disconnected', connectionId: work, label: 'Work' });
  expect(shown()).toBeNull();
});

it('T2 a renewal that fails is told after an hour, and once for the same outage', () => {
  const { clock, failing, emit, notices, told } = setUp();
  const since = clock.nowEpochMs() / 1000;
  failing(since);
  clock.advance(59 * 60_000);
  failing(since);
  expect(told).toEqual([]);
  clock.advance(60_000);
  failing(since);
  notices.seen();
  clock.advance(30 * 60_000);
  failing(since);
  expect(told).toEqual(['photos failing']);
  emit({ kind: 'renewed', connectionId: photos, by: 'refresh' });
  const later = clock.nowEpochMs() / 1000;
  clock.advance(3_600_000);
  failing(later);
  expect(told).toEqual(['photos failing', 'photos failing']);
});

it('T2 nothing is told while the window is in front or nobody wants it, nor later', () => {
  const { emit, now, told } = setUp();
  now.isInFront = true;
  emit({ kind: 'expired', connectionId: photos });
  now.isInFront = false;
  now.isWanted = false;
  emit({ kind: 'signed-out', connectionId: work });
  expect(told).toEqual([]);
  now.isWanted = true;
  emit({ kind: 'expiring', connectionId: work });
  expect(told).toEqual(['work expiring']);
});

it('T2 what comes while it is quiet is told at its end, at once', () => {
  const { clock, emit, notices, told, shown } = setUp();
  emit({ kind: 'expired', connectionId: photos });
  notices.silence(true);
  expect(shown()).toBeNull();
  emit({ kind: 'signed-out', connectionId: work });
  expect(told).toHaveLength(1);
  clock.advance(3_600_000);
  expect(shown()).toBe('photos expired, work sign-in');
  expect(notices.quietUntilEpochMs()).toBeNull();
  notices.silence(true);
  notices.silence(false);
  expect(clock.pendingTimers()).toBe(0);
  expect(shown()).toBe('photos expired, work sign-in');
});

it('T2 names no account by a tag that a desktop would take for a picture or a link', () => {
  const labels = ['<img src="file:///etc/hostname"/>', '<a href="https://evil.test">Work</a>'];
  const { body } = noticesWords(labels.map((label) => ({ label, cause: 'expired' })));
  expect(body).toContain('Work');
  expect(body).not.toMatch(/[<>]/);
});
