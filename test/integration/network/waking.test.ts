import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionEvent } from '../../../electron/connections/events.ts';
import { conditionOf, needsYou } from '../../../shared/connection-rules.ts';
import { createAuthority, trustAuthority } from '../../support/network/certificates.ts';
import { answer, closeToxic, saying } from '../../support/network/toxic-server.ts';
import { type Connected, startConnected } from './connected.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

let connected: Connected;
let skewMs: number;
/** How long an answer is waited for; undefined for as long as ever. */
let deadlineMs: number | undefined;
let happened: ConnectionEvent[];

beforeEach(async () => {
  skewMs = 0;
  deadlineMs = undefined;
  happened = [];
  connected = await startConnected({ skewMs: () => skewMs, deadlineMs: () => deadlineMs });
});
afterEach(async () => {
  await connected.close();
  await closeToxic();
});

const services = () => connected.app.services();

/** One tick of the scheduler, as it is on waking; resolves once that event is told. */
const tickUntil = (kind: ConnectionEvent['kind']): Promise<void> => {
  const told = new Promise<void>((resolve) => {
    services().onConnectionEvent((event) => {
      happened.push(event);
      if (event.kind === kind) resolve();
    });
  });
  services().renewal.schedule();
  return told;
};

const conditionNow = () => {
  const connection = connected.app.connection(connected.id);
  if (connection === undefined) throw new Error('the account is gone');
  const { keychain } = connected.app.snapshot();
  const nowMs = Date.now() + skewMs;
  const input = { connection, operation: null, keychain, nowMs };
  return { ...conditionOf(input), needsYou: needsYou(input) };
};
const failureNow = () => connected.app.connection(connected.id)?.renewalFailure ?? null;
const untilNextTry = async (): Promise<number> => {
  // The scheduler says it right after the event.
  for (;;) {
    const next = failureNow()?.nextTryEpochSeconds ?? null;
    if (next !== null) return next * 1000;
    await new Promise((resolve) => setImmediate(resolve));
  }
};

const tokens = '{"access_token":"stolen","token_type":"bearer","refresh_token":"stolen"}';
const authority = await createAuthority();

describe('after eight hours asleep, in one tick', () => {
  it('T1 what is due is renewed', async () => {
    skewMs = 8 * hourMs;
    expect(conditionNow().kind).toBe('due');
    await tickUntil('renewed');
    expect(conditionNow()).toMatchObject({ kind: 'valid', renews: true, needsYou: false });
  });

  it.each<[string, string, () => Promise<{ readonly url: URL }>]>([
    ['nothing answers', 'server.unreachable', async () => ({ url: new URL('https://a.invalid') })],
    [
      'the connection is reset in the body',
      'server.unreachable',
      () => saying(answer(tokens).slice(0, -20), { resets: true }),
    ],
    ['the body is cut', 'server.unreachable', () => saying(answer(tokens).slice(0, -20))],
    [
      'the server stalls',
      'server.timeout',
      () => {
        deadlineMs = 30;
        return saying(answer(tokens).slice(0, -20), { stalls: true });
      },
    ],
    [
      'a captive portal answers',
      'server.wrong-host',
      () => saying(answer('<html><body>Welcome</body></html>', '200 OK', 'text/html')),
    ],
    [
      'the certificate has expired',
      'server.unreachable',
      async () =>
        saying(answer(tokens), {
          identity: await authority.issue('127.0.0.1', {
            fromEpochMs: Date.now() - 48 * hourMs,
            toEpochMs: Date.now() - hourMs,
          }),
        }),
    ],
  ])(
    'T1 it is failing where %s, with its token kept, and renewed in the next',
    async (_, code, toxic) => {
      const distrust = trustAuthority(authority.cert);
      const before = connected.items();
      skewMs = 8 * hourMs;
      connected.lead((await toxic()).url);
      await tickUntil('renewal-failed');
      connected.requireUntouched(before);
      expect(conditionNow()).toMatchObject({
        kind: 'failing',
        failure: { error: { code } },
        needsYou: true,
      });
      const nextTryMs = await untilNextTry();
      expect(nextTryMs - Date.now() - skewMs).toBeGreaterThan(30 * secondMs);
      expect(nextTryMs - Date.now() - skewMs).toBeLessThanOrEqual(61 * secondMs);

      distrust();
      connected.lead(null);
      deadlineMs = undefined;
      skewMs += nextTryMs - Date.now() - skewMs;
      await tickUntil('renewed');
      expect(conditionNow()).toMatchObject({ kind: 'valid', renews: true, needsYou: false });
      expect(connected.items()).not.toEqual(before);
      // Nobody is told that it has expired for the first minute without a network.
      const kinds = new Set(happened.map(({ kind }) => kind));
      expect(kinds).toEqual(new Set(['renewal-failed', 'renewed']));
    },
  );
});

describe('a clock that is set', () => {
  it.each([-24 * hourMs, -5 * minuteMs, 5 * minuteMs, 24 * hourMs])(
    'T1 by %i ms leads to the right state in one tick, and so does setting it right',
    async (byMs) => {
      const { setRenewalPolicy } = services().handlers.connections;
      await setRenewalPolicy({ connectionId: connected.id, policy: 'warn' });
      const before = connected.items();
      skewMs = byMs;
      if (byMs > hourMs) {
        await tickUntil('expired');
        expect(conditionNow()).toMatchObject({ kind: 'expired', needsYou: true });
      } else {
        services().renewal.schedule();
        expect(conditionNow()).toMatchObject({ kind: 'valid', needsYou: false });
      }
      skewMs = 0;
      services().renewal.schedule();
      expect(conditionNow()).toMatchObject({ kind: 'valid', needsYou: false });
      connected.requireUntouched(before);
    },
  );
});
