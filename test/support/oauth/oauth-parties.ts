import { Secret } from '../../../electron/diagnostics/secret.ts';
import type {
  ClientAuthentication,
  OAuthClient,
  OAuthServer,
} from '../../../electron/oauth/types.ts';

/** A server whose every endpoint is at one origin, without issuer and keys unless told. */
export const serverAt = (origin: URL, changes: Partial<OAuthServer> = {}): OAuthServer => ({
  issuer: null,
  authorizationEndpoint: new URL('/authorize', origin).href,
  tokenEndpoint: new URL('/token', origin).href,
  revocationEndpoint: new URL('/revoke', origin).href,
  deviceAuthorizationEndpoint: new URL('/device', origin).href,
  userinfoEndpoint: new URL('/userinfo', origin).href,
  registrationEndpoint: new URL('/register', origin).href,
  pushedAuthorizationRequestEndpoint: null,
  requiresPushedAuthorizationRequests: false,
  announcesIssuer: false,
  jwksUri: null,
  ...changes,
});

export const clientWith = (
  authentication: ClientAuthentication = {
    kind: 'client_secret_post',
    secret: new Secret('client-secret-canary'),
  },
): OAuthClient => ({ clientId: 'client', authentication });
