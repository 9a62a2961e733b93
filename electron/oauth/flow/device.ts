import {
  deviceAuthorizationRequest,
  deviceCodeGrantRequest,
  processDeviceAuthorizationResponse,
} from 'oauth4webapi';
import { AppError, isAppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import { aimsAtThisComputer } from '../../platform/address-policy.ts';
import type { JsonObject } from '../../platform/json.ts';
import { pause } from '../../platform/pause.ts';
import type { DeviceCodeView, DeviceContext } from '../context.ts';
import { asAppError, jsonResponse, secureUrl } from '../oauth4webapi.ts';
import {
  readEndpointReply,
  readTokens,
  requestTokens,
  sendAuthenticated,
  type TokenGrant,
  type TokenRequest,
} from '../token/endpoint.ts';
import { OAuthErrorResponse, strictReplies } from '../token/reply.ts';
import type { DeviceFlow, TokenSet } from '../types.ts';

/** RFC 8628 section 3.2, when the server names none. */
const usualIntervalSeconds = 5;
/** Section 3.5: for this request and all that follow. */
const slowDownSeconds = 5;
const maxIntervalSeconds = 60;
const maxLifetimeSeconds = 3600;
const maxUserCodeLength = 64;

/**
 * Signs in on another page or device: the person types a code there, and we ask until they have
 * (RFC 8628).
 *
 * Throws `oauth.denied`, `oauth.device-code-expired`, `operation.cancelled`, and what `fetchTokens` throws.
 * A server that cannot be reached, is busy or in trouble is asked again, ever more slowly, for as long
 * as the code lives: the person may be half way through.
 */
export const signInWithDevice = async (
  context: DeviceContext,
  flow: DeviceFlow,
): Promise<TokenSet> => {
  const started = await start(context, flow);
  const request = tokensFor(flow, started.deviceCode);
  return context.showDeviceCode(started.view, async () =>
    readTokens(context, request, await poll(context, request, started)),
  );
};

type Started = {
  readonly view: DeviceCodeView;
  readonly deviceCode: Secret;
  readonly intervalSeconds: number;
  readonly lifeMs: number;
};

const start = async (context: DeviceContext, flow: DeviceFlow): Promise<Started> => {
  const { server, client } = flow;
  const endpoint = server.deviceAuthorizationEndpoint;
  if (endpoint === null) {
    const { host } = secureUrl(server.tokenEndpoint);
    throw new AppError('server.invalid-response', { params: { host } });
  }
  const { host } = secureUrl(endpoint);
  const scope = scopesOf(flow).join(flow.scopeSeparator);
  const { reply, ...parties } = await sendAuthenticated(context, {
    server,
    client,
    endpoint,
    send: (as, who, credentials, options) =>
      deviceAuthorizationRequest(as, who, credentials, scope === '' ? {} : { scope }, options),
  });
  const nowEpochMs = context.clock.nowEpochMs();
  const fields = readEndpointReply(
    reply,
    { client },
    { host, requestKind: 'device-start', expectedStatus: 200, nowEpochMs, quirks: strictReplies },
  );
  try {
    const code = await processDeviceAuthorizationResponse(
      parties.server,
      parties.client,
      jsonResponse(withUsualNames(fields)),
    );
    const lifeSeconds = Math.min(code.expires_in, maxLifetimeSeconds);
    return {
      view: {
        userCode: shownCode(code.user_code),
        verificationUri: pageUrl(code.verification_uri, endpoint),
        verificationUriComplete: completePage(code, endpoint),
        expiresAtEpochSeconds: Math.floor(nowEpochMs / 1000 + lifeSeconds),
      },
      deviceCode: new Secret(code.device_code),
      intervalSeconds: Math.min(code.interval ?? usualIntervalSeconds, maxIntervalSeconds),
      lifeMs: lifeSeconds * 1000,
    };
  } catch (error) {
    throw asAppError(error, 'server.invalid-response', host);
  }
};

const scopesOf = ({ scopes, openid }: DeviceFlow): readonly string[] =>
  openid && !scopes.includes('openid') ? ['openid', ...scopes] : scopes;

/** Google still says `verification_url`, as the drafts did. */
const withUsualNames = (fields: JsonObject): JsonObject => ({
  ...fields,
  verification_uri: fields.verification_uri ?? fields.verification_url,
  interval: typeof fields.interval === 'string' ? Number(fields.interval) : fields.interval,
});

/** A server elsewhere must not send the person to what listens on this computer. */
const pageUrl = (text: string, server: string): string => {
  const url = secureUrl(text);
  if (aimsAtThisComputer(secureUrl(server), url)) {
    throw new TypeError('the page is on this computer');
  }
  return url.href;
};

/** The page with the code filled in, if it is on the host that the person is shown. */
const completePage = (
  code: { readonly verification_uri: string; readonly verification_uri_complete?: string },
  server: string,
): string | null => {
  if (code.verification_uri_complete === undefined) return null;
  const url = pageUrl(code.verification_uri_complete, server);
  return new URL(url).host === new URL(code.verification_uri).host ? url : null;
};

const shownCode = (code: string): string => {
  if (code.length <= maxUserCodeLength && !/\p{Cc}/u.test(code)) return code;
  throw new TypeError('"user_code" cannot be shown');
};

const poll = async (
  context: DeviceContext,
  request: TokenRequest,
  { lifeMs, ...started }: Started,
): Promise<TokenGrant> => {
  const { clock, signal } = context;
  const startedMs = clock.monotonicMs();
  const startedEpochMs = clock.nowEpochMs();
  // The monotonic clock stands still while the machine sleeps; the code does not.
  const isExpired = (): boolean =>
    Math.max(clock.monotonicMs() - startedMs, clock.nowEpochMs() - startedEpochMs) >= lifeMs;

  let intervalSeconds = started.intervalSeconds;
  for (;;) {
    await pause(clock, intervalSeconds * 1000, signal);
    if (isExpired()) throw new AppError('oauth.device-code-expired');
    try {
      return await requestTokens(context, request);
    } catch (error) {
      intervalSeconds = nextInterval(error, intervalSeconds);
    }
  }
};

const tokensFor = (flow: DeviceFlow, deviceCode: Secret): TokenRequest => ({
  ...flow,
  scopes: scopesOf(flow),
  requestKind: 'device-poll',
  nonce: null,
  idToken: flow.openid ? 'required' : 'ignored',
  keepFromReply: flow.keepFromReply ?? [],
  send: (as, who, credentials, options) =>
    deviceCodeGrantRequest(as, who, credentials, deviceCode.expose(), options),
});

/** Gives the next pause, or throws the error that ends the wait. */
const nextInterval = (error: unknown, intervalSeconds: number): number => {
  if (error instanceof OAuthErrorResponse) {
    if (error.errorCode === 'authorization_pending') return intervalSeconds;
    if (error.errorCode === 'slow_down') return intervalSeconds + slowDownSeconds;
  }
  if (isAppError(error, 'server.rate-limited')) {
    // However long the server asks for: the person is waiting, and the code runs out.
    const asked = Math.min(Number(error.params.retryAfterSeconds), maxIntervalSeconds);
    return Math.max(intervalSeconds, asked);
  }
  // Section 3.5 asks for exponential backoff after a connection that timed out.
  if (isAppError(error) && error.retryable) {
    return Math.min(intervalSeconds * 2, Math.max(maxIntervalSeconds, intervalSeconds));
  }
  throw error;
};
