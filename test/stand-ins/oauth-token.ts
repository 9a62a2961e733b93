import { createHash, timingSafeEqual } from 'node:crypto';
import type { Exchange, Reply } from './loopback-http.ts';
import { isForm, single } from './oauth-authorize.ts';
import type { DeviceRequests } from './oauth-device.ts';
import type { IdTokenIssuer } from './oauth-id-token.ts';
import type { OAuthLedger } from './oauth-ledger.ts';
import {
  type Grant,
  type Issued,
  json,
  type OAuthClient,
  type OAuthProfile,
  type OAuthSettings,
  type TokenRefusal,
} from './oauth-profile.ts';

type TokenDependencies = {
  readonly profile: OAuthProfile;
  readonly settings: OAuthSettings;
  readonly ledger: OAuthLedger;
  readonly clients: ReadonlyMap<string, OAuthClient>;
  readonly devices: DeviceRequests;
  readonly idTokens: IdTokenIssuer;
  readonly nowEpochMs: () => number;
  /** Told of each request: what kind, and why it was refused. */
  readonly record: (entry: {
    readonly grantType: string;
    readonly refusal: TokenRefusal['reason'] | null;
  }) => void;
};

type Parameters = ReadonlyMap<string, string>;
type Outcome<T> = { readonly ok: T } | { readonly refused: TokenRefusal };

const refused = (
  word: TokenRefusal['word'],
  reason: TokenRefusal['reason'],
  detail: string,
): { readonly refused: TokenRefusal } => ({ refused: { word, reason, detail } });

const deviceGrantType = 'urn:ietf:params:oauth:grant-type:device_code';

const isSameSecret = (one: string, other: string): boolean => {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
};

/** Reads a body of form parameters, each once, with nothing in the URL's query. */
export const readForm = (exchange: Exchange): Outcome<Parameters> => {
  const bad = (detail: string) => refused('invalid_request', 'request', detail);
  if (!isForm(exchange)) return bad('The body must be application/x-www-form-urlencoded.');
  if (exchange.url.search !== '') return bad('Parameters must be in the body, not in the URL.');
  const parameters = single(new URLSearchParams(exchange.body.toString()));
  return parameters === null ? bad('A parameter is repeated.') : { ok: parameters };
};

const basicCredentials = (header: string | undefined): readonly [string, string] | null => {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  // RFC 6749 section 2.3.1: both parts are form-encoded first.
  const decode = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
  try {
    return colon === -1 ? null : [decode(text.slice(0, colon)), decode(text.slice(colon + 1))];
  } catch {
    return null;
  }
};

/** Finds the client that a request comes from, by the ways the provider allows. */
export const authenticateClient = (
  { profile, clients }: Pick<TokenDependencies, 'profile' | 'clients'>,
  exchange: Exchange,
  parameters: Parameters,
): Outcome<OAuthClient> => {
  const bad = (detail: string) => refused('invalid_client', 'client', detail);
  const { secret: rule, authentication } = profile.client;
  const header = exchange.headers.authorization;
  const basic = basicCredentials(header);
  if (header !== undefined && (basic === null || !authentication.includes('basic'))) {
    return bad('This way of client authentication is not supported.');
  }
  const inBody = parameters.get('client_secret');
  if (basic !== null && inBody !== undefined) {
    return refused('invalid_request', 'request', 'Two ways of client authentication were used.');
  }
  const clientId = basic?.[0] ?? parameters.get('client_id');
  if (clientId === undefined) return refused('invalid_request', 'request', 'client_id is missing.');
  const client = clients.get(clientId);
  if (client === undefined) return bad('The OAuth client was not found.');
  const given = basic?.[1] ?? inBody;
  if (rule === 'forbidden' && given !== undefined) {
    return bad('The client is public, so no client_secret should be presented.');
  }
  if (given === undefined) {
    return rule === 'required'
      ? refused('invalid_request', 'client', 'client_secret is missing.')
      : { ok: client };
  }
  if (client.clientSecret !== null && isSameSecret(given, client.clientSecret)) {
    return { ok: client };
  }
  return bad('The client secret is wrong.');
};

