import { randomUUID } from 'node:crypto';
import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  isSame,
  json,
  type OAuthProfile,
  standardReply,
  type TokenErrorWord,
} from '../oauth-profile.ts';

const codes: Partial<Record<TokenErrorWord, number>> = {
  invalid_request: 900144,
  invalid_client: 700025,
  invalid_grant: 70000,
  invalid_scope: 70011,
  unsupported_grant_type: 70003,
  authorization_pending: 70016,
  expired_token: 70020,
};

/** The tenant in front of the path does not change what is there. */
const normalisePath = (path: string): string =>
  path.replace(/^\/(common|consumers|organizations|[0-9a-f-]{36}|[\w-]+\.onmicrosoft\.com)\//, '/');

/**
 * `http://localhost` is registered without a port and matches any; a path must be the same, and a
 * missing one counts as `/`. Anything else is compared as text.
 */
const matches = (registered: string, given: string): boolean => {
  if (!URL.canParse(given)) return false;
  const [one, other] = [new URL(registered), new URL(given)];
  if (one.hostname !== 'localhost') return isSame(registered, given);
  return (
    other.protocol === one.protocol &&
    other.hostname === 'localhost' &&
    other.pathname === one.pathname &&
    other.search === one.search &&
    other.hash === ''
  );
};

const graphError = (status: number, code: string, message: string): Reply =>
  json(status, { error: { code, message } }, {}, `${code}: ${message}`);

const api = ({ path, exchange, bearer }: ApiRequest): Reply | null => {
  if (path !== '/v1.0/me' && path !== '/v1.0/me/drive') return null;
  if (exchange.method !== 'GET') return { status: 405, refusal: 'method' };
  const invalid = (message: string) => graphError(401, 'InvalidAuthenticationToken', message);
  if (bearer.kind === 'missing') return invalid('Access token is empty.');
  if (bearer.kind === 'unknown') return invalid('Access token validation failure.');
  if (bearer.kind === 'expired')
    return invalid('Lifetime validation failed, the token is expired.');
  if (path === '/v1.0/me/drive') {
    if (!bearer.scopes.some((scope) => scope.startsWith('Files.')))
      return graphError(403, 'accessDenied', 'Access denied');
    return json(200, {
      driveType: 'personal',
      quota: {
        deleted: 0,
        remaining: 4_831_838_208,
        state: 'normal',
        total: 5_368_709_120,
        used: 536_870_912,
      },
    });
  }
  if (!bearer.scopes.includes('User.Read')) {
    const message = 'Insufficient privileges to complete the operation.';
    return graphError(403, 'Authorization_RequestDenied', message);
  }
  const { id, name, email } = bearer.grant.account;
  return json(200, { id, displayName: name, userPrincipalName: email, mail: email });
};

/**
 * Microsoft's v2 endpoints for a public client: `http://localhost` on any port, PKCE, refresh tokens
 * for `offline_access` only, replaced at each use, the older ones not revoked.
 */
export const microsoft: OAuthProfile = {
  id: 'microsoft',
  name: 'Microsoft',
  realHosts: ['login.microsoftonline.com', 'graph.microsoft.com'],
  issuer: null,
  paths: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    revocation: null,
    device: '/oauth2/v2.0/devicecode',
    deviceVerification: '/devicelogin',
    keys: null,
    identity: '/v1.0/me',
  },
  normalisePath,
  redirect: {
    registered: ['http://localhost', 'http://localhost/callback'],
    matches,
    optional: false,
    responseModes: ['query', 'form_post'],
    // A slash is added where there is no path.
    written: (uri) => new URL(uri).href,
  },
  client: { secret: 'forbidden', authentication: ['body'], devicesNeedOwnClient: false },
  pkce: 'required',
  typesOptional: false,
  exchangeNeeds: ['redirect_uri'],
  scopes: {
    separator: ' ',
    known: [
      'openid',
      'profile',
      'email',
      'offline_access',
      'User.Read',
      'Files.Read',
      'Files.Read.All',
      'Files.ReadWrite',
      'Files.ReadWrite.All',
      'Sites.Read.All',
    ],
    required: true,
    granular: false,
    unsaid: ['offline_access'],
  },
  pageErrors: [],
  givesRefreshToken: ({ scopes }) => scopes.includes('offline_access'),
  rotation: 'keeps-old',
  maxRefreshTokens: null,
  revocation: { needsClient: false, unknownToken: 'ok' },
  prefixes: { code: 'M.C5', accessToken: 'EwB', refreshToken: 'M.C5_' },
  settings: {
    accessTokenLifetimeSeconds: 3599,
    refreshTokenIdleSeconds: 90 * 86_400,
    deviceCodeLifetimeSeconds: 900,
  },
  tokenReply: (issued) => ({
    ...standardReply(issued),
    ext_expires_in: issued.expiresInSeconds,
  }),
  tokenError: ({ word, detail }) => {
    const words: Partial<Record<TokenErrorWord, string>> = {
      access_denied: 'authorization_declined',
      redirect_uri_mismatch: 'invalid_grant',
    };
    const code = codes[word] ?? 90_000;
    return {
      status: word === 'invalid_client' ? 401 : 400,
      body: {
        error: words[word] ?? word,
        error_description: `AADSTS${code}: ${detail} Trace ID: ${randomUUID()}`,
        error_codes: [code],
        trace_id: randomUUID(),
        correlation_id: randomUUID(),
      },
    };
  },
  deviceReply: ({ deviceCode, userCode, verificationUri, lifetimeSeconds, intervalSeconds }) => ({
    device_code: deviceCode,
    user_code: userCode,
    verification_uri: verificationUri,
    expires_in: lifetimeSeconds,
    interval: intervalSeconds,
    message: `Open ${verificationUri} and enter the code ${userCode}.`,
  }),
  api,
};
