import {
  calculatePKCECodeChallenge,
  processPushedAuthorizationResponse,
  pushedAuthorizationRequest,
} from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { clientCredentialsOf } from '../client/authentication.ts';
import type { SignInContext } from '../context.ts';
import { asAppError, jsonResponse, secureUrl } from '../oauth4webapi.ts';
import { readEndpointReply, sendAuthenticated } from '../token/endpoint.ts';
import { strictReplies } from '../token/reply.ts';
import { exchangeCode } from '../token/requests.ts';
import type { CodeFlow, CodeTokens } from '../types.ts';

/** 256 bits each; RFC 7636 section 7.1 asks for them. */
const secretBytes = 32;

/**
 * Signs in through the browser with the authorization code flow: PKCE (RFC 7636), a pushed request
 * where the server demands it (RFC 9126), the issuer's name checked where it is announced (RFC 9207),
 * and the ID token checked where one is asked for.
 *
 * The client's key and both endpoints are checked before the browser opens. The code is exchanged at
 * once: some live for no more than a minute. Throws what `authorize`, `exchangeCode` and the pushed
 * request throw.
 */
export const signInWithCode = async (
  context: SignInContext,
  flow: CodeFlow,
): Promise<CodeTokens> => {
  const { server, client, redirect, quirks, scopeSeparator } = flow;
  const authorizationUrl = secureUrl(server.authorizationEndpoint);
  secureUrl(server.tokenEndpoint);
  await clientCredentialsOf(client, context.clock);

  const scopes = requestedScopes(flow);
  const verifier = new Secret(context.random.token(secretBytes));
  const nonce = flow.openid ? context.random.token(secretBytes) : null;
  const challenge =
    flow.pkce === 'off' ? null : await calculatePKCECodeChallenge(verifier.expose());
  const mayOmitRedirect = redirect.kind === 'paste' && redirect.redirectUri === null;

  if (redirect.kind !== 'paste') context.step('open-listener');
  const received = await context.authorize({
    redirect,
    statePolicy: flow.statePolicy ?? 'required',
    resultParameter: 'code',
    pageHost: authorizationUrl.host,
    expectedIssuer:
      server.issuer === null ? null : { issuer: server.issuer, required: server.announcesIssuer },
    keep: flow.keepFromRedirect,
    acceptsFormPost: flow.responseMode === 'form_post',
    buildUrl: async ({ redirectUri, state }) => {
      const parameters = {
        ...flow.authorizationParameters,
        response_type: 'code',
        client_id: client.clientId,
        ...(mayOmitRedirect ? {} : { redirect_uri: redirectUri }),
        ...(scopes.length === 0 ? {} : { scope: scopes.join(scopeSeparator) }),
        state,
        ...(challenge === null ? {} : { code_challenge: challenge, code_challenge_method: 'S256' }),
        ...(nonce === null ? {} : { nonce }),
        ...(flow.responseMode === 'form_post' ? { response_mode: 'form_post' } : {}),
      };
      if (!server.requiresPushedAuthorizationRequests)
        return withQuery(authorizationUrl, parameters);
      const requestUri = await push(context, flow, parameters);
      return withQuery(authorizationUrl, { client_id: client.clientId, request_uri: requestUri });
    },
  });

  context.step('exchange-code');
  const tokenEndpoint = flow.tokenEndpointFrom?.(received.kept) ?? server.tokenEndpoint;
  const tokens = await exchangeCode(context, {
    server: { ...server, tokenEndpoint },
    client,
    quirks,
    code: received.value,
    redirectUri: mayOmitRedirect ? null : received.redirectUri,
    pkce: challenge === null ? 'off' : { verifier },
    nonce,
    scopes,
    scopeSeparator,
    keepFromReply: flow.keepFromReply ?? [],
  });
  const { stateVerified, kept } = received;
  return { ...tokens, stateVerified, extra: { ...tokens.extra, ...kept } };
};

const requestedScopes = ({ scopes, openid }: CodeFlow): readonly string[] =>
  openid && !scopes.includes('openid') ? ['openid', ...scopes] : scopes;

const withQuery = (endpoint: URL, parameters: Readonly<Record<string, string>>): URL => {
  const url = new URL(endpoint);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url;
};

/** Hands the parameters to the server directly and gives the reference that stands for them. */
const push = async (
  context: SignInContext,
  { server, client }: CodeFlow,
  parameters: Record<string, string>,
): Promise<string> => {
  const endpoint = server.pushedAuthorizationRequestEndpoint;
  if (endpoint === null) {
    const { host } = secureUrl(server.authorizationEndpoint);
    throw new AppError('server.invalid-response', { params: { host } });
  }
  const { host } = secureUrl(endpoint);
  const { reply, ...parties } = await sendAuthenticated(context, {
    server,
    client,
    endpoint,
    send: (as, who, credentials, options) =>
      pushedAuthorizationRequest(as, who, credentials, parameters, options),
  });
  const fields = readEndpointReply(
    reply,
    { client },
    {
      host,
      requestKind: 'push',
      expectedStatus: 201,
      nowEpochMs: context.clock.nowEpochMs(),
      quirks: strictReplies,
    },
  );
  try {
    const pushed = await processPushedAuthorizationResponse(
      parties.server,
      parties.client,
      jsonResponse(fields, 201),
    );
    return pushed.request_uri;
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
};
