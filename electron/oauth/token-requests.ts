import { decodeJwt } from 'jose';
import {
  type AuthorizationServer,
  authorizationCodeGrantRequest,
  type Client,
  type ClientAuth,
  genericTokenEndpointRequest,
  nopkce,
  processGenericTokenEndpointResponse,
  refreshTokenGrantRequest,
  revocationRequest,
  skipStateCheck,
  validateAuthResponse,
} from 'oauth4webapi';
import { AppError, isAppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import type { HttpResponse } from '../platform/ports.ts';
import { clientCredentialsOf } from './client-authentication.ts';
import { jsonResponse, readReply, requestOptions, secureUrl } from './http-fetch.ts';
import { verifyIdToken } from './id-token.ts';
import { asAppError, isClockOff } from './library-errors.ts';
import { asAuthorizationServer, asClient } from './library-metadata.ts';
import type { ServerContext } from './oauth-context.ts';
import type { OAuthClient, OAuthServer, TokenReplyQuirks, TokenSet } from './oauth-types.ts';
import { asTokenSet, withoutQuirks } from './token-fields.ts';
import {
  type JsonObject,
  type Question,
  RefusedByWord,
  readOAuthReply,
  strictReplies,
} from './token-reply.ts';

/** Both ends of a conversation, and how far the server's replies may bend the rules. */
export type TokenParties = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly quirks: TokenReplyQuirks;
};

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
 * another redirect URI: the standard has one word for all), and what `askTokens` throws.
 */
export const exchangeCode = async (
  context: ServerContext,
  exchange: CodeExchange,
): Promise<TokenSet> => {
  const { code, redirectUri, pkce } = exchange;
  const verifier = pkce === 'off' ? nopkce : pkce.verifier.expose();
  return askTokens(context, {
    ...exchange,
    question: 'exchange',
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

export type Refresh = TokenParties & {
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
 * `askTokens` throws. An ID token that does not hold is dropped without a word: by then the old
 * refresh token may be spent, and losing the new one would cost the sign-in.
 */
export const refreshTokens = async (
  context: ServerContext,
  refresh: Refresh,
): Promise<TokenSet> => {
  const { refreshToken } = refresh;
  const tokens = await askTokens(context, {
    ...refresh,
    question: 'refresh',
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
  return {
    ...tokens,
    refreshToken: tokens.refreshToken ?? refreshToken,
    idToken: isOther ? null : tokens.idToken,
  };
};

const subjectOf = (idToken: Secret): string | undefined => decodeJwt(idToken.expose()).sub;

type Asking = TokenParties & {
  readonly question: Question;
  readonly nonce: string | null;
  /** An optional one is checked if it is there, and dropped if it does not hold. */
  readonly idToken: 'required' | 'optional' | 'ignored';
  readonly scopes: readonly string[];
  readonly scopeSeparator: string;
  readonly keepFromReply: readonly string[];
  readonly send: Send;
};

type Send = (
  server: AuthorizationServer,
  client: Client,
  credentials: ClientAuth,
  options: ReturnType<typeof requestOptions>,
) => Promise<Response>;

/**
 * Asks the token endpoint and reads its reply.
 *
 * Throws `oauth.invalid-client`, `oauth.invalid-scope`, `oauth.invalid-key`, `oauth.invalid-id-token`,
 * `server.clock-skew`, and every other `server.*` code; see `readOAuthReply`.
 */
export const askTokens = async (context: ServerContext, asking: Asking): Promise<TokenSet> => {
  const { quirks, question } = asking;
  const { host } = secureUrl(asking.server.tokenEndpoint);
  const { reply, server, client } = await converse(context, {
    ...asking,
    endpoint: asking.server.tokenEndpoint,
  });
  const nowEpochMs = context.clock.nowEpochMs();
  const judged = judge(reply, asking, { host, question, expectedStatus: 200, nowEpochMs, quirks });
  const { id_token: idTokenText, ...fields } = withoutQuirks(judged, quirks);
  try {
    await processGenericTokenEndpointResponse(server, client, jsonResponse(fields));
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
  if (String(fields.token_type).toLowerCase() !== 'bearer') {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  const idToken = await idTokenOf(context, asking, {
    server,
    client,
    fields: { ...fields, id_token: idTokenText },
    nonce: asking.nonce,
    headers: reply.headers,
    host,
  });
  return asTokenSet(fields, idToken, {
    host,
    nowEpochMs,
    requestedScopes: asking.scopes,
    scopeSeparator: asking.scopeSeparator,
    keep: asking.keepFromReply,
  });
};

const idTokenOf = async (
  context: ServerContext,
  asking: Asking,
  expected: Parameters<typeof verifyIdToken>[1],
): Promise<Secret | null> => {
  // Without an issuer there is nothing to check it against, and unchecked it is worth nothing.
  if (asking.idToken === 'ignored' || asking.server.issuer === null) return null;
  if (asking.idToken === 'required') return verifyIdToken(context, expected);
  if (expected.fields.id_token === undefined) return null;
  try {
    return await verifyIdToken(context, expected);
  } catch {
    return null;
  }
};

/** Sends one authenticated request to one endpoint and gives the raw reply. */
export const converse = async (
  context: ServerContext,
  parts: {
    readonly server: OAuthServer;
    readonly client: OAuthClient;
    readonly endpoint: string;
    readonly send: Send;
  },
) => {
  const server = asAuthorizationServer(parts.server);
  const client = asClient(parts.client, context.clock);
  const options = requestOptions(context, parts.endpoint);
  const credentials = await clientCredentialsOf(parts.client);
  const response = await parts.send(server, client, credentials, options);
  return { reply: await readReply(response), server, client };
};

/** Tells a client that is wrong from one whose assertion failed because this clock is off. */
export const judge = (
  reply: HttpResponse,
  { client }: Pick<TokenParties, 'client'>,
  context: Parameters<typeof readOAuthReply>[1],
): JsonObject => {
  try {
    return readOAuthReply(reply, context);
  } catch (error) {
    const { kind } = client.authentication;
    const isAssertion = kind === 'client_secret_jwt' || kind === 'private_key_jwt';
    if (
      isAssertion &&
      isAppError(error, 'oauth.invalid-client') &&
      isClockOff(reply.headers, context.nowEpochMs)
    ) {
      throw new AppError('server.clock-skew', { params: { host: context.host } });
    }
    throw error;
  }
};

export type Revocation = {
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
 * for a 503, and the other codes of `askTokens`.
 */
export const revokeToken = async (
  context: ServerContext,
  { server, client, token, kind }: Revocation,
): Promise<void> => {
  const endpoint = server.revocationEndpoint;
  if (endpoint === null) throw new AppError('oauth.not-revoked');
  const { reply } = await converse(context, {
    server,
    client,
    endpoint,
    send: (as, who, credentials, options) =>
      revocationRequest(as, who, credentials, token.expose(), {
        ...options,
        additionalParameters: { token_type_hint: kind },
      }),
  });
  if (reply.status === 200 || reply.status === 204) return;
  try {
    judge(
      reply,
      { client },
      {
        host: secureUrl(endpoint).host,
        question: 'revoke',
        expectedStatus: 200,
        nowEpochMs: context.clock.nowEpochMs(),
        quirks: strictReplies,
      },
    );
  } catch (error) {
    // Google's word for a token that is gone already.
    const isDone =
      error instanceof RefusedByWord &&
      (error.word === 'unsupported_token_type' || error.word === 'invalid_token');
    if (!isDone) throw error;
  }
};
