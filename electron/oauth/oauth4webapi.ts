import {
  type AuthorizationServer,
  allowInsecureRequests,
  type Client,
  type CustomFetchOptions,
  clockSkew,
  clockTolerance,
  customFetch,
  JWT_TIMESTAMP_CHECK,
} from 'oauth4webapi';
import { AppError } from '../diagnostics/errors.ts';
import { isSecureOrLoopback } from '../platform/address-policy.ts';
import { nowEpochSeconds } from '../platform/epoch.ts';
import type { Clock, HttpRequest, HttpResponse } from '../platform/interfaces.ts';
import type { ServerContext } from './context.ts';
import type { OAuthClient, OAuthServer } from './types.ts';

/** Statuses whose `Response` must be built without a body. */
const withoutBody: ReadonlySet<number> = new Set([204, 205, 304]);

type Options = CustomFetchOptions<string, URLSearchParams | string | null | undefined | unknown>;

/**
 * Sends what oauth4webapi asks for through our client, which follows no redirects and keeps to a
 * deadline and a size.
 *
 * Throws `server.insecure` for an endpoint that is neither https nor http to literal loopback, before
 * anything is sent; only for the latter is the library told to let http pass.
 */
export const requestOptions = (context: ServerContext, endpoint: string) => {
  const url = secureUrl(endpoint);
  return {
    [customFetch]: async (address: string, options: Options): Promise<Response> =>
      asResponse(await context.http(asRequest(address, options, context.signal))),
    [allowInsecureRequests]: url.protocol === 'http:',
  };
};

/** Gives the endpoint's URL. Throws `server.insecure`, or `server.invalid-response` for no URL. */
export const secureUrl = (endpoint: string): URL => {
  if (!URL.canParse(endpoint)) throw new AppError('server.invalid-response', { params: noHost });
  const url = new URL(endpoint);
  if (isSecureOrLoopback(url)) return url;
  throw new AppError('server.insecure', { params: { host: url.host } });
};

const noHost = { host: '' };

/** Takes a reply back out of the library's hands before it judges it. */
export const readReply = async (response: Response): Promise<HttpResponse> => ({
  status: response.status,
  headers: response.headers,
  body: await response.text(),
});

/** Hands a checked reply to the library, in the form that it insists on. */
export const jsonResponse = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json' },
  });

const asRequest = (address: string, options: Options, signal: AbortSignal): HttpRequest => {
  const { 'user-agent': _, ...headers } = options.headers;
  const { body } = options;
  return {
    method: options.method === 'GET' ? 'GET' : 'POST',
    url: new URL(address),
    headers,
    signal,
    ...(body === undefined || body === null ? {} : { body: String(body) }),
  };
};

const asResponse = (reply: HttpResponse): Response =>
  new Response(withoutBody.has(reply.status) ? null : reply.body, {
    status: reply.status,
    headers: reply.headers,
  });

/** Every signature by a key that only the server has; the JWT's own word decides among them. */
const signingAlgorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];

/** Of the difference between our clock and the server's. */
const toleranceSeconds = 60;

/**
 * Describes a server to oauth4webapi, which insists on an issuer: the token endpoint stands in where
 * there is none. It is then the audience of client assertions (RFC 7523 section 3), and nothing
 * else is compared with it.
 */
export const asAuthorizationServer = (server: OAuthServer): AuthorizationServer => ({
  issuer: server.issuer ?? server.tokenEndpoint,
  token_endpoint: server.tokenEndpoint,
  id_token_signing_alg_values_supported: signingAlgorithms,
  userinfo_signing_alg_values_supported: signingAlgorithms,
  ...defined({
    revocation_endpoint: server.revocationEndpoint,
    device_authorization_endpoint: server.deviceAuthorizationEndpoint,
    userinfo_endpoint: server.userinfoEndpoint,
    registration_endpoint: server.registrationEndpoint,
    pushed_authorization_request_endpoint: server.pushedAuthorizationRequestEndpoint,
    jwks_uri: server.jwksUri,
  }),
});

/** Describes a client, with what makes the library tell the time by our clock. */
export const asClient = (client: OAuthClient, clock: Pick<Clock, 'nowEpochMs'>): Client => ({
  client_id: client.clientId,
  [clockSkew]: nowEpochSeconds(clock) - Math.floor(Date.now() / 1000),
  [clockTolerance]: toleranceSeconds,
});

const defined = (fields: Readonly<Record<string, string | null>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );

/** Beyond this an assertion of a minute or a fresh ID token can fail by the clock alone. */
const noticeableSkewMs = 60_000;

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : '';
};

/**
 * Says in our words what the library found wrong with a reply.
 *
 * Its error is not kept as the cause, because it holds the reply, tokens included; its own sentence,
 * which quotes nothing, goes to the log.
 */
export const asAppError = (
  error: unknown,
  otherwise: 'server.invalid-response' | 'oauth.invalid-id-token',
  host: string,
): AppError => {
  if (error instanceof AppError) return error;
  const cause = new Error(`${codeOf(error)}: ${error instanceof Error ? error.message : ''}`);
  return new AppError(otherwise, { params: { host }, cause });
};

export const isTimestampError = (error: unknown): boolean => codeOf(error) === JWT_TIMESTAMP_CHECK;

/** Compares the server's clock, as its reply tells it, with ours. */
export const isClockOff = (headers: Headers, nowEpochMs: number): boolean => {
  const serverEpochMs = Date.parse(headers.get('date') ?? '');
  return Math.abs(serverEpochMs - nowEpochMs) > noticeableSkewMs;
};
