import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode, ErrorView } from '../../../shared/result.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { namedSubjects } from './subjects.ts';
import { startWalk, type Walk } from './walk.ts';

holdFixedPorts();

const minuteMs = 60_000;
const offsets = [
  ['-24 h', -24 * 60 * minuteMs],
  ['-5 min', -5 * minuteMs],
  ['+5 min', 5 * minuteMs],
  ['+24 h', 24 * 60 * minuteMs],
] as const;

/** A computer whose clock is wrong: it works, or it is told that the clock is why it does not. */
describe.each(namedSubjects)('%s, by a clock that is off', (_name, subject) => {
  let walk: Walk;
  beforeEach(async () => {
    walk = await startWalk(subject);
  });
  afterEach(() => walk.close());

  /** Either nothing is wrong, or the words lead to what is. */
  const requireOnlyClock = (error: ErrorView | null, expected: ErrorCode | undefined): void => {
    expect(error?.code).toBe(expected);
    if (error !== null) expect(JSON.stringify(describeError(error))).toMatch(/clock/);
  };

  it.each(offsets)('N8 %s is connected, or the clock is blamed', async (name, byMs) => {
    const expected = subject.clockOff?.exchange?.[name];
    walk.setClockOff(byMs);
    const view = await walk.settle(await walk.begin());
    requireOnlyClock(view.error, expected);
    if (expected !== undefined) await walk.requireNothing();
    else expect(walk.app.snapshot().connections).toMatchObject([{ needsSignIn: false }]);
  });

  const refusals = Object.entries(subject.clockOff?.exchange ?? {});
  const known = offsets.filter(([name]) =>
    refusals.some(([refused, code]) => refused === name && code === 'server.clock-skew'),
  );
  it.runIf(known.length > 0).each(known)(
    'N8 %s is connected at the second try, by the time that the first was told',
    async (_offset, byMs) => {
      walk.setClockOff(byMs);
      await walk.settle(await walk.begin());
      const view = await walk.settle(await walk.begin());
      expect(view).toMatchObject({ status: 'done', error: null });
      const { clockMinutesOff } = walk.app.snapshot();
      expect(clockMinutesOff).toBe(Math.round(byMs / minuteMs));
    },
  );

  it.each(offsets)('N8 %s keeps what it has, whatever renewing says', async (name, byMs) => {
    const expected = subject.clockOff?.renewal?.[name];
    const id = await walk.connect();
    const before = walk.itemsOf(id);
    walk.setClockOff(byMs);
    const view = await walk.act(subject.renewsBy, id);
    requireOnlyClock(view.error, expected);
    expect(walk.app.connection(id)).toMatchObject({ state: 'active', needsSignIn: false });
    if (expected !== undefined) expect(walk.itemsOf(id)).toEqual(before);
    walk.setClockOff(0);
    expect(await walk.act(subject.renewsBy, id)).toMatchObject({ status: 'done' });
    expect(walk.app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
  });
});
