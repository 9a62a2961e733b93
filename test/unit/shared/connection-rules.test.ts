import { describe, expect, it } from 'vitest';
import {
  announcedEndOf,
  byUrgency,
  conditionOf,
  expiryMomentsMs,
  expiryStageOf,
  needsYou,
  nextActionOf,
  operationOf,
  placeOf,
  renewalDueMs,
  renewsBeforeUse,
  satelliteHost,
  soonSeconds,
  urgencyOf,
} from '../../../shared/connection-rules.ts';
import { reminderSeconds } from '../../../shared/reminders.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { connection, error, grant, operation } from '../../e2e/harness/fixtures.ts';

const start = 1_800_000_000;

/** A connection with a token whose life began at `start`. */
const token = (over: {
  readonly endsAt?: number | null;
  readonly renewable?: boolean;
  readonly needsSignIn?: boolean;
}) => {
  const { endsAt = start + 3600, renewable = true, needsSignIn = false } = over;
  const view = connection({ number: 1, needsSignIn });
  return {
    ...view,
    updatedAtEpochSeconds: start,
    facts: {
      ...view.facts,
      expiresAtEpochSeconds: renewable ? null : endsAt,
      tokens: {
        scopes: [],
        accessTokenExpiresAtEpochSeconds: endsAt,
        renewable,
        stateVerified: true,
      },
    },
  };
};

describe('when a connection is renewed', () => {
  it('is sixteen minutes before the end, or a fifth of a short life', () => {
    expect(renewalDueMs(token({ endsAt: start + 7200 }))).toBe((start + 7200 - 960) * 1000);
    expect(renewalDueMs(token({}))).toBe((start + 3600 - 720) * 1000);
    expect(renewalDueMs(token({ endsAt: start + 100 }))).toBe((start + 80) * 1000);
  });

  it.each([
    ['what cannot renew itself', { renewable: false }],
    ['what never ends', { endsAt: null }],
    ['what needs a sign-in', { needsSignIn: true }],
  ])('is never for %s', (_name, over) => {
    expect(renewalDueMs(token(over))).toBeNull();
  });

  it('is before a tool gets what ends within a minute', () => {
    expect(renewsBeforeUse(token({}), (start + 3600 - 59) * 1000)).toBe(true);
    expect(renewsBeforeUse(token({}), (start + 3600 - 61) * 1000)).toBe(false);
    expect(renewsBeforeUse(token({ renewable: false }), (start + 3600) * 1000)).toBe(false);
  });

  it('is what decides whether an end is announced', () => {
    expect(announcedEndOf(token({}))).toBeNull();
    expect(announcedEndOf(token({ renewable: false }))).toBe(start + 3600);
  });
});

/** A grant with so many seconds left of its life. */
const ending = (
  leftSeconds: number,
  lifetimeSeconds: number,
  more: Partial<ConnectionView> = {},
) => {
  const view = connection({ number: 1, grantMore: null });
  return {
    ...view,
    updatedAtEpochSeconds: start + leftSeconds - lifetimeSeconds,
    facts: { ...view.facts, expiresAtEpochSeconds: start + leftSeconds },
    ...more,
  };
};
const failure = (since: number): ConnectionView['renewalFailure'] => ({
  sinceEpochSeconds: since,
  nextTryEpochSeconds: since + 60,
  error: error('server.unreachable'),
});
const ready = { status: 'ready', error: null } as const;
const inputOf = (view: ConnectionView) => ({
  connection: view,
  operation: null,
  keychain: ready,
  nowMs: start * 1000,
});

describe('what counts as about to expire', () => {
  const hour = 3600;
  const day = 24 * hour;

  it('is half an hour for keys of hours, a week for those of years, and never the whole life', () => {
    for (const hours of [1, 2, 12, 26]) expect(soonSeconds(hours * hour)).toBe(hour / 2);
    expect(soonSeconds(365 * day)).toBeGreaterThan(7 * day - hour);
    expect(soonSeconds(3650 * day)).toBe(7 * day);
    expect(soonSeconds(600)).toBe(300);
    expect(soonSeconds(-5)).toBe(0);
  });

  it('has no jump in between: a longer life is told as early or earlier', () => {
    for (let life = 60; life < 1000 * day; life *= 1.01) {
      const step = soonSeconds(life * 1.01) - soonSeconds(life);
      expect(step).toBeGreaterThanOrEqual(0);
      expect(step).toBeLessThanOrEqual(life * 0.01);
    }
  });

  it('goes by when a grant was made, not by when it was connected here', () => {
    const late = ending(5 * day, 5 * day + 60);
    expect(conditionOf(inputOf(late)).kind).toBe('valid');
    const made = grant({ notBeforeEpochSeconds: start - 360 * day });
    const known = { ...late, facts: { ...late.facts, grant: made } };
    expect(conditionOf(inputOf(known)).kind).toBe('expiring');
  });
});

