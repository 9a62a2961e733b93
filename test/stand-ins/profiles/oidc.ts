import {
  isSameButLoopbackPort,
  json,
  type OAuthProfile,
  standardError,
  standardReply,
} from '../oauth-profile.ts';

const ports = [28531, 21531, 25531];

/**
 * No provider in particular: an OpenID Connect server to the letter of the standards, found through
 * its metadata. Its issuer is its own origin. Loopback redirects match on any port (RFC 8252), refresh
 * tokens need `offline_access` and rotate.
 */
export const oidc: OAuthProfile = {
  id: 'oidc',
  name: 'OpenID',
  realHosts: [],
  issuer: 'self',
  paths: {
    authorization: '/authorize',
    token: '/token',
    revocation: '/revoke',
    device: null,
    deviceVerification: null,
    keys: '/keys',
    identity: '/userinfo',
  },
  redirect: {
    registered: [
      'http://127.0.0.1/callback',
      'http://localhost/callback',
      ...ports.map((port) => `http://127.0.0.1:${port}/callback`),
    ],
    matches: isSameButLoopbackPort,
    optional: false,
    responseModes: ['query', 'form_post'],
  },
  client: { secret: 'required', authentication: ['basic', 'body'], devicesNeedOwnClient: false },
  pkce: 'checked',
  typesOptional: false,
  exchangeNeeds: ['redirect_uri'],
  scopes: {
    separator: ' ',
    known: ['openid', 'email', 'profile', 'offline_access'],
    required: true,
    granular: false,
  },
  pageErrors: [],
  givesRefreshToken: ({ scopes }) => scopes.includes('offline_access'),
  rotation: 'single-use',
  maxRefreshTokens: null,
  revocation: { needsClient: true, unknownToken: 'ok' },
  prefixes: { code: '', accessToken: '', refreshToken: '' },
  settings: { codeLifetimeSeconds: 60 },
  tokenReply: standardReply,
  tokenError: (refusal) =>
    standardError({
      ...refusal,
      word: refusal.word === 'redirect_uri_mismatch' ? 'invalid_grant' : refusal.word,
    }),
  api: ({ path, bearer }) => {
    if (path !== '/userinfo') return null;
    if (bearer.kind !== 'good') {
      const headers = { 'www-authenticate': 'Bearer error="invalid_token"' };
      return json(401, { error: 'invalid_token' }, headers, `token ${bearer.kind}`);
    }
    const { id, name, email } = bearer.grant.account;
    return json(200, { sub: id, name, email, email_verified: true });
  },
};
