import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import {
  answerDjangoConsent,
  type DjangoOmniport,
  pressDjangoConsent,
  startDjangoOmniport,
} from '../../support/oauth/django-server.ts';
import { navigate } from '../../support/oauth/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

/** The Omniport template against Django OAuth Toolkit, a server that nobody here wrote. */

const redirectUris = [28531, 21531, 25531].map((port) => `http://127.0.0.1:${port}/callback`);

let server: DjangoOmniport;
let app: ServiceWorld;

beforeAll(async () => {
  server = await startDjangoOmniport(redirectUris);
});
afterAll(() => server?.close());
beforeEach(async () => {
  app = await startServices();
});
afterEach(() => app.close());

const connections = () => app.services().handlers.connections;

const start = async (over: FormInput = {}): Promise<OperationId> => {
  const { operationId } = await connections().connect({
    providerId: providerIdSchema.parse('omniport'),
    label: 'Campus',
    input: {
      baseUrl: server.origin,
      clientId: server.clientId,
      clientSecret: server.clientSecret,
      keepClientSecret: true,
      redirectPolicy: 'fixed-ports',
      redirectUris,
      ...over,
    },
    draft: null,
  });
  return operationId;
};

const approve = (): void => app.onVisit((address) => void answerDjangoConsent(address, 'approve'));

const connect = async (): Promise<ConnectionId> => {
  approve();
  await app.done(await start());
  const [connection] = app.snapshot().connections;
  if (connection === undefined) throw new Error('no connection');
  return connection.id;
};

const accessToken = async (connectionId: ConnectionId): Promise<string> =>
  (await app.services().handlers.credentials.reveal({ connectionId, field: 'access-token' })).value;

describe('an Omniport site on Django OAuth Toolkit', () => {
  it('is connected, refreshed, kept over a restart and disconnected', async () => {
    const id = await connect();
    expect(app.connection(id)).toMatchObject({
      state: 'active',
      facts: { tokens: { scopes: ['read', 'write'], renewable: true } },
    });
    const first = await accessToken(id);
    expect(await server.isAccessTokenLive(first)).toBe(true);

    await app.done((await connections().refresh({ connectionId: id })).operationId);
    const second = await accessToken(id);
    expect(second).not.toBe(first);
    expect(await server.isAccessTokenLive(second)).toBe(true);
    expect(app.opened).toHaveLength(1);

    await app.restart();
    // The refresh token was replaced: only the second one works now.
    await app.done((await connections().refresh({ connectionId: id })).operationId);

    await app.done((await connections().disconnect({ connectionId: id })).operationId);
    expect(app.snapshot().connections).toEqual([]);
    expect([...app.keytar.items.keys()].filter((account) => account.startsWith(id))).toEqual([]);
  });

  it('is not connected with a code past its minute', async () => {
    app.onVisit(async (address) => {
      const { location } = await pressDjangoConsent(address, 'approve');
      await server.expireCodes();
      await navigate(location ?? '');
    });
    expect(await app.ended(await start())).toMatchObject({
      status: 'failed',
      error: { code: 'oauth.code-refused' },
    });
    expect(app.snapshot().connections).toEqual([]);
  });

  it('asks to sign in again when the refresh token was revoked, and then works', async () => {
    const id = await connect();
    await server.revokeRefreshTokens();
    const refresh = (await connections().refresh({ connectionId: id })).operationId;
    expect(await app.ended(refresh)).toMatchObject({ error: { code: 'oauth.sign-in-again' } });
    expect(app.connection(id)).toMatchObject({ state: 'active', needsSignIn: true });
    approve();
    await app.done((await connections().reconnect({ connectionId: id })).operationId);
    expect(app.connection(id)).toMatchObject({ needsSignIn: false, problem: null });
    expect(await server.isAccessTokenLive(await accessToken(id))).toBe(true);
  });

  it('says when the client secret is wrong', async () => {
    approve();
    expect(await app.ended(await start({ clientSecret: 'wrong' }))).toMatchObject({
      error: { code: 'oauth.invalid-client' },
    });
  });

  it('is not connected when the person denies', async () => {
    app.onVisit((address) => void answerDjangoConsent(address, 'deny'));
    expect(await app.ended(await start())).toMatchObject({ error: { code: 'oauth.denied' } });
  });
});
