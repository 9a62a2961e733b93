import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  isSame,
  type OAuthProfile,
  standardReply,
  type TokenRefusal,
} from '../oauth-profile.ts';

/** Fixed, as the provider compares redirect URIs as text. */
const ports = [28531, 21531, 25531];

/** Its document shows `{"error": "some_error_message"}` and no list of words. */
const messages: Record<TokenRefusal['reason'], string> = {
  request: 'A required parameter is missing.',
  client: 'The client could not be authenticated.',
  code: 'The authorisation code is invalid.',
  'code-used': 'The authorisation code is invalid.',
  'code-expired': 'The authorisation code has expired.',
  redirect: 'The redirect URL does not match.',
  verifier: 'The code verifier does not match.',
  'refresh-token': 'The refresh token is invalid or has expired.',
  'grant-type': 'This grant type is not supported.',
  scope: 'The scope is invalid.',
  token: 'The token is invalid.',
  device: 'The device code is invalid.',
};

/** Django adds the missing slash, by a redirect that no body follows. */
const api = ({ path, exchange }: ApiRequest): Reply | null => {
  if (path !== '/oauth/authorise' && path !== '/open_auth/token') return null;
  return {
    status: 301,
    headers: { location: `${path}/${exchange.url.search}` },
    refusal: 'no trailing slash',
  };
};

/**
 * Omniport, on Django OAuth Toolkit: British paths with a trailing slash, the secret in the body,
 * all five parameters required, a code that lives one minute, ten-hour tokens.
 */
export const omniport: OAuthProfile = {
  id: 'omniport',
  name: 'Omniport',
  realHosts: [],
  issuer: null,
  paths: {
    authorization: '/oauth/authorise/',
    token: '/open_auth/token/',
    revocation: null,
    device: null,
    deviceVerification: null,
    keys: null,
    identity: null,
  },
  redirect: {
    registered: ports.map((port) => `http://127.0.0.1:${port}/callback`),
    matches: isSame,
    optional: false,
    responseModes: ['query'],
  },
  client: { secret: 'required', authentication: ['body'], devicesNeedOwnClient: false },
  pkce: 'checked',
  // Its table of parameters has no response_type.
  typesOptional: true,
  exchangeNeeds: ['grant_type', 'redirect_uri', 'client_secret'],
  scopes: { separator: ' ', known: ['read', 'write'], required: false, granular: false },
  pageErrors: [],
  givesRefreshToken: () => true,
  rotation: 'single-use',
  maxRefreshTokens: null,
  revocation: { needsClient: true, unknownToken: 'ok' },
  prefixes: { code: '', accessToken: '', refreshToken: '' },
  settings: { codeLifetimeSeconds: 60, accessTokenLifetimeSeconds: 36_000 },
  tokenReply: (issued) => ({
    ...standardReply(issued),
    // Chosen when the application was registered, not by the request.
    scope: issued.scopes.length === 0 ? 'read write' : issued.scopes.join(' '),
  }),
  tokenError: ({ word, reason }) => ({
    status: word === 'invalid_client' ? 401 : 400,
    body: { error: messages[reason] },
  }),
  api,
};
