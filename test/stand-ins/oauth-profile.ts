import type { Exchange, Reply } from './loopback-http.ts';

export type Account = { readonly id: string; readonly name: string; readonly email: string };

export type OAuthClient = {
  readonly clientId: string;
  /** Null for public clients. */
  readonly clientSecret: string | null;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** May ask for device codes (RFC 8628). */
  readonly forDevices: boolean;
};

/** What a person allowed a client. Ends as a whole, with every token that came of it. */
export type Grant = {
  readonly client: OAuthClient;
  readonly account: Account;
  readonly scopes: readonly string[];
  isLive: boolean;
};

/** Who a bearer token speaks for, or why it speaks for nobody. */
export type Bearer =
  | {
      readonly kind: 'good';
      readonly grant: Grant;
      readonly scopes: readonly string[];
    }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'expired' };

export type Issued = {
  readonly via: 'code' | 'refresh' | 'device';
  readonly grant: Grant;
  readonly scopes: readonly string[];
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Null for tokens that do not run out. */
  readonly expiresInSeconds: number | null;
  readonly idToken: string | null;
};

/** Words of RFC 6749 section 5.2, RFC 8628 section 3.5, and Google's own for redirect URIs. */
export type TokenErrorWord =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope'
  | 'invalid_token'
  | 'redirect_uri_mismatch'
  | 'authorization_pending'
  | 'slow_down'
  | 'expired_token'
  | 'access_denied';

/** Why a request to the token endpoint was refused, closer than the word tells. */
export type TokenRefusal = {
  readonly word: TokenErrorWord;
  readonly reason:
    | 'request'
    | 'client'
    | 'code'
    | 'code-expired'
    | 'code-used'
    | 'redirect'
    | 'verifier'
    | 'refresh-token'
    | 'grant-type'
    | 'scope'
    | 'token'
    | 'device';
  readonly detail: string;
};

export type ErrorReply = {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
};

export type Endpoint = 'authorization' | 'token' | 'revocation' | 'device' | 'api' | 'metadata';

/** Switches that can be turned while the provider runs. */
export type OAuthSettings = {
  codeLifetimeSeconds: number;
  /** Null gives tokens that do not run out, and no `expires_in`. */
  accessTokenLifetimeSeconds: number | null;
  /** Since their last use; null for no end. */
  refreshTokenIdleSeconds: number | null;
  /** The client is not published yet: refresh tokens end after seven days (Google). */
  testing: boolean;
  /** Email of the account that is used when the consent form does not name one. */
  account: string;
  /** Refuses a request with parameters that it does not know, PKCE's among them. */
  refusesPkce: boolean;
  stateReturn: 'echo' | 'drop' | 'blank' | 'other';
  /** What the redirect says in `iss`, where the provider announces it (RFC 9207). */
  issuerReturn: 'right' | 'drop' | 'other';
  issuer: string;
  formEncodedReplies: boolean;
  omitTokenType: boolean;
  expiresInAsString: boolean;
  /** A refused consent leads to the provider's own start page instead of the redirect URI. */
  denyGoesHome: boolean;
  deviceCodeLifetimeSeconds: number;
  deviceIntervalSeconds: number;
  /** So many of the next polls are answered with `slow_down`, however slow they are. */
  deviceSlowDowns: number;
  /** What pCloud's redirect names as the API host. */
  hostname: string;
  /** The endpoint whose requests use up faults; `all` spares the pages a person sees. */
  faultsAt: Endpoint | 'all';
};

export type ApiRequest = {
  readonly path: string;
  readonly exchange: Exchange;
  readonly bearer: Bearer;
  /** Ends the grant of the bearer token. */
  readonly revoke: () => void;
};