describe('what a connection is', () => {
  it('T1 is failing while renewals fail, and good to its end', () => {
    const failing = { ...token({}), renewalFailure: failure(start) };
    const at = (epochSeconds: number) =>
      conditionOf({ ...inputOf(failing), nowMs: epochSeconds * 1000 });
    expect(at(start + 3590)).toMatchObject({ kind: 'failing', leftSeconds: 10 });
    expect(at(start + 3610)).toMatchObject({ kind: 'failing', leftSeconds: -10 });
    const endless = { ...failing, facts: { ...failing.facts, tokens: null } };
    expect(conditionOf(inputOf(endless)).kind).toBe('valid');
  });

  it('tells what does not expire from that of which nobody knows when', () => {
    const { facts } = connection({ number: 1, expiresIn: null, grantMore: null });
    const of = (neverExpires: boolean) => ({
      ...connection({ number: 1 }),
      facts: { ...facts, neverExpires },
    });
    expect(conditionOf(inputOf(of(true)))).toMatchObject({ kind: 'valid', expires: 'never' });
    expect(conditionOf(inputOf(of(false)))).toMatchObject({ kind: 'valid', expires: 'unknown' });
  });

  it('expires like any other where the person does not want it renewed by itself', () => {
    const warned = { ...token({}), renewalPolicy: 'warn' } as const;
    const at = (epochSeconds: number) =>
      conditionOf({ ...inputOf(warned), nowMs: epochSeconds * 1000 }).kind;
    expect([at(start), at(start + 3000), at(start + 3601)]).toEqual([
      'valid',
      'expiring',
      'expired',
    ]);
    expect(renewalDueMs(warned)).toBeNull();
    expect(renewsBeforeUse(warned, (start + 3600) * 1000)).toBe(false);
  });
});

describe('what needs the person', () => {
  it('is in one order: expired, sign in, broken, failing, soon; within each what ends first', () => {
    const problem = error('server.rejected');
    const inOrder: readonly ConnectionView[] = [
      ending(-20, 3600),
      ending(-10, 3600),
      ending(7200, 9000, { needsSignIn: true }),
      ending(7200, 9000, { problem }),
      { ...token({ endsAt: start - 5 }), renewalFailure: failure(start - 60) },
      { ...token({ endsAt: start + 5 }), renewalFailure: failure(start - 3600) },
      ending(60, 3600),
      ending(120, 3600),
    ];
    const urgencies = inOrder.map((view) => urgencyOf(inputOf(view)));
    expect(urgencies).not.toContain(null);
    const sorted = urgencies.filter((each) => each !== null).sort(byUrgency);
    expect(sorted).toEqual(urgencies);
  });

  it.each<[string, ConnectionView]>([
    ['what runs on', ending(7200, 9000)],
    ['what nobody has checked', ending(7200, 9000, { problem: error('connection.unchecked') })],
    ['what failed a moment ago and is good', { ...token({}), renewalFailure: failure(start - 60) }],
    ['what they let lapse', ending(-10, 3600, { renewalPolicy: 'lapse' })],
  ])('is not %s', (_, view) => {
    expect(needsYou(inputOf(view))).toBe(false);
  });
});

