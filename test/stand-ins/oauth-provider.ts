import { randomBytes, randomUUID } from 'node:crypto';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  type RequestLogEntry,
  startLoopbackServer,
} from './loopback-http.ts';
import { consentAction, createAuthorizationEndpoint } from './oauth-authorize.ts';
import { createDeviceRequests } from './oauth-device.ts';
import { createOtherEndpoints } from './oauth-endpoints.ts';
import { createIdTokenIssuer } from './oauth-id-token.ts';
import { createOAuthLedger } from './oauth-ledger.ts';
import { oauthNotice } from './oauth-pages.ts';
import {
  type Account,
  type Endpoint,
  json,
  type OAuthClient,
  type OAuthProfile,
  type OAuthSettings,
  type TokenErrorWord,
  type TokenRefusal,
} from './oauth-profile.ts';
import { createTokenEndpoint } from './oauth-token.ts';

/** The two people whose browser is signed in at every stand-in. */
export const standInAccounts: readonly Account[] = [
  { id: '100000000000000000001', name: 'Ada Lovelace', email: 'ada@stand-in.test' },
  { id: '100000000000000000002', name: 'Grace Hopper', email: 'grace@stand-in.test' },
];

type ClientRegistration = {
  readonly clientId?: string;
  /** Null for a public client. Default: what the provider's clients have. */
  readonly clientSecret?: string | null;
  readonly name?: string;
  readonly redirectUris?: readonly string[];
  readonly forDevices?: boolean;
};

export type OAuthProvider = {
  readonly profile: OAuthProfile;
  readonly origin: string;
  readonly endpoints: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string | null;
    readonly device: string | null;
    readonly identity: string | null;
  };
  readonly settings: OAuthSettings;
  /** Spoil requests at `settings.faultsAt`. */
  readonly faults: FaultControls;
  readonly accounts: readonly Account[];
  /** A client registered at the start, with a fresh ID and secret. */
  readonly client: OAuthClient;
  /** The one to ask for device codes with; the same unless the provider tells them apart. */
  readonly deviceClient: OAuthClient;
  readonly registerClient: (registration?: ClientRegistration) => OAuthClient;
  /** Requests that reached the token endpoint with a readable body, in order. */
  readonly tokenRequests: readonly {
    readonly grantType: string;
    readonly refusal: TokenRefusal['reason'] | null;
  }[];
  /** Moves a URL of the real provider to this origin; null for URLs that are not its. */
  readonly toStandIn: (url: URL) => URL | null;
  /** Ends the next browser flow with this word. */
  readonly failNextWith: (word: string) => void;
  readonly failNextTokenWith: (word: TokenErrorWord) => void;
  /** Takes the client's permission away, as a person does on the provider's account page. */
  readonly revokeFromOutside: (email?: string) => void;
  /** Answers a device code as the person would. False when there is nothing to answer. */
  readonly answerDevice: (
    userCode: string,
    decision: 'approve' | 'deny',
    email?: string,
  ) => boolean;
  readonly liveRefreshTokens: () => number;
  readonly liveGrants: () => number;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly profile: OAuthProfile;
  readonly clock?: { readonly nowEpochMs: () => number };
  readonly log?: (entry: RequestLogEntry) => void;
  readonly settings?: Partial<OAuthSettings>;
};

const generalSettings: OAuthSettings = {
  codeLifetimeSeconds: 600,
  accessTokenLifetimeSeconds: 3600,
  refreshTokenIdleSeconds: null,
  testing: false,
  account: 'ada@stand-in.test',
  refusesPkce: false,
  stateReturn: 'echo',
  issuerReturn: 'right',
  issuer: '',
  formEncodedReplies: false,
  omitTokenType: false,
  expiresInAsString: false,
  denyGoesHome: false,
  deviceCodeLifetimeSeconds: 900,
  deviceIntervalSeconds: 5,
  deviceSlowDowns: 0,
  hostname: '',
  faultsAt: 'all',
};

/**
 * Starts a strict OAuth 2 server that behaves as one provider's documents say.
 *
 * Shares no code with the product. Strict where real servers are lenient: repeated parameters,
 * secrets in URLs, `plain` challenges and verifiers without a challenge are refused, and a code used
 * twice ends what came of it (RFC 6749 section 4.1.2, RFC 9700).
 */
