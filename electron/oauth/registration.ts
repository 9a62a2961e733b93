import {
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
} from 'oauth4webapi';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { jsonResponse, readReply, requestOptions, secureUrl } from './http-fetch.ts';
import { asAppError } from './library-errors.ts';
import { asAuthorizationServer } from './library-metadata.ts';
import type { ServerContext } from './oauth-context.ts';
import type { ClientAuthentication, OAuthClient, OAuthServer } from './oauth-types.ts';
import { readOAuthReply, strictReplies } from './token-reply.ts';

/** Methods that need nothing but what the server answers. */
export type RegisteredMethod = Exclude<ClientAuthentication['kind'], 'private_key_jwt'>;

type ClientRegistration = {
  readonly redirectUris: readonly string[];
  /** Shown on the server's consent page. */
  readonly clientName: string;
  readonly authMethod: RegisteredMethod;
  readonly scopes: readonly string[];
};

type RegisteredClient = OAuthClient & {
  /** Null when the secret does not run out, or there is none. */
  readonly secretExpiresAtEpochSeconds: number | null;
};

/**
 * Registers this installation as a client of its own: RFC 7591.
 *
 * The server may choose another way of authentication than the one asked for; the answer says which.
 * Throws `server.invalid-response` when it chose one that takes a key, or names one that takes a
 * secret and sends none; `oauth.redirect-mismatch` for redirect URIs that it does not allow;
 * `server.rejected` when the server does not take registrations, and the other `server.*` codes.
 */
export const registerClient = async (
  context: ServerContext,
  server: OAuthServer,
  registration: ClientRegistration,
): Promise<RegisteredClient> => {
  const { registrationEndpoint } = server;
  if (registrationEndpoint === null) {
    const { host } = secureUrl(server.tokenEndpoint);
    throw new AppError('server.rejected', { params: { host } });
  }
  const { host } = secureUrl(registrationEndpoint);
  const response = await dynamicClientRegistrationRequest(
    asAuthorizationServer(server),
    metadataOf(server, registration),
    requestOptions(context, registrationEndpoint),
  );
  const fields = readOAuthReply(await readReply(response), {
    host,
    question: 'register',
    expectedStatus: 201,
    nowEpochMs: context.clock.nowEpochMs(),
    quirks: strictReplies,
  });
  try {
    const registered = await processDynamicClientRegistrationResponse(jsonResponse(fields, 201));
    const { client_secret: secret, client_secret_expires_at: expiresAt } = registered;
    const method = registered.token_endpoint_auth_method ?? registration.authMethod;
    return {
      clientId: registered.client_id,
      authentication: authenticationOf(method, secret, host),
      secretExpiresAtEpochSeconds:
        typeof expiresAt === 'number' && expiresAt > 0 ? Math.floor(expiresAt) : null,
    };
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
};

const metadataOf = (server: OAuthServer, registration: ClientRegistration) => ({
  client_name: registration.clientName,
  redirect_uris: [...registration.redirectUris],
  response_types: ['code'],
  grant_types: [
    'authorization_code',
    'refresh_token',
    ...(server.deviceAuthorizationEndpoint === null
      ? []
      : ['urn:ietf:params:oauth:grant-type:device_code']),
  ],
  token_endpoint_auth_method: registration.authMethod,
  // OIDC Dynamic Client Registration section 2: lets http redirects to loopback pass.
  application_type: 'native',
  ...(registration.scopes.length === 0 ? {} : { scope: registration.scopes.join(' ') }),
});

const authenticationOf = (method: unknown, secret: unknown, host: string): ClientAuthentication => {
  if (method === 'none') return { kind: 'none' };
  const isBySecret =
    method === 'client_secret_post' ||
    method === 'client_secret_basic' ||
    method === 'client_secret_jwt';
  if (isBySecret && typeof secret === 'string' && secret !== '') {
    return { kind: method, secret: new Secret(secret) };
  }
  throw new AppError('server.invalid-response', { params: { host } });
};
