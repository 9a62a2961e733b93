import {
  dynamicClientRegistrationRequest,
  processDynamicClientRegistrationResponse,
} from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { type PublicKey, publicKeyOf } from '../client/signing-key.ts';
import type { ServerContext } from '../context.ts';
import {
  asAppError,
  asAuthorizationServer,
  jsonResponse,
  readReply,
  requestOptions,
  secureUrl,
} from '../oauth4webapi.ts';
import { readOAuthReply, strictReplies } from '../token/reply.ts';
import type { ClientAuthentication, OAuthClient, OAuthServer } from '../types.ts';

type ByPrivateKey = Extract<ClientAuthentication, { kind: 'private_key_jwt' }>;

/** How the new client is to prove itself: by a secret that the server makes, by a key, or not. */
export type RequestedAuthentication =
  | { readonly kind: Exclude<ClientAuthentication['kind'], 'private_key_jwt'> }
  | ByPrivateKey;

type ClientRegistration = {
  readonly redirectUris: readonly string[];
  /** Shown on the server's consent page. */
  readonly clientName: string;
  readonly authentication: RequestedAuthentication;
  readonly scopes: readonly string[];
};

type RegisteredClient = OAuthClient & {
  /** Null when the secret does not run out, or there is none. */
  readonly secretExpiresAtEpochSeconds: number | null;
};

/**
 * Registers this installation as a client of its own: RFC 7591.
 *
 * A client with a private key hands over the public half and nothing else of it. The server may
 * choose another way of authentication than the one asked for; the answer says which.
 *
 * Throws `oauth.invalid-key` before anything is sent for a key that cannot sign;
 * `server.invalid-response` when the server chose a way that takes a key which was not offered, or
 * one that takes a secret and sends none; `oauth.redirect-mismatch` for redirect URIs that it does
 * not allow; `server.rejected` when it does not take registrations, and the other `server.*` codes.
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
  const publicKey = await publicKeyFor(registration.authentication);
  const response = await dynamicClientRegistrationRequest(
    asAuthorizationServer(server),
    metadataOf(server, registration, publicKey),
    requestOptions(context, registrationEndpoint),
  );
  const fields = readOAuthReply(await readReply(response), {
    host,
    requestKind: 'register',
    expectedStatus: 201,
    nowEpochMs: context.clock.nowEpochMs(),
    quirks: strictReplies,
  });
  try {
    const registered = await processDynamicClientRegistrationResponse(jsonResponse(fields, 201));
    const { client_secret_expires_at: expiresAt } = registered;
    const authentication = authenticationOf(registered, registration, publicKey);
    if (authentication === null)
      throw new AppError('server.invalid-response', { params: { host } });
    const doesExpire = 'secret' in authentication && typeof expiresAt === 'number' && expiresAt > 0;
    return {
      clientId: registered.client_id,
      authentication,
      secretExpiresAtEpochSeconds: doesExpire ? Math.floor(expiresAt) : null,
    };
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
};

const publicKeyFor = async (asked: RequestedAuthentication): Promise<PublicKey | null> =>
  asked.kind === 'private_key_jwt' ? publicKeyOf(asked.key, asked.algorithm, asked.keyId) : null;

const metadataOf = (
  server: OAuthServer,
  registration: ClientRegistration,
  publicKey: PublicKey | null,
) => ({
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
  token_endpoint_auth_method: registration.authentication.kind,
  ...(publicKey === null
    ? {}
    : { token_endpoint_auth_signing_alg: publicKey.alg, jwks: { keys: [publicKey] } }),
  // OIDC Dynamic Client Registration section 2: lets http redirects to loopback pass.
  application_type: 'native',
  ...(registration.scopes.length === 0 ? {} : { scope: registration.scopes.join(' ') }),
});

/** Null for a choice of the server's that this client cannot follow. */
const authenticationOf = (
  registered: Awaited<ReturnType<typeof processDynamicClientRegistrationResponse>>,
  { authentication: asked }: ClientRegistration,
  publicKey: PublicKey | null,
): ClientAuthentication | null => {
  const method = registered.token_endpoint_auth_method ?? asked.kind;
  if (method === 'none') return { kind: 'none' };
  if (method === 'private_key_jwt') {
    if (asked.kind !== 'private_key_jwt' || publicKey === null) return null;
    const algorithm = registered.token_endpoint_auth_signing_alg ?? asked.algorithm;
    // The server knows the key by the name that it was registered under.
    return algorithm === asked.algorithm ? { ...asked, keyId: publicKey.kid } : null;
  }
  const isBySecret =
    method === 'client_secret_post' ||
    method === 'client_secret_basic' ||
    method === 'client_secret_jwt';
  const secret = registered.client_secret;
  return isBySecret && typeof secret === 'string' && secret !== ''
    ? { kind: method, secret: new Secret(secret) }
    : null;
};
