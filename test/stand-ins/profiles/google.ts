import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  type ErrorReply,
  isLoopbackRedirect,
  json,
  type OAuthProfile,
  standardReply,
  type TokenRefusal,
} from '../oauth-profile.ts';

const drive = 'https://www.googleapis.com/auth/drive';
const deviceScopes: readonly string[] = [
  'openid',
  'email',
  'profile',
  `${drive}.file`,
  `${drive}.appdata`,
];

/** Google's own statuses: 428 and 403 while a device code waits, 400 for wrong redirect URIs. */
const tokenError = ({ word, detail, reason }: TokenRefusal): ErrorReply => {
  const statuses: Partial<Record<TokenRefusal['word'], number>> = {
    invalid_client: 401,
    authorization_pending: 428,
    slow_down: 403,
    access_denied: 403,
  };
  const said = reason === 'code' || reason.startsWith('code-') ? 'Bad Request' : detail;
  return { status: statuses[word] ?? 400, body: { error: word, error_description: said } };
};

const unauthenticated = (refusal: string): Reply =>
  json(
    401,
    {
      error: {
        code: 401,
        message: 'Request had invalid authentication credentials.',
        status: 'UNAUTHENTICATED',
      },
    },
    {},
    refusal,
  );

const forbidden = (): Reply =>
  json(
    403,
    {
      error: {
        code: 403,
        message: 'Request had insufficient authentication scopes.',
        status: 'PERMISSION_DENIED',
      },
    },
    {},
    'insufficient scope',
  );

const api = ({ path, exchange, bearer }: ApiRequest): Reply | null => {
  if (path !== '/v1/userinfo' && path !== '/drive/v3/about') return null;
  if (exchange.method !== 'GET') return { status: 405, refusal: 'method' };
  if (bearer.kind !== 'good') return unauthenticated(`token ${bearer.kind}`);
  const { account } = bearer.grant;
  const holds = (test: (scope: string) => boolean): boolean => bearer.scopes.some(test);
  if (path === '/v1/userinfo') {
    if (!holds((scope) => scope === 'openid')) return forbidden();
    return json(200, {
      sub: account.id,
      ...(holds((scope) => scope === 'profile') ? { name: account.name } : {}),
      ...(holds((scope) => scope === 'email')
        ? { email: account.email, email_verified: true }
        : {}),
    });
  }
  if (!holds((scope) => scope.startsWith(drive))) return forbidden();
  if (!exchange.url.searchParams.has('fields')) {
    const message = "The 'fields' parameter is required for this method.";
    return json(400, { error: { code: 400, message } }, {}, 'fields is missing');
  }
  const parts = {
    user: {
      kind: 'drive#user',
      displayName: account.name,
      permissionId: account.id,
      emailAddress: account.email,
    },
    // Numbers of 64 bits are texts in Google's JSON.
    storageQuota: { limit: '16106127360', usage: '4831838208', usageInDrive: '3221225472' },
  };
  const asked = exchange.url.searchParams.get('fields')?.split(',') ?? [];
  return json(
    200,
    Object.fromEntries(Object.entries(parts).filter(([part]) => asked.includes(part))),
  );
};

/**
 * Google's OAuth 2.0 for desktop apps: any loopback redirect, a client secret that must be sent,
 * refresh tokens only for `access_type=offline` and, after the first time, `prompt=consent`.
 */
export const google: OAuthProfile = {
  id: 'google',
  name: 'Google',
  realHosts: [
    'accounts.google.com',
    'oauth2.googleapis.com',
    'openidconnect.googleapis.com',
    'www.googleapis.com',
  ],
  issuer: 'https://accounts.google.com',
  paths: {
    authorization: '/o/oauth2/v2/auth',
    token: '/token',
    revocation: '/revoke',
    device: '/device/code',
    deviceVerification: '/device',
    keys: '/oauth2/v3/certs',
    identity: '/v1/userinfo',
  },
  redirect: {
    // Desktop clients register none.
    registered: ['http://127.0.0.1'],
    matches: (_registered, given) => isLoopbackRedirect(given),
    optional: false,
    responseModes: ['query', 'form_post'],
  },
  client: {
    secret: 'required',
    authentication: ['body', 'basic'],
    devicesNeedOwnClient: true,
  },
  pkce: 'checked',
  typesOptional: false,
  exchangeNeeds: ['redirect_uri'],
  scopes: {
    separator: ' ',
    known: [
      ...deviceScopes,
      drive,
      `${drive}.readonly`,
      `${drive}.metadata.readonly`,
      'https://www.googleapis.com/auth/userinfo.email',
      'https://www.googleapis.com/auth/devstorage.read_only',
      'https://www.googleapis.com/auth/devstorage.read_write',
    ],
    required: true,
    granular: true,
    forDevices: (scope) => deviceScopes.includes(scope),
  },
  pageErrors: ['invalid_request', 'invalid_scope', 'unsupported_response_type'],
  givesRefreshToken: ({ parameters, isConsentedBefore }) =>
    parameters.get('access_type') === 'offline' &&
    (!isConsentedBefore || parameters.get('prompt')?.split(' ').includes('consent') === true),
  rotation: 'static',
  maxRefreshTokens: 100,
  revocation: { needsClient: false, unknownToken: 'error' },
  prefixes: { code: '4/0A', accessToken: 'ya29.', refreshToken: '1//0' },
  settings: {
    codeLifetimeSeconds: 600,
    accessTokenLifetimeSeconds: 3599,
    // Six months without use.
    refreshTokenIdleSeconds: 180 * 86_400,
    deviceCodeLifetimeSeconds: 1800,
  },
  tokenReply: standardReply,
  tokenError,
  // `verification_url`, not the `verification_uri` of RFC 8628.
  deviceReply: ({ deviceCode, userCode, verificationUri, lifetimeSeconds, intervalSeconds }) => ({
    device_code: deviceCode,
    user_code: userCode,
    verification_url: verificationUri,
    expires_in: lifetimeSeconds,
    interval: intervalSeconds,
  }),
  api,
};
