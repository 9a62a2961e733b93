import {
  type AuthorizationServer,
  type Client,
  type ClientAuth,
  processGenericTokenEndpointResponse,
} from 'oauth4webapi';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import type { JsonObject } from '../../platform/json.ts';
import { basicFormOf, clientCredentialsOf, withOtherBasicForm } from '../client/authentication.ts';
import type { ServerContext } from '../context.ts';
import {
  asAppError,
  asAuthorizationServer,
  asClient,
  isClockOff,
  jsonResponse,
  readReply,
  requestOptions,
  secureUrl,
} from '../oauth4webapi.ts';
import type { OAuthClient, OAuthServer, TokenReplyQuirks, TokenSet } from '../types.ts';
import { asTokenSet, withoutQuirks } from './fields.ts';
import { verifyIdToken } from './id-token.ts';
import { isClientAccepted, isInvalidClient, type RequestKind, readOAuthReply } from './reply.ts';

/** Both ends of a conversation, and how far the server's replies may bend the rules. */
export type TokenParties = {
  readonly server: OAuthServer;
  readonly client: OAuthClient;
  readonly quirks: TokenReplyQuirks;
};

export type TokenRequest = TokenParties & {
  readonly requestKind: RequestKind;
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
export const fetchTokens = async (
  context: ServerContext,
  request: TokenRequest,
): Promise<TokenSet> => readTokens(context, request, await requestTokens(context, request));

/** What the token endpoint granted, before the ID token was looked at. */
export type TokenGrant = {
  readonly fields: JsonObject;
  readonly headers: Headers;
  readonly server: AuthorizationServer;
  readonly client: Client;
  readonly receivedEpochMs: number;
  readonly authenticatedAs: OAuthClient;
};

/** Sends the request and throws unless tokens were granted. */
export const requestTokens = async (
  context: ServerContext,
  request: TokenRequest,
): Promise<TokenGrant> => {
  const { quirks, requestKind } = request;
  const endpoint = request.server.tokenEndpoint;
  const { host } = secureUrl(endpoint);
  const { reply, server, client, authenticatedAs } = await sendAuthenticated(context, {
    ...request,
    endpoint,
  });
  const receivedEpochMs = context.clock.nowEpochMs();
  const sent = readEndpointReply(reply, request, {
    host,
    requestKind,
    expectedStatus: 200,
    nowEpochMs: receivedEpochMs,
    quirks,
  });
  const fields = withoutQuirks(sent, quirks);
  const { id_token: _, ...others } = fields;
  try {
    await processGenericTokenEndpointResponse(server, client, jsonResponse(others));
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
  // The library would take DPoP, which we never ask for.
  if (String(fields.token_type).toLowerCase() !== 'bearer') {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  return { fields, headers: reply.headers, server, client, receivedEpochMs, authenticatedAs };
};

/** Checks the ID token, where one was asked for, and gives the tokens. */
export const readTokens = async (
  context: ServerContext,
  request: TokenRequest,
  granted: TokenGrant,
): Promise<TokenSet> => {
  const { host } = secureUrl(request.server.tokenEndpoint);
  const { idToken, ...problem } = await idTokenOf(context, request, {
    ...granted,
    nonce: request.nonce,
    host,
  });
  const tokens = asTokenSet(granted.fields, idToken, {
    host,
    nowEpochMs: granted.receivedEpochMs,
    requestedScopes: request.scopes,
    scopeSeparator: request.scopeSeparator,
    keep: request.keepFromReply,
    neverExpires: request.quirks.neverExpires,
  });
  const { authentication } = granted.authenticatedAs;
  return {
    ...tokens,
    ...problem,
    ...(authentication.kind === 'client_secret_basic'
      ? { basicForm: basicFormOf(authentication) }
      : {}),
  };
};

const idTokenOf = async (
  context: ServerContext,
  request: TokenRequest,
  expected: Parameters<typeof verifyIdToken>[1],
): Promise<Pick<TokenSet, 'idToken' | 'idTokenProblem'>> => {
  // Without an issuer there is nothing to check it against, and unchecked it is worth nothing.
  if (request.idToken === 'ignored' || request.server.issuer === null) return { idToken: null };
  if (request.idToken === 'required') return { idToken: await verifyIdToken(context, expected) };
  if (expected.fields.id_token === undefined) return { idToken: null };
  try {
    return { idToken: await verifyIdToken(context, expected) };
  } catch (error) {
    const problem = isAppError(error) ? error : new AppError('internal', { cause: error });
    return { idToken: null, idTokenProblem: problem };
  }
};

/**
 * Sends one authenticated request to one endpoint and gives the raw reply. A client that is refused
 * before anything is looked at tries the other form of HTTP Basic, once.
 */
export const sendAuthenticated = async (
  context: ServerContext,
  parts: {
    readonly server: OAuthServer;
    readonly client: OAuthClient;
    readonly endpoint: string;
    readonly send: Send;
  },
) => {
  const server = asAuthorizationServer(parts.server);
  const clock = context.serverClock ?? context.clock;
  const client = asClient(parts.client, clock);
  const options = requestOptions(context, parts.endpoint);
  const sendAs = async (who: OAuthClient): Promise<HttpResponse> => {
    const credentials = await clientCredentialsOf(who, clock);
    return readReply(await parts.send(server, client, credentials, options));
  };
  const reply = await sendAs(parts.client);
  const other = isInvalidClient(reply) ? withOtherBasicForm(parts.client) : null;
  const second = other === null ? null : await sendAs(other);
  return other !== null && second !== null && isClientAccepted(second)
    ? { reply: second, server, client, authenticatedAs: other }
    : { reply, server, client, authenticatedAs: parts.client };
};

/** Tells a client that is wrong from one whose assertion failed because this clock is off. */
export const readEndpointReply = (
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
