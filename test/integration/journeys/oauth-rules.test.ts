import { describe, expect, it } from 'vitest';
import { type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import type { OAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { journeys, startFor } from '../../support/worlds/provider-journeys.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

type Walk = {
  readonly provider: OAuthProvider;
  readonly app: ServiceWorld;
  readonly start: (over?: FormInput) => Promise<OperationId>;
  /** Moves the provider's clock; ours stays. */
  readonly passDays: (days: number) => void;
  /** Of every URL that was asked for or opened. */
  readonly hosts: ReadonlySet<string>;
};

const walk = async (id: string, use: (walked: Walk) => Promise<void>): Promise<void> => {
  const journey = journeys[id];
  if (journey === undefined) throw new Error(`no journey for ${id}`);
  let lateMs = 0;
  const provider = await startFor(journey, { nowEpochMs: () => Date.now() + lateMs });
  const hosts = new Set<string>();
  const app = await startServices({
    reroute: (url) => {
      hosts.add(url.host);
      return provider.toStandIn(url);
    },
  });
  app.onVisit((address) => void answerConsent(address, 'approve'));
  try {
    await use({
      provider,
      app,
      hosts,
      passDays: (days) => {
        lateMs += days * 86_400_000;
      },
      start: async (over = {}) => {
        const { operationId } = await app.services().handlers.connections.connect({
          providerId: providerIdSchema.parse(id),
          label: 'Mine',
          input: { ...journey.form(provider), ...over },
          draft: null,
        });
        return operationId;
      },
    });
  } finally {
    await app.close();
    await provider.close();
  }
};

describe('rules of one provider', () => {
  it.each(['drop', 'blank'] as const)('pCloud may %s the state', async (stateReturn) => {
    await walk('pcloud', async ({ app, provider, start }) => {
      provider.settings.stateReturn = stateReturn;
      const id = await start();
      expect(await app.prompt(id, 'review-account')).toMatchObject({
        account: 'ada@stand-in.test',
      });
      expect(app.snapshot().connections).toEqual([]);
      await app.answer(id, { kind: 'accept' });
      await app.done(id);
      const other = await start();
      await app.prompt(other, 'review-account');
      await app.answer(other, { kind: 'refuse' });
      expect(await app.ended(other)).toMatchObject({ error: { code: 'oauth.refused-by-person' } });
      expect(app.snapshot().connections).toHaveLength(1);
    });
  });

  it('L5 JX has to send the state back, and the window says when it did not', async () => {
    await walk('jx-solutions', async ({ app, provider, start }) => {
      provider.settings.stateReturn = 'drop';
      const id = await start();
      await app.until(({ operations: [operation] }) =>
        operation?.prompt?.kind === 'browser' ? operation.prompt.cameBackWithoutState : undefined,
      );
      provider.settings.stateReturn = 'echo';
      await app.services().handlers.operations.openBrowser({ operationId: id });
      await app.done(id);
    });
  });

  it.each(['jx-solutions', 'omniport'])('%s is tried without PKCE on request', async (name) => {
    await walk(name, async ({ app, provider, start }) => {
      provider.settings.refusesPkce = true;
      const id = await start();
      await app.prompt(id, 'without-pkce');
      await app.answer(id, { kind: 'accept' });
      await app.done(id);
      const challenged = app.opened.map((url) => new URL(url).searchParams.has('code_challenge'));
      expect(challenged).toEqual([true, false]);

      const { reconnect } = app.services().handlers.connections;
      const [connection] = app.snapshot().connections;
      if (connection === undefined) throw new Error('no connection');
      await app.done((await reconnect({ connectionId: connection.id })).operationId);
      expect(app.opened).toHaveLength(3);

      const refused = await start();
      await app.prompt(refused, 'without-pkce');
      await app.answer(refused, { kind: 'refuse' });
      expect((await app.ended(refused)).error?.code).toBe('oauth.provider-error');
      await app.done(await start({ withoutPkce: true }));
    });
  });

  it('pCloud’s redirect cannot name a host beyond its two', async () => {
    await walk('pcloud', async ({ app, provider, start, hosts }) => {
      provider.settings.hostname = 'evil.example';
      expect(await app.ended(await start())).toMatchObject({ status: 'failed' });
      provider.settings.hostname = 'eapi.pcloud.com';
      await app.done(await start());
      expect([...hosts].sort()).toEqual(['eapi.pcloud.com', 'my.pcloud.com']);
    });
  });

  it('Google’s refresh tokens end after a week while the client is in testing', async () => {
    await walk('google-drive', async ({ app, provider, start, passDays }) => {
      await app.done(await start());
      const [connection] = app.snapshot().connections;
      if (connection === undefined) throw new Error('no connection');
      passDays(8);
      const { refresh } = app.services().handlers.connections;
      const renew = async () =>
        app.ended((await refresh({ connectionId: connection.id })).operationId);
      expect(await renew()).toMatchObject({ status: 'done' });
      provider.settings.testing = true;
      const ended = await renew();
      expect(ended.error).toMatchObject({
        code: 'oauth.sign-in-again',
        params: { reason: 'google-testing', days: 7 },
      });
    });
  });

  it('JX takes a refresh token that was got elsewhere, without a browser', async () => {
    await walk('jx-solutions', async ({ app, provider, start }) => {
      const id = await start();
      await app.done(id);
      const [first] = [...app.keytar.items.values()].filter((text) => text.includes('refresh'));
      const refreshToken = /"refreshToken":"([^"]+)"/.exec(first ?? '')?.[1] ?? '';
      expect(refreshToken).not.toBe('');
      await app.done(await start({ refreshToken }));
      expect(app.opened).toHaveLength(1);
      const dead = await app.ended(await start({ refreshToken: 'invalid' }));
      expect(dead.error?.code).toBe('oauth.sign-in-again');
      expect(provider.tokenRequests.at(-1)).toEqual({
        grantType: 'refresh_token',
        refusal: 'refresh-token',
      });
    });
  });

  it('JX’s code is refused with a word of its own when it has expired', async () => {
    await walk('jx-solutions', async ({ app, provider, start }) => {
      provider.settings.codeLifetimeSeconds = -1;
      expect((await app.ended(await start())).error?.code).toBe('oauth.code-refused');
    });
  });

  it('OneDrive signs in by device code', async () => {
    await walk('onedrive', async ({ app, provider, start }) => {
      provider.settings.deviceIntervalSeconds = 1;
      const id = await start({ useDeviceCode: true });
      const { userCode } = await app.prompt(id, 'device-code');
      expect(provider.answerDevice(userCode, 'approve')).toBe(true);
      await app.done(id);
      expect(app.snapshot().connections[0]?.facts.account).toBe('ada@stand-in.test');
    });
  });
});
