import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { isBoundedPlainData } from '../../../electron/api/measure-payload.ts';
import { pushEvent } from '../../../electron/api/window/push-event.ts';
import { createTokenBucket } from '../../../electron/platform/token-bucket.ts';
import { noOrganisation } from '../../../shared/organisation.ts';
import { defaultSettings } from '../../../shared/settings.ts';

describe('the measure of a message', () => {
  it('counts UTF-8 bytes, not characters', () => {
    expect(isBoundedPlainData('é'.repeat(40), 64)).toBe(false);
    expect(isBoundedPlainData('e'.repeat(40), 64)).toBe(true);
  });

  it('holds at the limit and not one byte beyond', () => {
    expect(isBoundedPlainData('a'.repeat(56), 64)).toBe(true);
    expect(isBoundedPlainData('a'.repeat(57), 64)).toBe(false);
  });

  it('takes whatever JSON can say while it is small', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const harmless = !/"(__proto__|constructor|prototype)"/.test(JSON.stringify(value));
        fc.pre(harmless);
        expect(isBoundedPlainData(value, 64 * 1024)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('looks at a shared part each time it is sent, so it cannot hide size', () => {
    const part = 'a'.repeat(1_000);
    expect(isBoundedPlainData([part, part, part], 2_500)).toBe(false);
  });

  it('gives up early on a long list', () => {
    const long = new Array<number>(200_000).fill(0);
    const far = vi.fn();
    Object.defineProperty(long, 100_000, { get: far });
    expect(isBoundedPlainData(long, 64 * 1024)).toBe(false);
    expect(far).not.toHaveBeenCalled();
  });
});

describe('a token bucket', () => {
  it('lets the burst through and then one at a time as it refills', () => {
    let nowMs = 0;
    const bucket = createTokenBucket({ burst: 2, perSecond: 0.5 }, { monotonicMs: () => nowMs });
    expect([bucket.take(), bucket.take(), bucket.take()]).toEqual([true, true, false]);
    nowMs = 1_999;
    expect(bucket.take()).toBe(false);
    nowMs = 2_000;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });

  it('never holds more than its burst', () => {
    let nowMs = 0;
    const bucket = createTokenBucket({ burst: 1, perSecond: 100 }, { monotonicMs: () => nowMs });
    nowMs = 3_600_000;
    expect([bucket.take(), bucket.take()]).toEqual([true, false]);
  });
});

describe('an event', () => {
  const snapshot = {
    revision: 3,
    keychain: { status: 'ready', error: null, id: 'kwallet' },
    storage: { error: null, readOnly: false },
    since: 0,
    changed: [],
    removed: [],
    operations: [],
    clipboard: null,
    activity: { written: 0, trouble: null },
    consumers: [],
    wantedProvider: null,
    clockMinutesOff: null,
    wantedConnection: null,
    vault: null,
    desktop: {
      tray: false,
      outdated: false,
      startAtLogin: 'possible',
      renewalsPaused: false,
      quietUntilEpochMs: null,
    },
    settings: defaultSettings,
    organisation: noOrganisation,
    locale: 'en',
    agent: { commandLineRevoked: false, endpointError: null },
  } as const;
  const target = (gone: { destroyed?: boolean; crashed?: boolean } = {}) => {
    const sent: (readonly unknown[])[] = [];
    return {
      sent,
      isDestroyed: () => gone.destroyed ?? false,
      isCrashed: () => gone.crashed ?? false,
      send: (...message: unknown[]) => void sent.push(message),
    };
  };

  it('I8 carries what its schema names and nothing else', () => {
    const window = target();
    pushEvent(window, 'app', 'changed', { ...snapshot, connections: [], secret: 'x' } as never);
    expect(window.sent).toEqual([['stowkey:app.changed', snapshot]]);
  });

  it('throws rather than send half a snapshot', () => {
    const window = target();
    expect(() => pushEvent(window, 'app', 'changed', { revision: 1 } as never)).toThrow();
    expect(window.sent).toEqual([]);
  });

  it('I12 goes nowhere when the window is gone', () => {
    const destroyed = target({ destroyed: true });
    const crashed = target({ crashed: true });
    for (const gone of [destroyed, crashed, null]) {
      pushEvent(gone, 'app', 'changed', snapshot as never);
    }
    expect([...destroyed.sent, ...crashed.sent]).toEqual([]);
  });
});
