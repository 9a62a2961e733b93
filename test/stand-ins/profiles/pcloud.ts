import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  isSame,
  json,
  type OAuthProfile,
  type TokenRefusal,
} from '../oauth-profile.ts';

/** Fixed, as the provider compares redirect URIs as text. */
const ports = [28531, 21531, 25531];

/** Its API answers 200 always and says in `result` how it went. */
const results: Record<TokenRefusal['reason'], readonly [number, string]> = {
  request: [1001, "Please provide 'code'."],
  client: [2000, 'Log in failed.'],
  code: [2012, "Invalid 'code' provided."],
  'code-expired': [2012, "Invalid 'code' provided."],
  'code-used': [2012, "Invalid 'code' provided."],
  redirect: [2012, "Invalid 'code' provided."],
  verifier: [2012, "Invalid 'code' provided."],
  'refresh-token': [2000, 'Log in failed.'],
  'grant-type': [2000, 'Log in failed.'],
  scope: [2000, 'Log in failed.'],
  token: [2094, "Invalid 'access_token' provided."],
  device: [2000, 'Log in failed.'],
};

const api = ({ path, bearer }: ApiRequest): Reply | null => {
  if (path !== '/userinfo') return null;
  if (bearer.kind === 'missing') {
    return json(200, { result: 1000, error: 'Log in required.' }, {}, 'token missing');
  }
  if (bearer.kind !== 'good') {
    const error = "Invalid 'access_token' provided.";
    return json(200, { result: 2094, error }, {}, `token ${bearer.kind}`);
  }
  const { id, email } = bearer.grant.account;
  return json(200, {
    result: 0,
    userid: Number(id.slice(-6)),
    email,
    emailverified: true,
    quota: 10_737_418_240,
    usedquota: 536_870_912,
  });
};

/**
 * pCloud: a redirect that names the API host, HTTP 200 for errors, tokens that do not run out and
 * cannot be refreshed, no revocation, no PKCE.
 */
export const pcloud: OAuthProfile = {
  id: 'pcloud',
  name: 'pCloud',
  realHosts: ['my.pcloud.com', 'api.pcloud.com', 'eapi.pcloud.com'],
  issuer: null,
  paths: {
    authorization: '/oauth2/authorize',
    token: '/oauth2_token',
    revocation: null,
    device: null,
    deviceVerification: null,
    keys: null,
    identity: '/userinfo',
  },
  redirect: {
    registered: ['127.0.0.1', 'localhost'].flatMap((host) =>
      ports.map((port) => `http://${host}:${port}/callback`),
    ),
    matches: isSame,
    optional: false,
    responseModes: ['query'],
    extras: ({ hostname }) => ({ locationid: hostname.startsWith('e') ? '2' : '1', hostname }),
  },
  client: { secret: 'required', authentication: ['body'], devicesNeedOwnClient: false },
  pkce: 'ignored',
  typesOptional: true,
  exchangeNeeds: [],
  scopes: { separator: ' ', known: null, required: false, granular: false },
  pageErrors: ['invalid_request', 'unsupported_response_type'],
  givesRefreshToken: () => false,
  rotation: 'static',
  maxRefreshTokens: null,
  revocation: { needsClient: false, unknownToken: 'error' },
  prefixes: { code: '', accessToken: '', refreshToken: '' },
  settings: { accessTokenLifetimeSeconds: null, hostname: 'api.pcloud.com' },
  tokenReply: ({ accessToken, grant }) => ({
    result: 0,
    access_token: accessToken,
    token_type: 'bearer',
    uid: Number(grant.account.id.slice(-6)),
    locationid: 1,
  }),
  tokenError: ({ reason }) => {
    const [result, error] = results[reason];
    return { status: 200, body: { result, error } };
  },
  api,
};
