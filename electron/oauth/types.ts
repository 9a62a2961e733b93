import type { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { AuthorizationRequest } from './authorization.ts';

/** An authorization server as its metadata (RFC 8414, OIDC Discovery) or a template describes it. */
export type OAuthServer = {
  /** Null for servers that have none; then `iss` and ID tokens cannot be checked. */
  readonly issuer: string | null;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly deviceAuthorizationEndpoint: string | null;
  readonly userinfoEndpoint: string | null;
  readonly registrationEndpoint: string | null;
  readonly pushedAuthorizationRequestEndpoint: string | null;
  readonly requiresPushedAuthorizationRequests: boolean;
  /** RFC 9207: a redirect without the right `iss` is refused. */
  readonly announcesIssuer: boolean;
  readonly jwksUri: string | null;
};

/**
 * How id and secret are put into HTTP Basic: percent-encoded first (RFC 6749 section 2.3.1), or as
 * they are, for servers that do not decode them.
 */
export type BasicForm = 'encoded' | 'raw';

/** How the client proves itself at the token endpoint. Keys are PEM (PKCS #8) or JWK text. */
export type ClientAuthentication =
  | { readonly kind: 'none' }
  | { readonly kind: 'client_secret_post'; readonly secret: Secret }
  | {
      readonly kind: 'client_secret_basic';
      readonly secret: Secret;
      /** What is tried first; the other follows where the server does not know the client. */
      readonly form?: BasicForm;
    }
  | { readonly kind: 'client_secret_jwt'; readonly secret: Secret }
  | {
      readonly kind: 'private_key_jwt';
      readonly key: Secret;
      readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
      readonly keyId: string | null;
    };

export type OAuthClient = {
  readonly clientId: string;
  readonly authentication: ClientAuthentication;
};

/**
 * Ways in which a server's token replies bend RFC 6749. Each is allowed by the template that names
 * it and by no other.
 */
export type TokenReplyQuirks = {
  /** Takes a reply without `token_type` for a bearer token. */
  readonly tokenTypeMayBeMissing: boolean;
  /** Finds errors in replies with status 200 (`{"result": 2000, "error": "…"}`). */
  readonly errorsWithStatus200: boolean;
  /** Reads `application/x-www-form-urlencoded` replies. */
  readonly formEncoded: boolean;
  /** Takes `{"error": "some message"}`, whose error is no RFC 6749 word, for a refusal. */
  readonly errorsAreMessages: boolean;
  /** The server gives no expiry and its tokens do not run out. */
  readonly neverExpires: boolean;
};

export type TokenSet = {
  readonly accessToken: Secret;
  readonly refreshToken: Secret | null;
  readonly idToken: Secret | null;
  /** Why the ID token of a renewal is not there, when one came and did not hold. */
  readonly idTokenProblem?: AppError;
  readonly expiresAtEpochSeconds: number | null;
  /** What was granted; what was asked for when the server does not say. */
  readonly scopes: readonly string[];
  /** Further top-level fields of the reply and the redirect that a template asks to keep. */
  readonly extra: Readonly<Record<string, string>>;
  /** The form of HTTP Basic that the server took, where that is how the client proves itself. */
  readonly basicForm?: BasicForm;
};

/** Tokens that came by way of the browser. */
export type CodeTokens = TokenSet & {
  /** Our state came back; else only PKCE, where the server checks it, ties them to our request. */
  readonly stateVerified: boolean;
};

export type DeviceFlow = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  readonly openid: boolean;
  readonly quirks: TokenReplyQuirks;
  /** Names of top-level fields of the token reply to keep in `TokenSet.extra`; never the tokens. */
  readonly keepFromReply?: readonly string[];
};

export type CodeFlow = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly scopes: readonly string[];
  /** Between scopes; a space by RFC 6749, a comma for some. */
  readonly scopeSeparator: string;
  readonly redirect: AuthorizationRequest['redirect'];
  /**
   * `may-be-dropped` only for servers that lose it on the way, and then the caller has to look at
   * `stateVerified`; `required` otherwise, always.
   */
  readonly statePolicy?: AuthorizationRequest['statePolicy'];
  readonly responseMode: 'query' | 'form_post';
  /** Sent with the authorization request, such as `access_type=offline`. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** Off only for servers that fail when they see it; S256 otherwise, always. */
  readonly pkce: 'S256' | 'off';
  /** Asks for and checks an ID token: OIDC. */
  readonly openid: boolean;
  readonly quirks: TokenReplyQuirks;
  /** Names of redirect parameters to keep in `TokenSet.extra`. */
  readonly keepFromRedirect: readonly string[];
  /** Names of top-level fields of the token reply to keep there too; never the tokens. */
  readonly keepFromReply?: readonly string[];
  /**
   * Picks the token endpoint by what the redirect said, for servers with several regions. It must
   * choose from a list of its own: anyone can put any host into a redirect.
   */
  readonly tokenEndpointFrom?: (kept: Readonly<Record<string, string>>) => string;
};
