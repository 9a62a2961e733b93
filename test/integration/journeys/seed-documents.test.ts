import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { type AlloyStandIn, alloyConnectors, startAlloy } from '../../stand-ins/alloy.ts';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { createClock, type FakeClock } from '../../support/fakes/clock.ts';
import { holdFixedPorts } from '../../support/network/fixed-ports.ts';
import { freePort } from '../../support/network/raw-socket.ts';
import { answerConsent } from '../../support/oauth/plain-browser.ts';
import { type ServiceWorld, startServices } from '../../support/worlds/service-world.ts';

holdFixedPorts();

/** What the documents of JX Solutions and Alloy ask for beyond a plain sign-in. */

let clock: FakeClock;
let app: ServiceWorld;

beforeEach(async () => {
  clock = createClock({ startEpochMs: Math.floor(Date.now() / 1000) * 1000 });
  app = await startServices({ clock });
  app.onVisit((address) => void answerConsent(address, 'approve'));
});
afterEach(() => app.close());

const handlers = () => app.services().handlers;

const start = async (
  id: string,
  input: FormInput,
  draft: string | null = null,
): Promise<OperationId> =>
  (
    await handlers().connections.connect({
      providerId: providerIdSchema.parse(id),
      label: 'Mine',
      input,
      draft,
    })
  ).operationId;

const connectionOf = async (operationId: OperationId): Promise<ConnectionId> => {
  const { connectionId } = await app.done(operationId);
  if (connectionId === null) throw new Error('no connection');
  return connectionId;
};

describe('JX Solutions', () => {
  let jx: OAuthProvider;
  let redirectUri: string;
  let client: OAuthProvider['client'];

  beforeEach(async () => {
    jx = await startOAuthProvider({ profile: oauthProfiles.jx, clock });
    redirectUri = `http://127.0.0.1:${await freePort()}/callback`;
    client = jx.registerClient({ redirectUris: [redirectUri] });
  });
  afterEach(() => jx.close());

  /** Drops the `.env` of the document, and types what is not in it. */
  const startFromEnv = async (refreshToken: string | null): Promise<OperationId> => {
    const { clientId, clientSecret } = client;
    const text = [
      '# JX Solutions',
      `CLIENT_ID=${clientId}`,
      `CLIENT_SECRET="${clientSecret}"`,
      `REDIRECT_URI=${redirectUri}`,
      ...(refreshToken === null ? [] : [`REFRESH_TOKEN=${refreshToken}`]),
      `TOKEN_URL=${jx.endpoints.token}`,
    ].join('\n');
    const providerId = providerIdSchema.parse('jx-solutions');
    const filled = await handlers().providers.prefill({ providerId, text });
    expect(filled.secretFields).toEqual(
      refreshToken === null ? ['clientSecret'] : ['clientSecret', 'refreshToken'],
    );
    expect(JSON.stringify(filled)).not.toContain(clientSecret);
    const input = {
      authentication: 'client_secret_post',
      keepClientSecret: true,
      ...(refreshToken === null ? { authorizationUrl: jx.endpoints.authorization } : {}),
      ...filled.values,
    };
    return start('jx-solutions', input, filled.draft);
  };

  const refreshTokenOf = (id: ConnectionId): string => {
    const item = [...app.keytar.items].find(([account]) => account.startsWith(id))?.[1];
    return /"refreshToken":"([^"]+)"/.exec(item ?? '')?.[1] ?? '';
  };

  it('is connected from its dropped .env, through the browser or with its refresh token', async () => {
    const first = await connectionOf(await startFromEnv(null));
    expect(app.opened).toHaveLength(1);
    const refreshToken = refreshTokenOf(first);
    const second = await connectionOf(await startFromEnv(refreshToken));
    expect(app.opened).toHaveLength(1);
    for (const connectionId of [first, second]) {
      expect(app.connection(connectionId)?.facts.tokens?.renewable).toBe(true);
      await app.done((await handlers().connections.refresh({ connectionId })).operationId);
      await app.done((await handlers().connections.disconnect({ connectionId })).operationId);
    }
    expect(app.snapshot().connections).toEqual([]);
  });

  it('tells a code that is no good from a dropped refresh token that is none, each in its words', async () => {
    const titleOf = async (started: OperationId): Promise<readonly string[]> => {
      const { error } = await app.ended(started);
      if (error === null) throw new Error('it went well');
      return [error.code, describeError(error).title];
    };
    expect(await titleOf(await startFromEnv('invalid'))).toEqual([
      'oauth.sign-in-again',
      'The refresh token was not accepted',
    ]);
    jx.settings.codeLifetimeSeconds = -1;
    expect(await titleOf(await startFromEnv(null))).toEqual([
      'oauth.code-refused',
      'The provider did not accept the code',
    ]);
    expect(app.snapshot().connections).toEqual([]);
    expect(jx.tokenRequests.map(({ refusal }) => refusal)).toEqual([
      'refresh-token',
      'code-expired',
    ]);
  });

  it('renews its access token by itself before that runs out, and by hand', async () => {
    const connectionId = await connectionOf(await startFromEnv(null));
    const end = (): number =>
      app.connection(connectionId)?.facts.tokens?.accessTokenExpiresAtEpochSeconds ?? 0;
    const firstEnd = end();
    clock.advance(3_400_000);
    await app.until(() => (end() > firstEnd ? true : undefined));
    expect(end()).toBe(firstEnd + 3_400);
    expect(jx.tokenRequests.map(({ grantType }) => grantType)).toEqual([
      'authorization_code',
      'refresh_token',
    ]);

    // A click before its end would join it.
    await app.until(({ operations }) =>
      operations.every(({ status }) => status !== 'running') ? true : undefined,
    );
    clock.advance(60_000);
    await app.done((await handlers().connections.refresh({ connectionId })).operationId);
    expect(end()).toBe(firstEnd + 3_460);
    expect(app.opened).toHaveLength(1);
  });
});

describe('Alloy', () => {
  let alloy: AlloyStandIn;
  beforeEach(async () => {
    alloy = await startAlloy({ clock });
  });
  afterEach(() => alloy.close());

  const form = async (connector: string): Promise<FormInput> => {
    const list = await handlers().providers.list();
    const fields = list.find(({ id }) => id === 'alloy')?.fields ?? [];
    const redirect = fields.find(({ name }) => name === 'redirectUri');
    return {
      apiKey: alloy.apiKey,
      connector,
      redirectUri: redirect?.kind === 'choice' ? (redirect.initial ?? '') : '',
      apiVersion: '2025-09',
      baseUrl: alloy.origin,
    };
  };

  it.each(alloyConnectors)(
    'connects %s, and gives its connection id to copy',
    async (connector) => {
      const connectionId = await connectionOf(await start('alloy', await form(connector)));
      const given = alloy.connections[0]?.connectionId ?? 'none';
      expect(app.connection(connectionId)?.facts.broker).toEqual({
        connector,
        connectionId: given,
      });
      const { copy } = handlers().credentials;
      await copy({ connectionId, format: 'connection-id' });
      expect(app.clipboard.text).toBe(given);
      await copy({ connectionId, format: 'connection-id-env' });
      expect(app.clipboard.text.trim()).toBe(`CONNECTION_ID=${given}`);
      await app.done((await handlers().connections.disconnect({ connectionId })).operationId);
      expect(app.snapshot().connections).toEqual([]);
    },
  );
});
