import type { FormInput } from '../../../shared/provider-descriptor.ts';
import { type OAuthProvider, startOAuthProvider } from '../../stand-ins/oauth-provider.ts';
import { type OAuthProfileId, oauthProfiles } from '../../stand-ins/profiles/index.ts';
import { freePort } from '../network/raw-socket.ts';

/** Several, so that a port that is taken by another program leads to the next. */
const fixedUris = (host: string): string[] =>
  [28531, 21531, 25531].map((port) => `http://${host}:${port}/callback`);

/** How one of the providers that ship is connected to its stand-in. */
export type Journey = {
  readonly profile: OAuthProfileId;
  readonly form: (provider: OAuthProvider) => FormInput;
  /** Null where the provider names no account. */
  readonly account: string | null;
  /** In bytes, where the provider says how full the storage is: what is used, and of how much. */
  readonly storage?: readonly [used: number, total: number];
  readonly refresh: 'rotates' | 'static' | 'none';
  readonly revokes: boolean;
};

const client = ({ client: { clientId, clientSecret } }: OAuthProvider): FormInput => ({
  clientId,
  ...(clientSecret === null ? {} : { clientSecret, keepClientSecret: true }),
});

export const journeys: Readonly<Record<string, Journey>> = {
  'google-drive': {
    profile: 'google',
    form: (provider) => ({
      ...client(provider),
      redirectPolicy: 'ephemeral-ip',
      scopes: ['https://www.googleapis.com/auth/drive.file'],
    }),
    account: 'ada@stand-in.test',
    storage: [4_831_838_208, 16_106_127_360],
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
    storage: [314_159_265, 2_147_483_648],
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
    storage: [536_870_912, 5_368_709_120],
    refresh: 'rotates',
    revokes: false,
  },
  box: {
    profile: 'box',
    form: client,
    account: 'ada@stand-in.test',
    storage: [1_073_741_824, 10_737_418_240],
    refresh: 'rotates',
    revokes: true,
  },
  pcloud: {
    profile: 'pcloud',
    form: (provider) => ({ ...client(provider), redirectUris: fixedUris('127.0.0.1') }),
    account: 'ada@stand-in.test',
    storage: [536_870_912, 10_737_418_240],
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

/** The two templates that know no provider, with an OpenID Connect server that keeps to the letter. */
export const ownServerJourneys: Readonly<Record<string, Journey>> = {
  oidc: {
    profile: 'oidc',
    form: (provider) => ({
      ...client(provider),
      issuer: provider.origin,
      registerClient: false,
      authentication: 'client_secret_basic',
      useDeviceCode: false,
      redirectPolicy: 'ephemeral-ip',
      scopes: ['email', 'offline_access'],
    }),
    account: 'ada@stand-in.test',
    refresh: 'rotates',
    revokes: true,
  },
  oauth2: {
    profile: 'oidc',
    form: (provider) => ({
      ...client(provider),
      authorizationUrl: provider.endpoints.authorization,
      tokenUrl: provider.endpoints.token,
      revocationUrl: provider.endpoints.revocation ?? '',
      userinfoUrl: provider.endpoints.identity ?? '',
      authentication: 'client_secret_post',
      useDeviceCode: false,
      redirectPolicy: 'ephemeral-localhost',
      moreScopes: 'email offline_access',
    }),
    account: 'ada@stand-in.test',
    refresh: 'rotates',
    revokes: true,
  },
};

/** JX takes whatever redirect URI was registered, so each of its clients gets a port of its own. */
export const startFor = async (
  { profile }: Journey,
  clock?: { readonly nowEpochMs: () => number },
): Promise<OAuthProvider> => {
  const provider = await startOAuthProvider({
    profile: oauthProfiles[profile],
    ...(clock === undefined ? {} : { clock }),
  });
  if (profile !== 'jx') return provider;
  const redirectUris = [`http://127.0.0.1:${await freePort()}/callback`];
  return { ...provider, client: provider.registerClient({ redirectUris }) };
};
