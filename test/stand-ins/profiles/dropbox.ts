import type { Reply } from '../loopback-http.ts';
import {
  type ApiRequest,
  isSame,
  json,
  type OAuthProfile,
  standardError,
  standardReply,
} from '../oauth-profile.ts';

/** Fixed, as the provider compares redirect URIs as text. */
const ports = [28531, 21531, 25531];

const plain = (status: number, body: string): Reply => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
  refusal: body,
});

const tagged = (status: number, tag: string): Reply =>
  json(status, { error_summary: `${tag}/..`, error: { '.tag': tag } }, {}, tag);

/** RPC endpoints take POST with the JSON text `null`, or with neither body nor content type. */
const isNullCall = ({ exchange }: ApiRequest): boolean => {
  const type = exchange.headers['content-type'];
  const body = exchange.body.toString().trim();
  if (type === undefined) return body === '';
  return /^application\/json\s*(;|$)/.test(type) && body === 'null';
};

const calls = ['auth/token/revoke', 'users/get_current_account', 'users/get_space_usage'];

const api = (request: ApiRequest): Reply | null => {
  const { path, exchange, bearer } = request;
  const name = path.replace(/^\/2\//, '');
  if (!calls.includes(name)) return null;
  if (exchange.method !== 'POST') return { status: 405, refusal: 'method' };
  if (!isNullCall(request)) {
    return plain(400, `Error in call to API function "${name}": the argument must be null`);
  }
  if (bearer.kind === 'missing') {
    return plain(400, `Error in call to API function "${name}": no Authorization header`);
  }
  if (bearer.kind === 'unknown') return tagged(401, 'invalid_access_token');
  if (bearer.kind === 'expired') return tagged(401, 'expired_access_token');
  if (name === 'auth/token/revoke') {
    request.revoke();
    return json(200, null);
  }
  if (!bearer.scopes.includes('account_info.read')) return tagged(401, 'missing_scope');
  if (name === 'users/get_space_usage')
    return json(200, {
      used: 314_159_265,
      allocation: { '.tag': 'individual', allocated: 2_147_483_648 },
    });
  const { id, name: displayName, email } = bearer.grant.account;
  return json(200, {
    account_id: `dbid:${id}`,
    name: { display_name: displayName },
    email,
    email_verified: true,
    disabled: false,
  });
};

/**
 * Dropbox: public clients with PKCE, exact redirect URIs or none (then the page shows the code),
 * refresh tokens only for `token_access_type=offline`, and a revocation of its own.
 */
export const dropbox: OAuthProfile = {
  id: 'dropbox',
  name: 'Dropbox',
  realHosts: ['www.dropbox.com', 'api.dropboxapi.com'],
  issuer: null,
  paths: {
    authorization: '/oauth2/authorize',
    token: '/oauth2/token',
    revocation: null,
    device: null,
    deviceVerification: null,
    keys: null,
    identity: '/2/users/get_current_account',
  },
  redirect: {
    registered: ['127.0.0.1', 'localhost'].flatMap((host) =>
      ports.map((port) => `http://${host}:${port}/callback`),
    ),
    matches: isSame,
    optional: true,
    responseModes: ['query'],
  },
  client: { secret: 'optional', authentication: ['body', 'basic'], devicesNeedOwnClient: false },
  pkce: 'required',
  typesOptional: false,
  exchangeNeeds: [],
  scopes: {
    separator: ' ',
    known: [
      'account_info.read',
      'files.metadata.read',
      'files.metadata.write',
      'files.content.read',
      'files.content.write',
      'sharing.read',
      'sharing.write',
    ],
    required: false,
    granular: false,
  },
  pageErrors: ['invalid_request', 'invalid_scope', 'unsupported_response_type'],
  givesRefreshToken: ({ parameters }) => parameters.get('token_access_type') === 'offline',
  rotation: 'static',
  maxRefreshTokens: null,
  revocation: { needsClient: false, unknownToken: 'error' },
  prefixes: { code: '', accessToken: 'sl.', refreshToken: '' },
  settings: { accessTokenLifetimeSeconds: 14_400 },
  tokenReply: (issued) => {
    const { scope, ...rest } = standardReply(issued);
    const account = { uid: issued.grant.account.id, account_id: `dbid:${issued.grant.account.id}` };
    return {
      ...rest,
      token_type: 'bearer',
      // A refresh says nothing of account and scopes.
      ...(issued.via === 'refresh' ? {} : { scope, ...account }),
    };
  },
  tokenError: (refusal) => {
    const details: Partial<Record<typeof refusal.reason, string>> = {
      code: "code doesn't exist or has expired",
      'code-expired': "code doesn't exist or has expired",
      'code-used': 'code has already been used (within the last hour)',
      redirect: 'redirect_uri mismatch',
      verifier: 'invalid code verifier',
      'refresh-token': 'refresh token is invalid or revoked',
      client: 'Invalid client_id or client_secret',
    };
    const word = refusal.word === 'redirect_uri_mismatch' ? 'invalid_grant' : refusal.word;
    const detail = details[refusal.reason] ?? refusal.detail;
    return { ...standardError({ ...refusal, word, detail }), status: 400 };
  },
  api,
};