export const startOAuthProvider = async (options: Options): Promise<OAuthProvider> => {
  const { profile, clock, log = () => {} } = options;
  const nowEpochMs = clock?.nowEpochMs ?? Date.now;
  const settings: OAuthSettings = {
    ...generalSettings,
    issuer: profile.issuer ?? '',
    ...profile.settings,
    ...options.settings,
  };
  const accounts = standInAccounts;
  const clients = new Map<string, OAuthClient>();
  const ledger = createOAuthLedger({ profile, settings, nowEpochMs });
  const idTokens = createIdTokenIssuer(settings, nowEpochMs);
  const devices = createDeviceRequests({ profile, settings, accounts, nowEpochMs });
  const authorization = createAuthorizationEndpoint({
    profile,
    settings,
    ledger,
    clients,
    accounts,
  });
  const tokenRequests: { grantType: string; refusal: TokenRefusal['reason'] | null }[] = [];
  const token = createTokenEndpoint({
    profile,
    settings,
    ledger,
    clients,
    devices,
    idTokens,
    nowEpochMs,
    record: (entry) => tokenRequests.push(entry),
  });

  const registerClient = (registration: ClientRegistration = {}): OAuthClient => {
    const secret = profile.client.secret === 'required' ? randomBytes(18).toString('base64') : null;
    const client: OAuthClient = {
      clientId: registration.clientId ?? randomUUID(),
      clientSecret: registration.clientSecret === undefined ? secret : registration.clientSecret,
      name: registration.name ?? 'Stowkey',
      redirectUris: registration.redirectUris ?? profile.redirect.registered,
      forDevices: registration.forDevices ?? !profile.client.devicesNeedOwnClient,
    };
    clients.set(client.clientId, client);
    return client;
  };

  const { paths } = profile;
  const normalise = profile.normalisePath ?? ((path: string) => path);
  const metadataPath = '/.well-known/openid-configuration';
  const endpointOf = (path: string): Endpoint | null => {
    if (path === paths.authorization) return 'authorization';
    if (path === paths.token) return 'token';
    if (path === paths.revocation) return 'revocation';
    if (path === paths.device) return 'device';
    if (path === metadataPath || path === paths.keys) return 'metadata';
    return profile.api === undefined ? null : 'api';
  };

  const others = createOtherEndpoints({
    profile,
    settings,
    ledger,
    clients,
    devices,
    renderRefusal: token.renderRefusal,
    origin: () => server.origin,
  });

  const handle = (exchange: Exchange): Reply => {
    const { method } = exchange;
    const path = normalise(exchange.url.pathname);
    const isPage = method === 'GET' || method === 'HEAD';
    if (path === paths.authorization && isPage) return authorization.open(exchange);
    if (path === consentAction && method === 'POST') return authorization.answer(exchange);
    if (path === paths.token) return token.answer(exchange);
    if (path === paths.revocation) return others.revoke(exchange);
    if (path === paths.device && method === 'POST') return others.askDevice(exchange);
    if (path === paths.deviceVerification) {
      return isPage ? devices.page(exchange) : devices.answer(exchange);
    }
    if (path === metadataPath && profile.issuer !== null) return others.metadata();
    if (path === paths.keys) return json(200, idTokens.keySet());
    if (path === '/' && isPage) return oauthNotice(profile.name, profile.name, '');
    const bearer = ledger.bearer(exchange.headers.authorization);
    const revokeBearer = (): void => {
      if (bearer.kind === 'good') bearer.grant.isLive = false;
    };
    return (
      profile.api?.({ path, exchange, bearer, revoke: revokeBearer }) ?? {
        status: 404,
        body: 'not found\n',
        refusal: 'no such page',
      }
    );
  };

  const server = await startLoopbackServer({
    name: profile.id,
    log,
    maxBodyBytes: 64 * 1024,
    handle,
    spares: ({ url }) => {
      const path = normalise(url.pathname);
      const endpoint = path === '/favicon.ico' || path === '/' ? null : endpointOf(path);
      if (path === consentAction || path === paths.deviceVerification) return true;
      const { faultsAt } = settings;
      return faultsAt === 'all' ? endpoint === 'authorization' : endpoint !== faultsAt;
    },
  });
  if (settings.issuer === 'self') settings.issuer = server.origin;
  const at = (path: string | null): string | null =>
    path === null ? null : `${server.origin}${path}`;
  const client = registerClient();
  return {
    profile,
    origin: server.origin,
    endpoints: {
      authorization: `${server.origin}${paths.authorization}`,
      token: `${server.origin}${paths.token}`,
      revocation: at(paths.revocation),
      device: at(paths.device),
      identity: at(paths.identity),
    },
    settings,
    faults: server.faults,
    accounts,
    client,
    deviceClient: client.forDevices ? client : registerClient({ forDevices: true }),
    registerClient,
    tokenRequests,
    toStandIn: (url) =>
      url.protocol === 'https:' && profile.realHosts.includes(url.host)
        ? new URL(`${server.origin}${url.pathname}${url.search}`)
        : null,
    failNextWith: authorization.failNextWith,
    failNextTokenWith: (word) =>
      token.failNextWith({ word, reason: 'request', detail: 'error on demand' }),
    revokeFromOutside: (email) => ledger.endGrantsOf(email ?? null),
    answerDevice: devices.settle,
    liveRefreshTokens: ledger.liveRefreshTokens,
    liveGrants: ledger.liveGrants,
    close: server.close,
  };
};
