import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  isSameButLoopbackPort,
  json,
  type OAuthProfile,
  standardReply,
  type TokenRefusal,
} from '../oauth-profile.ts';

const details: Partial<Record<TokenRefusal['reason'], string>> = {
  client: 'The client credentials are invalid',
  code: "Auth code doesn't exist or is invalid for the client",
  'code-used': "Auth code doesn't exist or is invalid for the client",
  'code-expired': 'The authorization code has expired',
  redirect: 'The redirect URI is missing or does not match',
  'refresh-token': 'Invalid refresh token',
};

const api = ({ path, exchange, bearer }: ApiRequest): Reply | null => {
  if (path !== '/2.0/users/me') return null;
  if (exchange.method !== 'GET') return { status: 405, refusal: 'method' };
  if (bearer.kind !== 'good') {
    return {
      status: 401,
      headers: {
        'www-authenticate':
          'Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid."',
      },
      refusal: `token ${bearer.kind}`,
    };
  }
  const { id, name, email } = bearer.grant.account;
  return json(200, {
    type: 'user',
    id,
    name,
    login: email,
    space_amount: 10_737_418_240,
    space_used: 1_073_741_824,
    max_upload_size: 2_147_483_648,
    status: 'active',
  });
};

/**
 * Box: loopback redirects on any port, a client secret, codes that live half a minute, refresh tokens
 * that are good for one use and sixty days. Its documents name no PKCE.
 */
export const box: OAuthProfile = {
  id: 'box',
  name: 'Box',
  realHosts: ['account.box.com', 'api.box.com'],
  issuer: null,
  paths: {
    authorization: '/api/oauth2/authorize',
    token: '/oauth2/token',
    revocation: '/oauth2/revoke',
    device: null,
    deviceVerification: null,
    keys: null,
    identity: '/2.0/users/me',
  },
  redirect: {
    registered: ['http://127.0.0.1/callback', 'http://localhost/callback'],
    matches: isSameButLoopbackPort,
    optional: false,
    responseModes: ['query'],
  },
  client: { secret: 'required', authentication: ['body'], devicesNeedOwnClient: false },
  pkce: 'ignored',
  typesOptional: false,
  exchangeNeeds: [],
  // What the developer console says, unless the request narrows it.
  scopes: {
    separator: ' ',
    known: ['root_readonly', 'root_readwrite', 'manage_managed_users', 'manage_webhook'],
    required: false,
    granular: false,
  },
  pageErrors: ['invalid_request', 'unsupported_response_type'],
  givesRefreshToken: () => true,
  rotation: 'single-use',
  maxRefreshTokens: null,
  revocation: { needsClient: true, unknownToken: 'error' },
  prefixes: { code: '', accessToken: '', refreshToken: '' },
  settings: {
    codeLifetimeSeconds: 30,
    accessTokenLifetimeSeconds: 4169,
    refreshTokenIdleSeconds: 60 * 86_400,
  },
  tokenReply: (issued) => {
    const { scope: _scope, ...rest } = standardReply(issued);
    return { ...rest, token_type: 'bearer', restricted_to: [] };
  },
  tokenError: ({ word, reason, detail }) => ({
    status: 400,
    body: {
      error: word === 'redirect_uri_mismatch' ? 'invalid_grant' : word,
      error_description: details[reason] ?? detail,
    },
  }),
  api,
};
