import { isSame, type OAuthProfile, standardReply } from '../oauth-profile.ts';

/** Fixed, as the provider compares redirect URIs as text. */
const ports = [28531, 21531, 25531];

/**
 * JX Solutions: everything about it comes from configuration, so this is a plain OAuth 2 server with
 * a secret, codes and refresh tokens, which says clearly when either is no good.
 *
 * Its document names no revocation, no identity call, no scopes and no PKCE. A challenge that is
 * sent is checked.
 */
export const jx: OAuthProfile = {
  id: 'jx',
  name: 'JX Solutions',
  realHosts: [],
  issuer: null,
  paths: {
    authorization: '/oauth/authorize',
    token: '/oauth/token',
    revocation: null,
    device: null,
    deviceVerification: null,
    keys: null,
    identity: null,
  },
  redirect: {
    registered: [
      'http://localhost:8000/auth',
      ...ports.map((port) => `http://127.0.0.1:${port}/callback`),
    ],
    matches: isSame,
    optional: false,
    responseModes: ['query'],
  },
  client: { secret: 'required', authentication: ['body', 'basic'], devicesNeedOwnClient: false },
  pkce: 'checked',
  typesOptional: false,
  exchangeNeeds: ['redirect_uri'],
  scopes: { separator: ' ', known: null, required: false, granular: false },
  pageErrors: [],
  givesRefreshToken: () => true,
  rotation: 'static',
  maxRefreshTokens: null,
  revocation: { needsClient: true, unknownToken: 'ok' },
  prefixes: { code: '', accessToken: '', refreshToken: '' },
  settings: { refreshTokenIdleSeconds: 30 * 86_400 },
  tokenReply: standardReply,
  tokenError: ({ word, reason, detail }) => {
    const details: Partial<Record<typeof reason, string>> = {
      code: 'The authorization code is invalid.',
      'code-used': 'The authorization code is invalid.',
      'code-expired': 'The authorization code has expired.',
      'refresh-token': 'The refresh token is invalid or has expired.',
    };
    return {
      status: word === 'invalid_client' ? 401 : 400,
      body: {
        error: word === 'redirect_uri_mismatch' ? 'invalid_grant' : word,
        error_description: details[reason] ?? detail,
      },
    };
  },
};
