import { createHash, randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JSONWebKeySet, type JWTPayload, SignJWT } from 'jose';
import {
  type Exchange,
  type FaultControls,
  type Reply,
  startLoopbackServer,
} from '../../stand-ins/loopback-http.ts';

/**
 * A small OpenID provider whose clock and misbehaviour a test holds: PKCE demanded, codes and refresh
 * tokens work once, a client with a secret by HTTP Basic. The person always agrees.
 */
export type TinyIssuer = {
  readonly issuer: string;
  readonly jwks: JSONWebKeySet;
  readonly faults: FaultControls;
  readonly paths: readonly string[];
  /** Ends every sign-in, as an administrator may. */
  readonly revokeAll: () => void;
  readonly set: (options: Partial<Options>) => void;
  readonly liveRefreshTokens: () => number;
  readonly close: () => Promise<void>;
};

type Options = {
  readonly idTokenSeconds: number;
  readonly givesRefreshTokens: boolean;
  /** OIDC lets servers leave it out of a renewal. */
  readonly renewsIdTokens: boolean;
  readonly publishesKeys: boolean;
  /** RFC 6749 section 2.3.1 wants it; some servers take HTTP Basic as it comes. */
  readonly decodesBasic: boolean;
  /** Claims that its signed userinfo replies have instead of the right ones. */
  readonly userinfoClaims: JWTPayload;
  /** Signs them with a key that it does not publish, under the name of the one it does. */
  readonly userinfoByStranger: boolean;
};

export const tinyClient = { id: 'stowkey', secret: 'client secret/+' } as const;

type Grant = { readonly nonce: string | null };
type Code = Grant & { readonly challenge: string; readonly redirectUri: string };

const json = (body: unknown, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export const startTinyIssuer = async (clock: {
  readonly nowEpochMs: () => number;
}): Promise<TinyIssuer> => {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', kid: '1', use: 'sig' }] };
  const codes = new Map<string, Code>();
  const refreshTokens = new Set<string>();
  const paths: string[] = [];
  const stranger = await generateKeyPair('RS256');
  let options: Options = {
    idTokenSeconds: 300,
    givesRefreshTokens: true,
    renewsIdTokens: true,
    publishesKeys: true,
    decodesBasic: true,
    userinfoClaims: {},
    userinfoByStranger: false,
  };

  const idToken = (nonce: string | null): Promise<string> => {
    const now = Math.floor(clock.nowEpochMs() / 1000);
    return new SignJWT({ email: 'alice@example.test', ...(nonce === null ? {} : { nonce }) })
      .setProtectedHeader({ alg: 'RS256', kid: '1' })
      .setIssuer(server.origin)
      .setAudience(tinyClient.id)
      .setSubject('alice')
      .setIssuedAt(now)
      .setExpirationTime(now + options.idTokenSeconds)
      .sign(privateKey);
  };

  const userinfo = async (): Promise<Reply> => {
    const claims = {
      iss: server.origin,
      aud: tinyClient.id,
      sub: 'alice',
      email: 'alice@userinfo.test',
      ...options.userinfoClaims,
    };
    const body = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', kid: '1' })
      .sign(options.userinfoByStranger ? stranger.privateKey : privateKey);
    return { status: 200, headers: { 'content-type': 'application/jwt' }, body };
  };

  const tokens = async (nonce: string | null, isRenewal: boolean): Promise<Reply> => {
    const refreshToken = randomBytes(16).toString('hex');
    if (options.givesRefreshTokens) refreshTokens.add(refreshToken);
    return json({
      access_token: randomBytes(16).toString('hex'),
      token_type: 'Bearer',
      expires_in: 300,
      ...(options.givesRefreshTokens ? { refresh_token: refreshToken } : {}),
      ...(isRenewal && !options.renewsIdTokens ? {} : { id_token: await idToken(nonce) }),
    });
  };

  const authorize = ({ url }: Exchange): Reply => {
    const get = (name: string): string => url.searchParams.get(name) ?? '';
    if (get('client_id') !== tinyClient.id || get('code_challenge_method') !== 'S256') {
      return json({ error: 'invalid_request' }, 400);
    }
    const code = randomBytes(16).toString('hex');
    codes.set(code, {
      nonce: url.searchParams.get('nonce'),
      challenge: get('code_challenge'),
      redirectUri: get('redirect_uri'),
    });
    const back = new URL(get('redirect_uri'));
    back.searchParams.set('code', code);
    back.searchParams.set('state', get('state'));
    return { status: 302, headers: { location: back.href } };
  };

  const hasClient = ({ headers }: Exchange): boolean => {
    const [id = '', secret = ''] = Buffer.from(
      (headers.authorization ?? '').replace(/^Basic /, ''),
      'base64',
    )
      .toString()
      .split(':')
      .map((part) => (options.decodesBasic ? decodeURIComponent(part.replaceAll('+', ' ')) : part));
    return id === tinyClient.id && secret === tinyClient.secret;
  };

  const token = async (exchange: Exchange): Promise<Reply> => {
    if (!hasClient(exchange)) return json({ error: 'invalid_client' }, 401);
    const form = new URLSearchParams(exchange.body.toString());
    if (form.get('grant_type') === 'refresh_token') {
      const isGood = refreshTokens.delete(form.get('refresh_token') ?? '');
      return isGood ? tokens(null, true) : json({ error: 'invalid_grant' }, 400);
    }
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const fits = code?.challenge === challenge && code.redirectUri === form.get('redirect_uri');
    return fits ? tokens(code.nonce, false) : json({ error: 'invalid_grant' }, 400);
  };

  const answer = async (exchange: Exchange): Promise<Reply> => {
    paths.push(exchange.url.pathname);
    switch (exchange.url.pathname) {
      case '/.well-known/openid-configuration':
        return json({
          issuer: server.origin,
          authorization_endpoint: `${server.origin}/authorize`,
          token_endpoint: `${server.origin}/token`,
          revocation_endpoint: `${server.origin}/revoke`,
          userinfo_endpoint: `${server.origin}/userinfo`,
          jwks_uri: `${server.origin}/jwks`,
        });
      case '/authorize':
        return authorize(exchange);
      case '/token':
        return token(exchange);
      case '/userinfo':
        return userinfo();
      case '/jwks':
        return options.publishesKeys ? json(jwks) : { status: 503 };
      case '/revoke':
        if (!hasClient(exchange)) return json({ error: 'invalid_client' }, 401);
        refreshTokens.delete(new URLSearchParams(exchange.body.toString()).get('token') ?? '');
        return { status: 200 };
      default:
        return { status: 404 };
    }
  };

  const server = await startLoopbackServer({
    name: 'issuer',
    log: () => {},
    maxBodyBytes: 65_536,
    handle: answer,
  });

  return {
    issuer: server.origin,
    jwks,
    faults: server.faults,
    paths,
    revokeAll: () => refreshTokens.clear(),
    set: (next) => {
      options = { ...options, ...next };
    },
    liveRefreshTokens: () => refreshTokens.size,
    close: server.close,
  };
};
