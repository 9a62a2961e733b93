import { expect, it } from 'vitest';
import type { HttpClient } from '../../../electron/platform/interfaces.ts';
import { createServerTime } from '../../../electron/platform/server-time.ts';
import { createClock } from '../../support/fakes/clock.ts';

const minuteMs = 60_000;

/** Servers whose clocks differ from ours by what the test says, and take a while to answer. */
const startServers = () => {
  const clock = createClock();
  const told: (number | null)[] = [];
  const time = createServerTime(clock, (minutes) => told.push(minutes));
  let headers = new Headers();
  const http: HttpClient = async () => {
    clock.advance(20_000);
    return { status: 200, headers, body: '' };
  };
  const ask = (host: string, aheadMs: number, more: Record<string, string> = {}) => {
    const date = new Date(clock.nowEpochMs() - aheadMs).toUTCString();
    headers = new Headers({ date, ...more });
    return time.listen(http)({ method: 'GET', url: new URL(`https://${host}`) });
  };
  return { clock, time, told, ask };
};

it('N8 knows how far this clock is off by what servers answer, and counts their delay as none', async () => {
  const { clock, time, told, ask } = startServers();
  expect(time.aheadMs()).toBeNull();
  await ask('a.example', 0);
  expect(time.aheadMs()).toBe(0);
  await ask('a.example', 10 * minuteMs);
  expect(time.minutesOff()).toBe(10);
  expect(Math.abs(clock.nowEpochMs() - 10 * minuteMs - time.clock.nowEpochMs())).toBeLessThan(
    1_001,
  );
  await ask('a.example', -24 * 60 * minuteMs);
  expect(time.minutesOff()).toBe(-24 * 60);
  await ask('a.example', 4 * minuteMs);
  expect(told).toEqual([10, -24 * 60, null]);
});

it('N8 believes no single server that is off by itself, nor a reply out of a cache', async () => {
  const { time, ask } = startServers();
  for (const host of ['a.example', 'b.example']) await ask(host, 0);
  await ask('wrong.example', 24 * 60 * minuteMs);
  expect(time.aheadMs()).toBe(0);
  await ask('b.example', 3600_000, { age: '3600' });
  expect(time.aheadMs()).toBe(0);
});

it('N8 forgets it when the clock is set or the machine slept, until the next answer', async () => {
  const { clock, time, ask } = startServers();
  await ask('a.example', 10 * minuteMs);
  clock.setNowEpochMs(clock.nowEpochMs() - 10 * minuteMs);
  expect(time.aheadMs()).toBeNull();
  expect(time.clock.nowEpochMs()).toBe(clock.nowEpochMs());
  await ask('a.example', 0);
  expect(time.minutesOff()).toBeNull();
});
