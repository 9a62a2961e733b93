import { type AuthorizationServer, type Client, clockSkew, clockTolerance } from 'oauth4webapi';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock } from '../platform/ports.ts';
import type { OAuthClient, OAuthServer } from './types.ts';

/** Every signature by a key that only the server has; the JWT's own word decides among them. */
const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Of the difference between our clock and the server's. */
const toleranceSeconds = 60;

/**
 * Describes a server to oauth4webapi, which insists on an issuer: the token endpoint stands in where
 * there is none. It is then the audience of client assertions (RFC 7523 section 3), and nothing
 * else is compared with it.
 */
export const asAuthorizationServer = (server: OAuthServer): AuthorizationServer => ({
  issuer: server.issuer ?? server.tokenEndpoint,
  token_endpoint: server.tokenEndpoint,
  id_token_signing_alg_values_supported: signingAlgorithms,
  userinfo_signing_alg_values_supported: signingAlgorithms,
  ...defined({
    revocation_endpoint: server.revocationEndpoint,
    device_authorization_endpoint: server.deviceAuthorizationEndpoint,
    userinfo_endpoint: server.userinfoEndpoint,
    registration_endpoint: server.registrationEndpoint,
    pushed_authorization_request_endpoint: server.pushedAuthorizationRequestEndpoint,
    jwks_uri: server.jwksUri,
  }),
});

/** Describes a client, with what makes the library tell the time by our clock. */
export const asClient = (client: OAuthClient, clock: Pick<Clock, 'nowEpochMs'>): Client => ({
  client_id: client.clientId,
  [clockSkew]: nowEpochSeconds(clock) - Math.floor(Date.now() / 1000),
  [clockTolerance]: toleranceSeconds,
});

const defined = (fields: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
