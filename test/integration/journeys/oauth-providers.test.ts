import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ConnectionId, type OperationId, providerIdSchema } from '../../../shared/ids.ts';
import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { type OAuthProfileId, oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { answerConsent } from '../../support/plain-browser.ts';
import { freePort } from '../../support/raw-socket.ts';
import { type ServiceWorld, startServices } from '../../support/service-world.ts';

/**
 * The providers as they ship, with their real addresses: requests are led to the stand-ins by host,
 * nothing else is changed.
 */

/** Several, so that a port that is taken by another program leads to the next. */
const fixedUris = (host: string): string[] =>
  [38531, 41531, 45531].map((port) => `http://${host}:${port}/callback`);

type Journey = {
  readonly profile: OAuthProfileId;
  readonly form: (provider: OAuthProvider) => FormInput;
  /** Null where the provider names no account. */
  readonly account: string | null;
  readonly refresh: 'rotates' | 'static' | 'none';
  readonly revokes: boolean;
};

const client = ({ client: { clientId, clientSecret } }: OAuthProvider): FormInput => ({
  clientId,
  ...(clientSecret === null ? {} : { clientSecret, keepClientSecret: true }),
});

const journeys: Readonly<Record<string, Journey>> = {
  'google-drive': {
    profile: 'google',
    form: (provider) => ({
      ...client(provider),
      redirectPolicy: 'ephemeral-ip',
      scopes: ['https://www.googleapis.com/auth/drive.file'],
    }),
    account: 'ada@stand-in.test',
    refresh: 'static',
    revokes: true,
  },
  dropbox: {
    profile: 'dropbox',
    form: (provider) => ({
      ...client(provider),
      redirectPolicy: 'fixed-ports',
      redirectUris: fixedUris('localhost'),
      scopes: ['files.metadata.read', 'files.content.read'],
    }),
    account: 'ada@stand-in.test',
    refresh: 'static',
    revokes: true,
  },
  onedrive: {
    profile: 'microsoft',
    form: (provider) => ({
      ...client(provider),
      variableTenant: 'common',
      variableCloud: 'global',
      scopes: ['Files.Read'],
    }),
    account: 'ada@stand-in.test',
    refresh: 'rotates',
    revokes: false,
  },
  box: {
    profile: 'box',
    form: client,
    account: 'ada@stand-in.test',
    refresh: 'rotates',
    revokes: true,
  },
  pcloud: {
    profile: 'pcloud',
    form: (provider) => ({ ...client(provider), redirectUris: fixedUris('127.0.0.1') }),
    account: 'ada@stand-in.test',
    refresh: 'none',
    revokes: false,
  },
  'jx-solutions': {
    profile: 'jx',
    form: (provider) => ({
      ...client(provider),
      authentication: 'client_secret_post',
      authorizationUrl: provider.endpoints.authorization,
      tokenUrl: provider.endpoints.token,
      redirectUri: provider.client.redirectUris[0] ?? '',
    }),
    account: null,
    refresh: 'static',
    revokes: false,
  },
  omniport: {
    profile: 'omniport',
    form: (provider) => ({
      ...client(provider),
      baseUrl: provider.origin,
      redirectPolicy: 'fixed-ports',
      redirectUris: fixedUris('127.0.0.1'),
    }),
    account: null,
    refresh: 'rotates',
    revokes: false,
  },
};

/** JX takes whatever redirect URI was registered, so each of its clients gets a port of its own. */
const startFor = async ({ profile }: Journey): Promise<OAuthProvider> => {
  const provider = await startOAuthProvider({ profile: oauthProfiles[profile] });
  if (profile !== 'jx') return provider;
  const redirectUris = [`http://127.0.0.1:${await freePort()}/callback`];
  return { ...provider, client: provider.registerClient({ redirectUris }) };
};

type Walk = {
  readonly provider: OAuthProvider;
  readonly app: ServiceWorld;
  readonly start: (over?: FormInput) => Promise<OperationId>;
  /** Of every URL that was asked for or opened. */
  readonly hosts: ReadonlySet<string>;
};

const walk = async (id: string, use: (walked: Walk) => Promise<void>): Promise<void> => {
  const journey = journeys[id];
  if (journey === undefined) throw new Error(`no journey for ${id}`);
  const provider = await startFor(journey);
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
      await app.done(await start());
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
    await walk('google-drive', async ({ app, provider, start }) => {
      await app.done(await start());
      const [connection] = app.snapshot().connections;
      if (connection === undefined) throw new Error('no connection');
      provider.revokeFromOutside();
      const { refresh } = app.services().handlers.connections;
      const ended = await app.ended((await refresh({ connectionId: connection.id })).operationId);
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

describe.each(Object.entries(journeys))('%s', (id, journey) => {
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
      facts: { account: journey.account, tokens: { renewable: journey.refresh !== 'none' } },
    });
    expect(provider.liveGrants()).toBe(1);

    if (app.connection(connectionId)?.capabilities.verify === true) {
      await app.done((await connections().verify({ connectionId })).operationId);
      expect(app.connection(connectionId)?.verifiedAtEpochSeconds).not.toBeNull();
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
