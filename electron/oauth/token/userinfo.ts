import { processUserInfoResponse, skipSubjectCheck, userInfoRequest } from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { HttpResponse } from '../../platform/interfaces.ts';
import { type JsonObject, parseJsonObject, quoteLongNumbers } from '../../platform/json.ts';
import { statusError } from '../../platform/reply.ts';
import type { ServerContext } from '../context.ts';
import {
  asAppError,
  asAuthorizationServer,
  asClient,
  isClockOff,
  isTimestampError,
  readReply,
  requestOptions,
  secureUrl,
} from '../oauth4webapi.ts';
import { checkSignature } from '../server/published-keys.ts';
import type { OAuthClient, OAuthServer } from '../types.ts';

/** What a server says about an account: `sub`, and whatever else was consented to. */
type UserinfoClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Whose reply it is to be: the client that asks, and the person that signed in to it. */
type UserinfoAudience = {
  readonly clientId: string;
  /** `sub` of a checked ID token; null where there was none. */
  readonly expectedSubject: string | null;
};

/**
 * Asks who an access token belongs to: OIDC Core section 5.3.
 *
 * A signed reply (section 5.3.2) counts once its signature holds by the keys of the issuer, and its
 * `iss` and `aud`, where it has them, name the server and this client. Anything else in it, and a
 * `sub` that is not the ID token's, is refused with `oauth.invalid-id-token`: only the ID token is
 * bound to this sign-in (section 5.3.4).
 *
 * Throws `oauth.unreadable-account` for an encrypted reply, and for a signed one of a server whose
 * keys are not known; `oauth.sign-in-again` for a 401. An access token that has merely run out is
 * answered the same way, so try a refresh before asking the person. Throws the `server.*` codes
 * besides.
 */
export const fetchUserinfo = async (
  context: ServerContext,
  server: OAuthServer,
  accessToken: Secret,
  { clientId, expectedSubject }: UserinfoAudience,
): Promise<UserinfoClaims> => {
  const { userinfoEndpoint } = server;
  if (userinfoEndpoint === null) {
    const { host } = secureUrl(server.tokenEndpoint);
    throw new AppError('server.invalid-response', { params: { host } });
  }
  const { host } = secureUrl(userinfoEndpoint);
  // The request bears no client; it is what signed replies are addressed to.
  const client: OAuthClient = { clientId, authentication: { kind: 'none' } };
  const response = await userInfoRequest(
    asAuthorizationServer(server),
    asClient(client, context.clock),
    accessToken.expose(),
    requestOptions(context, userinfoEndpoint),
  );
  const reply = await readReply(response);
  refuseByStatus(reply, host, context.clock.nowEpochMs());
  const claims = isJwt(reply)
    ? await verifySigned(context, server, client, reply, host)
    : parseJsonObject(quoteLongNumbers(reply.body));
  const sub = claims?.sub;
  if (claims === null || typeof sub !== 'string' || sub === '') {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  if (expectedSubject !== null && sub !== expectedSubject) throw untrusted(host);
  return { ...claims, sub };
};

const untrusted = (host: string, cause?: unknown): AppError =>
  new AppError('oauth.invalid-id-token', { params: { host, reason: 'userinfo' }, cause });

const refuseByStatus = (reply: HttpResponse, host: string, nowEpochMs: number): void => {
  const { status } = reply;
  if (status === 200) return;
  const params = { host, status };
  // A web page is no word of the server's, whatever its status.
  const refusal = statusError(reply, { host, nowEpochMs });
  const code = status === 401 ? 'oauth.sign-in-again' : 'server.rejected';
  throw refusal ?? new AppError(code, { params });
};

/** Section 5.3.2: signed and encrypted replies have to say that they are. */
const isJwt = ({ headers }: HttpResponse): boolean =>
  /^application\/jwt\b/i.test(headers.get('content-type') ?? '');

const verifySigned = async (
  context: ServerContext,
  server: OAuthServer,
  client: OAuthClient,
  { headers, body }: HttpResponse,
  host: string,
): Promise<JsonObject> => {
  // RFC 7516 section 9: five parts are encrypted, three are signed.
  if (body.split('.').length === 5) throw unreadable(host, 'encrypted');
  if (server.issuer === null || server.jwksUri === null) throw unreadable(host, 'no-keys');
  const parties = [asAuthorizationServer(server), asClient(client, context.clock)] as const;
  const response = new Response(body, { headers: { 'content-type': 'application/jwt' } });
  try {
    const claims = await processUserInfoResponse(...parties, skipSubjectCheck, response);
    await checkSignature(context, parties[0], response);
    return claims;
  } catch (error) {
    if (error instanceof AppError) throw error;
    if (isTimestampError(error) && isClockOff(headers, context.clock.nowEpochMs())) {
      throw new AppError('server.clock-skew', { params: { host } });
    }
    throw untrusted(host, asAppError(error, 'oauth.invalid-id-token', host).cause);
  }
};

const unreadable = (host: string, reason: 'encrypted' | 'no-keys'): AppError =>
  new AppError('oauth.unreadable-account', { params: { host, reason } });