describe('what is told of an end', () => {
  it('is that it is near and that it came, at the moments that it is looked at', () => {
    const view = ending(3600, 7200);
    const [soonMs = 0, endMs = 0] = expiryMomentsMs(view);
    expect(expiryStageOf(view, soonMs - 1)).toBeNull();
    expect(expiryStageOf(view, soonMs + 1)).toBe('expiring');
    expect(expiryStageOf(view, endMs - 1)).toBe('expiring');
    expect(expiryStageOf(view, endMs)).toBe('expired');
    expect(expiryStageOf({ ...view, renewalPolicy: 'lapse' }, endMs)).toBeNull();
    expect(expiryStageOf({ ...view, needsSignIn: true }, endMs)).toBeNull();
  });

  it('comes as long before the end as the person chose, or only at the end', () => {
    const view = ending(3600, 7200);
    const endMs = expiryMomentsMs(view)[1] ?? 0;
    for (const [chosen, usual, leadSeconds] of [
      ['day', 'lifetime', 86_400],
      ['default', 'hour', 3_600],
      ['never', 'week', 0],
      [36, 'week', 129_600],
      ['default', 5, 18_000],
    ] as const) {
      const lead = reminderSeconds(chosen, usual);
      const [toldMs = 0] = expiryMomentsMs(view, lead);
      expect(toldMs).toBe(endMs - leadSeconds * 1000);
      expect(expiryStageOf(view, toldMs - 1, lead)).toBeNull();
      expect(expiryStageOf(view, toldMs + 1, lead)).toBe(lead === 0 ? 'expired' : 'expiring');
    }
    expect(reminderSeconds('default', 'lifetime')).toBeNull();
    expect(expiryStageOf(token({}), (start + 3500) * 1000, 86_400)).toBeNull();
  });

  it('is nothing of what renews itself, until that has failed for a while and the end has come', () => {
    const ended = (start + 3601) * 1000;
    expect(expiryStageOf(token({}), ended)).toBeNull();
    const failing = { ...token({}), renewalFailure: failure(start) };
    expect(expiryStageOf(failing, (start + 3599) * 1000)).toBeNull();
    expect(expiryStageOf(failing, ended)).toBe('expired');
    const justWoken = { ...failing, renewalFailure: failure(start + 3600) };
    expect(expiryStageOf(justWoken, ended)).toBeNull();
  });
});

describe('what a person can do next', () => {
  const view = connection({ number: 1 });
  const having = (
    more: Partial<typeof view.capabilities>,
    problem: typeof view.problem = null,
  ) => ({
    capabilities: { ...view.capabilities, refresh: false, ...more },
    problem,
  });

  it('is to renew, or to sign in where nothing else helps', () => {
    for (const kind of ['expired', 'expiring', 'failing', 'due'] as const) {
      expect(nextActionOf(having({ refresh: true }), kind)).toBe('refresh');
      expect(nextActionOf(having({}), kind)).toBe('reconnect');
      expect(nextActionOf(having({ reconnect: false }), kind)).toBeNull();
    }
    expect(nextActionOf(having({ refresh: true }), 'sign-in')).toBe('reconnect');
  });

  it('is to look again at what is broken, or to renew it where it has run out', () => {
    const ended = error('grant.expired');
    expect(nextActionOf(having({ refresh: true }, ended), 'broken')).toBe('refresh');
    expect(nextActionOf(having({}, error('server.rejected')), 'broken')).toBe('verify');
    expect(nextActionOf(having({}), 'unverified')).toBe('verify');
    expect(nextActionOf(having({ refresh: true }), 'valid')).toBeNull();
  });
});

describe('the operation of a connection', () => {
  it('is the running one before one that has ended', () => {
    const { id } = connection({ number: 1 });
    const running = operation({ number: 1, connectionNumber: 1 });
    const ended = operation({ number: 2, connectionNumber: 1, status: 'failed' });
    expect(operationOf([running, ended], id)).toBe(running);
    expect(operationOf([ended], id)).toBe(ended);
    expect(operationOf([ended], 'another')).toBeNull();
  });
});

describe('place of a connection', () => {
  it('shortens a satellite address to its host', () => {
    expect(satelliteHost('12Eay@us1.storx.io:7777')).toBe('us1.storx.io');
    expect(satelliteHost('us1.storj.io:10000?noise_pub=x')).toBe('us1.storj.io:10000');
  });

  it('prefers the account, then the satellite, then the endpoint', () => {
    const { facts, ...rest } = connection({ number: 1 });
    expect(placeOf({ ...rest, facts: { ...facts, account: 'me@example.com' } })).toBe(
      'me@example.com',
    );
    expect(placeOf({ ...rest, facts: { ...facts, grant: grant({ satellite: 'a@b:1' }) } })).toBe(
      'b:1',
    );
    expect(placeOf({ ...rest, facts: { ...facts, grant: null } })).toBe('gateway.storx.io');
    expect(placeOf({ ...rest, facts: { ...facts, grant: null, s3: null } })).toBeNull();
  });
});
