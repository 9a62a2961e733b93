import { describe, expect, it } from 'vitest';
import {
  announcedEndOf,
  nextActionOf,
  operationOf,
  placeOf,
  renewalDueMs,
  renewsBeforeUse,
  satelliteHost,
} from '../../../shared/connection-rules.ts';
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
    const { facts } = token({});
    expect(renewsBeforeUse(facts, (start + 3600 - 59) * 1000)).toBe(true);
    expect(renewsBeforeUse(facts, (start + 3600 - 61) * 1000)).toBe(false);
    expect(renewsBeforeUse(token({ renewable: false }).facts, (start + 3600) * 1000)).toBe(false);
  });

  it('is what decides whether an end is announced', () => {
    expect(announcedEndOf(token({}))).toBeNull();
    expect(announcedEndOf(token({ renewable: false }))).toBe(start + 3600);
  });
});

describe('what a person can do next', () => {
  it('is to refresh, or to sign in where nothing else helps', () => {
    const view = connection({ number: 1 });
    const alone = { ...view, capabilities: { ...view.capabilities, refresh: false } };
    const given = { ...view, capabilities: { ...view.capabilities, refresh: true } };
    expect(nextActionOf(given, 'expired')).toEqual({
      renewsBy: 'refresh',
      hasExpired: true,
      reconnectFirst: false,
    });
    expect(nextActionOf(given, 'sign-in').renewsBy).toBe('reconnect');
    expect(nextActionOf(alone, 'expired').reconnectFirst).toBe(true);
    const ended = { ...given, problem: error('grant.expired') };
    expect(nextActionOf(ended, 'attention').hasExpired).toBe(true);
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
