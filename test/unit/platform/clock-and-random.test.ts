import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../electron/platform/clock.ts';
import { systemRandom } from '../../../electron/platform/random.ts';

describe('system clock', () => {
  it('tells both times', () => {
    expect(Math.abs(systemClock.nowEpochMs() - Date.now())).toBeLessThan(1_000);
    expect(systemClock.monotonicMs()).toBeLessThanOrEqual(systemClock.monotonicMs());
  });

  it('calls back in order of time, and not when cancelled', async () => {
    const calls: string[] = [];
    const cancel = systemClock.after(0, () => calls.push('cancelled'));
    cancel();
    await new Promise<void>((done) => {
      systemClock.after(10, done);
      systemClock.after(1, () => calls.push('first'));
    });
    expect(calls).toEqual(['first']);
  });

  it('waits for a delay that setTimeout cannot hold', async () => {
    let isCalled = false;
    const cancel = systemClock.after(2 ** 31 + 1_000, () => {
      isCalled = true;
    });
    await new Promise<void>((done) => systemClock.after(5, done));
    cancel();
    expect(isCalled).toBe(false);
  });
});

describe('system random', () => {
  it('gives so many bytes as base64url, never the same twice', () => {
    const tokens = Array.from({ length: 1_000 }, () => systemRandom.token(32));
    expect(new Set(tokens).size).toBe(1_000);
    expect(tokens.every((token) => /^[\w-]{43}$/.test(token))).toBe(true);
    expect(systemRandom.uuid()).toMatch(/^[0-9a-f-]{36}$/);
  });
});