/** Runs the token endpoint: codes, refresh tokens and device codes into tokens. */
export const createTokenEndpoint = (dependencies: TokenDependencies) => {
  const { profile, settings, ledger, devices, idTokens, nowEpochMs, record } = dependencies;
  const forced: TokenRefusal[] = [];

  const render = (status: number, body: Readonly<Record<string, unknown>>, refusal?: string) => {
    const headers = {
      'cache-control': 'no-store',
      pragma: 'no-cache',
      date: new Date(nowEpochMs()).toUTCString(),
    };
    if (!settings.formEncodedReplies) return json(status, body, headers, refusal);
    const pairs = Object.entries(body).map(([name, value]) => [name, String(value)]);
    return {
      ...json(status, {}, headers, refusal),
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(pairs).toString(),
    };
  };

  const renderIssued = (issued: Issued): Reply => {
    const { token_type, expires_in, ...rest } = profile.tokenReply(issued);
    const expiry = settings.expiresInAsString ? String(expires_in) : expires_in;
    return render(200, {
      ...rest,
      ...(settings.omitTokenType || token_type === undefined ? {} : { token_type }),
      ...(expires_in === undefined ? {} : { expires_in: expiry }),
    });
  };

  const renderRefusal = (refusal: TokenRefusal): Reply => {
    const { status, body } = profile.tokenError(refusal);
    return render(status, body, `${refusal.word}: ${refusal.detail}`);
  };

  const issue = (
    grant: Grant,
    issued: Pick<Issued, 'via' | 'refreshToken'> & {
      readonly nonce: string | null;
      readonly scopes?: readonly string[];
    },
  ): { readonly ok: Issued } => {
    const unsaid = profile.scopes.unsaid ?? [];
    const scopes = issued.scopes ?? grant.scopes;
    return {
      ok: {
        via: issued.via,
        grant,
        scopes: scopes.filter((scope) => !unsaid.includes(scope)),
        accessToken: ledger.issueAccessToken(grant, scopes),
        refreshToken: issued.refreshToken,
        expiresInSeconds: settings.accessTokenLifetimeSeconds,
        idToken:
          profile.issuer !== null && scopes.includes('openid')
            ? idTokens.issue(grant, issued.nonce)
            : null,
      },
    };
  };

  const checkVerifier = (challenge: string | null, verifier: string | undefined): string | null => {
    if (profile.pkce === 'ignored') return null;
    if (challenge === null) {
      // RFC 9700 section 2.1.1: a verifier without a challenge is a downgrade.
      return verifier === undefined ? null : 'code_verifier came without a code_challenge.';
    }
    if (verifier === undefined) return 'Missing code verifier.';
    if (!/^[\w.~-]{43,128}$/.test(verifier)) return 'code_verifier is malformed.';
    const derived = createHash('sha256').update(verifier).digest('base64url');
    return derived === challenge ? null : 'Invalid code verifier.';
  };

  const exchangeCode = (client: OAuthClient, parameters: Parameters): Outcome<Issued> => {
    const missing = ['code', ...profile.exchangeNeeds].find((name) => !parameters.has(name));
    if (missing !== undefined) {
      return refused('invalid_request', 'request', `Missing required parameter: ${missing}`);
    }
    const code = ledger.code(parameters.get('code') ?? '');
    if (code === undefined || code.client !== client) {
      return refused('invalid_grant', 'code', 'The code is unknown.');
    }
    if (code.grant !== null) {
      code.grant.isLive = false;
      return refused('invalid_grant', 'code-used', 'The code was used before.');
    }
    if (!ledger.isCodeFresh(code)) {
      return refused('invalid_grant', 'code-expired', 'The code has expired.');
    }
    const redirectUri = parameters.get('redirect_uri') ?? null;
    const checksRedirect = profile.exchangeNeeds.includes('redirect_uri') || redirectUri !== null;
    if (checksRedirect && redirectUri !== code.redirectUri) {
      return refused('redirect_uri_mismatch', 'redirect', 'The redirect URI is another one.');
    }
    const bad = checkVerifier(code.challenge, parameters.get('code_verifier'));
    if (bad !== null) return refused('invalid_grant', 'verifier', bad);
    if (client.clientSecret === null && code.challenge === null && profile.pkce !== 'ignored') {
      return refused('invalid_grant', 'verifier', 'A public client must use PKCE.');
    }
    const grant = ledger.addGrant({ client, account: code.account, scopes: code.scopes });
    code.grant = grant;
    const refreshToken = code.wantsRefreshToken ? ledger.issueRefreshToken(grant) : null;
    return issue(grant, { via: 'code', refreshToken, nonce: code.nonce });
  };

  const refresh = (client: OAuthClient, parameters: Parameters): Outcome<Issued> => {
    const text = parameters.get('refresh_token');
    if (text === undefined) {
      return refused('invalid_request', 'request', 'Missing required parameter: refresh_token');
    }
    const token = ledger.refreshToken(text);
    if (token === undefined || token.grant.client !== client) {
      return refused('invalid_grant', 'refresh-token', 'Token has been expired or revoked.');
    }
    const { grant } = token;
    const asked = parameters.get('scope')?.split(profile.scopes.separator);
    if (asked?.some((scope) => !grant.scopes.includes(scope)) === true) {
      return refused('invalid_scope', 'scope', 'More was asked for than was granted.');
    }
    token.usedAtEpochMs = nowEpochMs();
    if (profile.rotation === 'single-use') token.isLive = false;
    const refreshToken = profile.rotation === 'static' ? null : ledger.issueRefreshToken(grant);
    return issue(grant, {
      via: 'refresh',
      refreshToken,
      nonce: null,
      ...(asked === undefined ? {} : { scopes: asked }),
    });
  };

  const exchangeDevice = (client: OAuthClient, parameters: Parameters): Outcome<Issued> => {
    const device = devices.poll(client, parameters.get('device_code') ?? '');
    if (typeof device === 'object') {
      const grant = ledger.addGrant({ client, account: device.account, scopes: device.scopes });
      const refreshToken = ledger.issueRefreshToken(grant);
      return issue(grant, { via: 'device', refreshToken, nonce: null });
    }
    return refused(device, 'device', device);
  };

  const grantTypeOf = (parameters: Parameters): string =>
    parameters.get('grant_type') ?? (profile.typesOptional ? 'authorization_code' : '');

  const run = (exchange: Exchange, parameters: Parameters): Outcome<Issued> => {
    const word = forced.shift();
    if (word !== undefined) return { refused: word };
    const client = authenticateClient(dependencies, exchange, parameters);
    if ('refused' in client) return client;
    const grantType = grantTypeOf(parameters);
    if (grantType === 'authorization_code') return exchangeCode(client.ok, parameters);
    if (grantType === 'refresh_token') return refresh(client.ok, parameters);
    if (grantType === deviceGrantType && profile.paths.device !== null) {
      return exchangeDevice(client.ok, parameters);
    }
    return grantType === ''
      ? refused('invalid_request', 'request', 'Missing required parameter: grant_type')
      : refused('unsupported_grant_type', 'grant-type', 'This grant_type is not supported.');
  };

  return {
    renderRefusal,
    answer: (exchange: Exchange): Reply => {
      if (exchange.method !== 'POST') {
        return { status: 405, headers: { allow: 'POST' }, refusal: 'method' };
      }
      const parameters = readForm(exchange);
      if ('refused' in parameters) return renderRefusal(parameters.refused);
      const outcome = run(exchange, parameters.ok);
      const grantType = grantTypeOf(parameters.ok);
      const refusal = 'refused' in outcome ? outcome.refused.reason : null;
      record({ grantType, refusal });
      return 'refused' in outcome ? renderRefusal(outcome.refused) : renderIssued(outcome.ok);
    },
    failNextWith: (refusal: TokenRefusal): void => {
      forced.push(refusal);
    },
  };
};
