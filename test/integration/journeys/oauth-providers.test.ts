import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { OAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { journeys, ownServerJourneys, startFor } from '../../support/worlds/provider-journeys.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

/**
 * The providers as they ship, with their real addresses: requests are led to the stand-ins by host,
 * nothing else is changed.
 */

describe.each(Object.entries({ ...journeys, ...ownServerJourneys }))('%s', (id, journey) => {
  let provider: OAuthProvider;
  let app: ServiceWorld;

  beforeEach(async () => {
    provider = await startFor(journey);
    app = await startServices({ reroute: provider.toStandIn });
  });
  afterEach(async () => {
    await app.close();
    await provider.close();
  });

  const connections = () => app.services().handlers.connections;

  const start = async (label = 'Mine'): Promise<OperationId> => {
    const { operationId } = await connections().connect({
      providerId: providerIdSchema.parse(id),
      label,
      input: journey.form(provider),
      draft: null,
    });
    return operationId;
  };

  const approve = (): void => app.onVisit((address) => void answerConsent(address, 'approve'));

  const connect = async (label?: string): Promise<ConnectionId> => {
    approve();
    await app.done(await start(label));
    const connection = app.snapshot().connections.at(-1);
    if (connection === undefined) throw new Error('no connection');
    return connection.id;
  };

  const revealed = async (connectionId: ConnectionId): Promise<string> => {
    const { reveal } = app.services().handlers.credentials;
    return (await reveal({ connectionId, field: 'access-token' })).value;
  };

  it('is connected, named, verified, refreshed, kept over a restart and disconnected', async () => {
    const connectionId = await connect();
    expect(app.connection(connectionId)).toMatchObject({
      state: 'active',
      facts: {
        account: journey.account,
        neverExpires: journey.profile === 'pcloud',
        tokens: { renewable: journey.refresh !== 'none' },
      },
    });
    expect(provider.liveGrants()).toBe(1);

    if (app.connection(connectionId)?.capabilities.verify === true) {
      await app.done((await connections().verify({ connectionId })).operationId);
      expect(app.connection(connectionId)?.verifiedAtEpochSeconds).not.toBeNull();
      const [usedBytes, totalBytes] = journey.storage ?? [];
      const storage = usedBytes === undefined ? null : { usedBytes, totalBytes };
      if (journey.account !== null)
        expect(app.connection(connectionId)?.signInCheck).toMatchObject({
          account: journey.account,
          storage,
        });
    }
    const first = await revealed(connectionId);
    await app.restart();
    if (journey.refresh === 'none') {
      expect(await revealed(connectionId)).toBe(first);
    } else {
      // Twice, so that a token that was not replaced in the keychain shows.
      await app.done((await connections().refresh({ connectionId })).operationId);
      await app.done((await connections().refresh({ connectionId })).operationId);
      expect(await revealed(connectionId)).not.toBe(first);
    }
    expect(app.opened).toHaveLength(1);

    await app.done((await connections().disconnect({ connectionId })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect(provider.liveGrants()).toBe(journey.revokes ? 0 : 1);
    const left = [...app.keytar.items.keys()].filter((item) => item.startsWith(connectionId));
    expect(left).toEqual([]);
    expect(provider.tokenRequests.every(({ refusal }) => refusal === null)).toBe(true);
  });

  it('is not connected when the person denies', async () => {
    app.onVisit((address) => void answerConsent(address, 'deny'));
    expect(await app.ended(await start())).toMatchObject({ error: { code: 'oauth.denied' } });
    expect(app.snapshot().connections).toEqual([]);
  });

  if (journey.refresh !== 'none') {
    it('N5 asks to sign in again only when the provider says so', async () => {
      const connectionId = await connect();
      const refresh = async () =>
        app.ended((await connections().refresh({ connectionId })).operationId);
      provider.settings.faultsAt = 'token';
      for (const spoil of [
        () => provider.faults.failNextWith(429, '', { 'retry-after': '5' }),
        () => provider.faults.failNextWith(403),
        () => provider.faults.answerHtmlNext(),
        () => provider.faults.redirectNext('https://evil.example/token'),
        () => provider.faults.answerNext('{"access_token":'),
        () => provider.faults.endlessNext(),
      ]) {
        spoil();
        const ended = await refresh();
        expect(ended.status).toBe('failed');
        expect(ended.error?.code).not.toBe('oauth.sign-in-again');
        expect(app.connection(connectionId)).toMatchObject({ needsSignIn: false });
      }
      provider.faults.clearFaults();
      expect(await refresh()).toMatchObject({ status: 'done' });

      provider.revokeFromOutside();
      expect(await refresh()).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
      expect(app.connection(connectionId)).toMatchObject({ state: 'active', needsSignIn: true });
      approve();
      await app.done((await connections().reconnect({ connectionId })).operationId);
      expect(app.connection(connectionId)).toMatchObject({ needsSignIn: false });
    });
  }

  if (journey.account !== null) {
    it('keeps a second account apart', async () => {
      await connect('Mine');
      provider.settings.account = 'grace@stand-in.test';
      await connect('Hers');
      expect(
        app
          .snapshot()
          .connections.map(({ facts }) => facts.account)
          .sort(),
      ).toEqual(['ada@stand-in.test', 'grace@stand-in.test']);
    });
  }
});