/** Everything in which one provider differs from the next, as its documents tell. */
export type OAuthProfile = {
  readonly id: string;
  readonly name: string;
  /** Hosts of the real provider; no two of them have a path in common here. */
  readonly realHosts: readonly string[];
  /** Null for providers that have none; `self` for the origin of the stand-in. */
  readonly issuer: string | null;
  readonly paths: {
    readonly authorization: string;
    readonly token: string;
    readonly revocation: string | null;
    readonly device: string | null;
    readonly deviceVerification: string | null;
    readonly keys: string | null;
    /** The call that names the account. */
    readonly identity: string | null;
  };
  /** Brings paths that mean the same into one form. */
  readonly normalisePath?: (path: string) => string;
  readonly redirect: {
    readonly registered: readonly string[];
    readonly matches: (registered: string, given: string) => boolean;
    /** Without a redirect URI the page shows the code. */
    readonly optional: boolean;
    readonly responseModes: readonly ('query' | 'form_post')[];
    /** How the redirect URI is written when the browser is sent there. */
    readonly written?: (uri: string) => string;
    /** Further parameters, besides code and state. */
    readonly extras?: (settings: OAuthSettings) => Readonly<Record<string, string>>;
  };
  readonly client: {
    /** `optional` refuses wrong secrets but takes none, given a verifier. */
    readonly secret: 'required' | 'optional' | 'forbidden';
    readonly authentication: readonly ('body' | 'basic')[];
    /** Device codes need a client of their own. */
    readonly devicesNeedOwnClient: boolean;
  };
  readonly pkce: 'required' | 'checked' | 'ignored';
  /** Whether `response_type` and `grant_type` may be left out. */
  readonly typesOptional: boolean;
  /** Must come with a code, besides code and client. */
  readonly exchangeNeeds: readonly string[];
  readonly scopes: {
    readonly separator: string;
    /** Null takes any. */
    readonly known: readonly string[] | null;
    readonly required: boolean;
    /** The person may leave some out. */
    readonly granular: boolean;
    readonly forDevices?: (scope: string) => boolean;
    /** Left out of what tokens are said to hold. */
    readonly unsaid?: readonly string[];
  };
  /** Errors shown on the provider's own page instead of redirected. */
  readonly pageErrors: readonly string[];
  readonly givesRefreshToken: (asked: {
    readonly parameters: ReadonlyMap<string, string>;
    readonly scopes: readonly string[];
    /** The person allowed this client before. */
    readonly isConsentedBefore: boolean;
  }) => boolean;
  /**
   * `static`: stays as it is. `keeps-old`: each use gives another, older ones still work.
   * `single-use`: each use gives another and ends the old one.
   */
  readonly rotation: 'static' | 'keeps-old' | 'single-use';
  /** Live refresh tokens of one client and account; the oldest ends when there are more. */
  readonly maxRefreshTokens: number | null;
  readonly revocation: {
    readonly needsClient: boolean;
    readonly unknownToken: 'ok' | 'error';
  };
  readonly prefixes: {
    readonly code: string;
    readonly accessToken: string;
    readonly refreshToken: string;
  };
  readonly settings: Partial<OAuthSettings>;
  readonly tokenReply: (issued: Issued) => Readonly<Record<string, unknown>>;
  readonly tokenError: (refusal: TokenRefusal) => ErrorReply;
  readonly deviceReply?: (device: {
    readonly deviceCode: string;
    readonly userCode: string;
    readonly verificationUri: string;
    readonly lifetimeSeconds: number;
    readonly intervalSeconds: number;
  }) => Readonly<Record<string, unknown>>;
  /** Answers the calls that take access tokens; null for paths it does not know. */
  readonly api?: (request: ApiRequest) => Reply | null;
};

export const json = (
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  refusal?: string,
): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  body: JSON.stringify(body),
  ...(refusal === undefined ? {} : { refusal }),
});

/** RFC 6749 section 5.2: 401 for the client, 400 for the rest. */
export const standardError = ({ word, detail }: TokenRefusal): ErrorReply => ({
  status: word === 'invalid_client' ? 401 : 400,
  body: { error: word, error_description: detail },
});

/** RFC 6749 section 5.1. */
export const standardReply = (issued: Issued): Readonly<Record<string, unknown>> => ({
  access_token: issued.accessToken,
  token_type: 'Bearer',
  ...(issued.expiresInSeconds === null ? {} : { expires_in: issued.expiresInSeconds }),
  ...(issued.refreshToken === null ? {} : { refresh_token: issued.refreshToken }),
  scope: issued.scopes.join(' '),
  ...(issued.idToken === null ? {} : { id_token: issued.idToken }),
});

export const isSame = (registered: string, given: string): boolean => registered === given;

const isLoopbackHost = (hostname: string): boolean =>
  hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost';

/** RFC 8252 section 7.3: the port of a loopback redirect is the client's choice at the time. */
export const isSameButLoopbackPort = (registered: string, given: string): boolean => {
  if (registered === given) return true;
  if (!URL.canParse(registered) || !URL.canParse(given)) return false;
  const [one, other] = [new URL(registered), new URL(given)];
  const rest = (url: URL): string => `${url.protocol}//${url.hostname}${url.pathname}${url.search}`;
  return (
    one.protocol === 'http:' &&
    isLoopbackHost(one.hostname) &&
    other.username === '' &&
    other.hash === '' &&
    rest(one) === rest(other)
  );
};

export const isLoopbackRedirect = (given: string): boolean => {
  if (!URL.canParse(given)) return false;
  const url = new URL(given);
  return url.protocol === 'http:' && isLoopbackHost(url.hostname) && url.hash === '';
};
