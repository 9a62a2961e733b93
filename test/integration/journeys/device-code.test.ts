import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock } from '../../../electron/platform/interfaces.ts';
import { type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { createCookieBrowser } from '../../support/oauth/cookie-browser.ts';
import {
  type OidcServer,
  oidcClientSecret,
  startOidcServer,
} from '../../support/oauth/oidc-server.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

let clock: FakeClock;
let oidc: OidcServer;
let app: ServiceWorld;
let untilPause: (delayMs: number) => Promise<void>;

/** A clock that tells when a pause of that length begins. */
const watched = (fake: FakeClock): Clock => {
  const begun: number[] = [];
  const waiting = new Set<() => void>();
  untilPause = (delayMs) =>
    new Promise((resolve) => {
      const look = (): void => {
        const index = begun.indexOf(delayMs);
        if (index < 0) return;
        begun.splice(index, 1);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    ...fake,
    after: (delayMs, callback) => {
      const stop = fake.after(delayMs, callback);
      begun.push(delayMs);
      for (const look of waiting) look();
      return stop;
    },
  };
};

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  oidc = await startOidcServer({ deviceCodeSeconds: 60 });
  app = await startServices({ clock: watched(clock) });
});
afterEach(async () => {
  await app.close();
  await oidc.close();
});

const connections = () => app.services().handlers.connections;

const forms = {
  oidc: (): FormInput => ({ issuer: oidc.issuer, registerClient: false, scopes: ['email'] }),
  oauth2: (): FormInput => ({
    authorizationUrl: '',
    tokenUrl: `${oidc.issuer}/token`,
    deviceUrl: `${oidc.issuer}/device/auth`,
    revocationUrl: `${oidc.issuer}/token/revocation`,
    userinfoUrl: `${oidc.issuer}/me`,
    moreScopes: 'openid email',
  }),
};

const begin = async (provider: keyof typeof forms = 'oidc'): Promise<OperationId> =>
  (
    await connections().connect({
      providerId: providerIdSchema.parse(provider),
      label: 'Mine',
      input: {
        clientId: 'client_secret_basic',
        clientSecret: oidcClientSecret,
        authentication: 'client_secret_basic',
        keepClientSecret: true,
        useDeviceCode: true,
        ...forms[provider](),
      },
      draft: null,
    })
  ).operationId;

const polls = (): number => oidc.paths.filter((path) => path === '/token').length;

/** The person goes to the page on another device and types the code that they see here. */
const typeCode = async (operation: OperationId): Promise<void> => {
  const { userCode, verificationUri } = await app.prompt(operation, 'device-code');
  expect(userCode).toMatch(/^[A-Z]{4}-[A-Z]{4}$/);
  expect(verificationUri).toBe(`${oidc.issuer}/device`);
  await createCookieBrowser().walkThrough(verificationUri, { user_code: userCode });
};

const pass = async (pauseMs: number): Promise<void> => {
  await untilPause(pauseMs);
  clock.advance(pauseMs);
};

describe('a sign-in by device code', () => {
  it.each(['oidc', 'oauth2'] as const)(
    'of %s needs no browser here, and is as good as any other',
    async (provider) => {
      const operation = await begin(provider);
      await app.prompt(operation, 'device-code');
      await pass(5_000);
      await untilPause(5_000);
      expect(polls()).toBe(1);
      await typeCode(operation);
      clock.advance(5_000);
      const { connectionId: id } = await app.done(operation);
      if (id === null) throw new Error('no connection');
      expect(app.opened).toEqual([]);
      expect(oidc.paths).not.toContain('/auth');
      expect(app.connection(id)?.facts.account).toBe('person@example.test');

      const [first] = await oidc.liveRefreshTokens();
      await app.done((await connections().refresh({ connectionId: id })).operationId);
      const [second, ...more] = await oidc.liveRefreshTokens();
      expect(more).toEqual([]);
      expect(second).not.toBe(first);
      const over = await app.done(
        (await connections().disconnect({ connectionId: id })).operationId,
      );
      expect(over.notice).toBeNull();
      expect(oidc.revocations()).toBe(1);
      expect(await oidc.liveRefreshTokens()).toEqual([]);
    },
  );

  it('asks more slowly when the server says so, and when it is in trouble', async () => {
    const operation = await begin();
    oidc.answerNext('/token', 400, '{"error":"slow_down"}');
    oidc.answerNext('/token', 503, '');
    await pass(5_000);
    await pass(10_000);
    await untilPause(20_000);
    expect(polls()).toBe(2);
    await typeCode(operation);
    clock.advance(19_999);
    expect(polls()).toBe(2);
    clock.advance(1);
    await app.done(operation);
  });

  it.each<[string, () => void, number]>([
    [
      'the server says that it has run out',
      () => oidc.answerNext('/token', 400, '{"error":"expired_token"}'),
      5_000,
    ],
    ['its time is over here', () => undefined, 60_000],
  ])('ends when %s, and stores nothing', async (_, prepare, ms) => {
    const operation = await begin();
    const { deadlineEpochSeconds } = await app.prompt(operation, 'device-code');
    expect(deadlineEpochSeconds).toBe(clock.nowEpochMs() / 1000 + 60);
    prepare();
    await untilPause(5_000);
    clock.advance(ms);
    expect(await app.ended(operation)).toMatchObject({
      status: 'failed',
      error: { code: 'oauth.device-code-expired' },
    });
    expect(app.snapshot().connections).toEqual([]);
    expect(polls()).toBe(ms === 5_000 ? 1 : 0);
  });

  it('ends when the person says no', async () => {
    oidc.decide('deny');
    const operation = await begin();
    const { userCode, verificationUri } = await app.prompt(operation, 'device-code');
    await createCookieBrowser().walkThrough(`${verificationUri}?user_code=${userCode}`);
    await pass(5_000);
    expect(await app.ended(operation)).toMatchObject({ error: { code: 'oauth.denied' } });
  });

  it('ends when the person cancels, and asks no more', async () => {
    const operation = await begin();
    await pass(5_000);
    await untilPause(5_000);
    await app.services().handlers.operations.cancel({ operationId: operation });
    expect(await app.ended(operation)).toMatchObject({ status: 'cancelled' });
    clock.advance(5_000);
    expect(polls()).toBe(1);
  });
});
