import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { alloyRedirectUris } from '../../../electron/providers/redirect-uris.ts';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { type AlloyStandIn, startAlloy } from '../../stand-ins/alloy.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { answerConsent, navigate, pressConsent } from '../../support/oauth/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

let broker: AlloyStandIn;
let app: ServiceWorld;

beforeEach(async () => {
  broker = await startAlloy();
  app = await startServices();
});
afterEach(async () => {
  await app.close();
  await broker.close();
});

const connections = () => app.services().handlers.connections;

const start = async (over: FormInput = {}): Promise<OperationId> => {
  const { operationId } = await connections().connect({
    providerId: providerIdSchema.parse('alloy'),
    label: 'Team wiki',
    input: {
      apiKey: broker.apiKey,
      connector: 'notion',
      redirectUri: alloyRedirectUris[0],
      apiVersion: '2025-09',
      baseUrl: broker.origin,
      ...over,
    },
    draft: null,
  });
  return operationId;
};

const approve = (): void => app.onVisit((address) => void answerConsent(address, 'approve'));

const connect = async (over: FormInput = {}): Promise<ConnectionId> => {
  approve();
  await app.done(await start(over));
  const [connection] = app.snapshot().connections;
  if (connection === undefined) throw new Error('no connection');
  return connection.id;
};

describe('an account behind Alloy', () => {
  it('is connected, its id shown and copied, connected again and disconnected', async () => {
    const id = await connect();
    const [made] = broker.connections;
    expect(app.connection(id)).toMatchObject({
      state: 'active',
      facts: { broker: { connector: 'notion', connectionId: made?.connectionId } },
      capabilities: { refresh: false, verify: false, reconnect: true },
    });
    const { copy } = app.services().handlers.credentials;
    await copy({ connectionId: id, format: 'connection-id-env' });
    expect(app.clipboard.text).toBe(`CONNECTION_ID=${made?.connectionId}`);

    await app.restart();
    await app.done((await connections().reconnect({ connectionId: id })).operationId);
    expect(app.connection(id)?.facts.broker?.connectionId).toBe(
      broker.connections[1]?.connectionId,
    );

    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it.each(['2025-09', '2024-02', '2023-12'])('speaks version %s', async (apiVersion) => {
    await connect({ apiVersion });
    expect(broker.versions).toEqual([apiVersion, apiVersion]);
  });

  it('takes the state of the sign-in page back, and no other', async () => {
    broker.settings.stateInUrl = true;
    const id = await start();
    await app.prompt(id, 'browser');
    const forged = await navigate(`${alloyRedirectUris[0]}?code=stolen&state=another`);
    expect(forged.status).toBe(400);
    await answerConsent(app.opened[0] ?? '', 'approve');
    await app.done(id);
  });

  it('L9 stores nothing that came of another attempt', async () => {
    broker.settings.swapCredential = true;
    approve();
    expect(await app.ended(await start())).toMatchObject({ error: { code: 'oauth.wrong-state' } });
    expect(app.snapshot().connections).toEqual([]);
  });

  it('is not connected when the person denies', async () => {
    app.onVisit((address) => void answerConsent(address, 'deny'));
    expect(await app.ended(await start())).toMatchObject({ error: { code: 'oauth.denied' } });
  });

  it('tells the troubles of its guide apart', async () => {
    const codeOf = async (over: FormInput = {}) => (await app.ended(await start(over))).error?.code;
    expect(await codeOf({ apiKey: 'wrong' })).toBe('alloy.invalid-key');

    approve();
    broker.settings.codeLifetimeSeconds = -1;
    expect(await codeOf()).toBe('alloy.invalid-code');
    broker.settings.codeLifetimeSeconds = 60;

    app.onVisit(async (address) => {
      const { location } = await pressConsent(address, 'approve');
      broker.forgetCredentials();
      await navigate(location ?? '');
    });
    expect(await codeOf()).toBe('alloy.connection-not-found');
    expect(app.snapshot().connections).toEqual([]);
  });

  it('knows a redirect URI that is not registered, before the browser opens', async () => {
    const strict = await startAlloy({ redirectUris: [alloyRedirectUris[1]] });
    try {
      const over = { apiKey: strict.apiKey, baseUrl: strict.origin };
      expect(await app.ended(await start(over))).toMatchObject({
        error: { code: 'alloy.invalid-redirect-uri' },
      });
      expect(app.opened).toEqual([]);
    } finally {
      await strict.close();
    }
  });
});
