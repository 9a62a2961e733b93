import { decodeJwt } from 'jose';
import {
  authorizationCodeGrantRequest,
  genericTokenEndpointRequest,
  nopkce,
  refreshTokenGrantRequest,
  revocationRequest,
  skipStateCheck,
  validateAuthResponse,
} from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import { isHtmlPage } from '../../platform/reply.ts';
import type { ServerContext } from '../context.ts';
import { secureUrl } from '../oauth4webapi.ts';
import type { OAuthClient, OAuthServer, TokenSet } from '../types.ts';
import {
  fetchTokens,
  readEndpointReply,
  sendAuthenticated,
  type TokenParties,
} from './endpoint.ts';
import { OAuthErrorResponse, strictReplies } from './reply.ts';

export type CodeExchange = TokenParties & {
  readonly code: Secret;
  /** Null when the authorization request named none. */
  readonly redirectUri: string | null;
  /** The verifier of the attempt that brought the code; `off` only where the attempt sent none. */
  readonly pkce: { readonly verifier: Secret } | 'off';
  /** Asks for an ID token that bears it; null where no ID token was asked for. */
  readonly nonce: string | null;
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  /** Names of top-level reply fields to keep in `TokenSet.extra`. */
  readonly keepFromReply: readonly string[];
};

/**
 * Trades an authorization code for tokens, once: RFC 6749 section 4.1.3.
 *
 * Throws `oauth.code-refused` for a code that the server does not take (used, expired, or issued for
 * another redirect URI: the standard has one word for all), and what `fetchTokens` throws.
 */
export const exchangeCode = async (
  context: ServerContext,
  exchange: CodeExchange,
): Promise<TokenSet> => {
  const { code, redirectUri, pkce } = exchange;
  const verifier = pkce === 'off' ? nopkce : pkce.verifier.expose();
  return fetchTokens(context, {
    ...exchange,
    requestKind: 'exchange',
    idToken: exchange.nonce === null ? 'ignored' : 'required',
    send: (server, client, credentials, options) => {
      if (redirectUri === null) {
        const parameters = {
          code: code.expose(),
          ...(verifier === nopkce ? {} : { code_verifier: verifier }),
        };
        const grant = 'authorization_code';
        return genericTokenEndpointRequest(server, client, credentials, grant, parameters, options);
      }
      // The redirect's state and `iss` were checked when it arrived; the library wants its own look.
      const callback = new URLSearchParams({ code: code.expose() });
      const checked = validateAuthResponse(server, client, callback, skipStateCheck);
      return authorizationCodeGrantRequest(
        server,
        client,
        credentials,
        checked,
        redirectUri,
        verifier,
        options,
      );
    },
  });
};

type Refresh = TokenParties & {
  readonly refreshToken: Secret;
  /** Granted so far; they are not sent, and stay granted unless the server says otherwise. */
  readonly scopes: readonly string[];
  readonly scopeSeparator?: string;
  readonly keepFromReply?: readonly string[];
  /** `sub` of the account; a new ID token for anybody else is dropped. */
  readonly subject?: string | null;
};

/**
 * Gets fresh tokens: RFC 6749 section 6. The refresh token in the result is the one to use next: the
 * new one where the server rotates, the old one where it sends none.
 *
 * Throws `oauth.sign-in-again` when the server says that the refresh token is no good, and what
 * `fetchTokens` throws. An ID token that does not hold is dropped, and `idTokenProblem` says why: by
 * then the old refresh token may be spent, and losing the new one would cost the sign-in.
 */
export const refreshTokens = async (
  context: ServerContext,
  refresh: Refresh,
): Promise<TokenSet> => {
  const { refreshToken } = refresh;
  const tokens = await fetchTokens(context, {
    ...refresh,
    requestKind: 'refresh',
    nonce: null,
    idToken: 'optional',
    scopeSeparator: refresh.scopeSeparator ?? ' ',
    keepFromReply: refresh.keepFromReply ?? [],
    send: (server, client, credentials, options) =>
      refreshTokenGrantRequest(server, client, credentials, refreshToken.expose(), options),
  });
  const { subject = null } = refresh;
  const isOther =
    subject !== null && tokens.idToken !== null && subjectOf(tokens.idToken) !== subject;
  const kept = { ...tokens, refreshToken: tokens.refreshToken ?? refreshToken };
  if (!isOther) return kept;
  const { host } = secureUrl(refresh.server.tokenEndpoint);
  const idTokenProblem = new AppError('oauth.invalid-id-token', { params: { host } });
  return { ...kept, idToken: null, idTokenProblem };
};

const subjectOf = (idToken: Secret): string | undefined => decodeJwt(idToken.expose()).sub;

type Revocation = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly token: Secret;
  readonly kind: 'refresh_token' | 'access_token';
};

/**
 * Ends a token at its server: RFC 7009. Resolves as well when the server does not know the token, or
 * does not revoke its kind, because then there is nothing that could be done about it.
 *
 * Throws `oauth.not-revoked` when the server has no revocation endpoint, `server.trouble` (retryable)
 * for a 503, and the other codes of `fetchTokens`.
 */
export const revokeToken = async (
  context: ServerContext,
  { server, client, token, kind }: Revocation,
): Promise<void> => {
  const endpoint = server.revocationEndpoint;
  if (endpoint === null) throw new AppError('oauth.not-revoked');
  const { reply } = await sendAuthenticated(context, {
    server,
    client,
    endpoint,
    send: (as, who, credentials, options) =>
      revocationRequest(as, who, credentials, token.expose(), {
        ...options,
        additionalParameters: { token_type_hint: kind },
      }),
  });
  // Section 2.2: the status says it all. But a page comes from something in front of the server.
  if (reply.status === 204 || (reply.status === 200 && !isHtmlPage(reply))) return;
  try {
    readEndpointReply(
      reply,
      { client },
      {
        host: secureUrl(endpoint).host,
        requestKind: 'revoke',
        expectedStatus: 200,
        nowEpochMs: context.clock.nowEpochMs(),
        quirks: strictReplies,
      },
    );
  } catch (error) {
    // Google's word for a token that is gone already.
    const isDone =
      error instanceof OAuthErrorResponse &&
      (error.errorCode === 'unsupported_token_type' || error.errorCode === 'invalid_token');
    if (!isDone) throw error;
  }
};
