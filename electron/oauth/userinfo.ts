import { userInfoRequest } from 'oauth4webapi';
import { AppError } from '../diagnostics/errors.ts';
import type { Secret } from '../diagnostics/secret.ts';
import { parseJsonObject } from '../platform/json.ts';
import type { HttpResponse } from '../platform/ports.ts';
import { refusalByStatus } from '../platform/reply.ts';
import { readReply, requestOptions, secureUrl } from './http-fetch.ts';
import { asAuthorizationServer, asClient } from './library-metadata.ts';
import type { ServerContext } from './oauth-context.ts';
import type { OAuthServer } from './oauth-types.ts';

/** What a server says about an account: `sub`, and whatever else was consented to. */
type UserinfoClaims = Readonly<Record<string, unknown>> & { readonly sub: string };

/**
 * Asks who an access token belongs to: OIDC Core section 5.3.
 *
 * `expectedSubject` is the `sub` of a checked ID token; a different one is refused with
 * `oauth.invalid-id-token`, because only the ID token is bound to this sign-in (section 5.3.4).
 *
 * Throws `oauth.sign-in-again` for a 401. An access token that has merely run out is answered the
 * same way, so try a refresh before asking the person. Throws the `server.*` codes besides.
 */
export const fetchUserinfo = async (
  context: ServerContext,
  server: OAuthServer,
  accessToken: Secret,
  { expectedSubject }: { readonly expectedSubject: string | null },
): Promise<UserinfoClaims> => {
  const { userinfoEndpoint } = server;
  if (userinfoEndpoint === null) {
    const { host } = secureUrl(server.tokenEndpoint);
    throw new AppError('server.invalid-response', { params: { host } });
  }
  const { host } = secureUrl(userinfoEndpoint);
  // A userinfo request names no client; the library only wants to see one.
  const nobody = { clientId: 'none', authentication: { kind: 'none' } } as const;
  const response = await userInfoRequest(
    asAuthorizationServer(server),
    asClient(nobody, context.clock),
    accessToken.expose(),
    requestOptions(context, userinfoEndpoint),
  );
  const claims = readClaims(await readReply(response), host, context.clock.nowEpochMs());
  if (expectedSubject !== null && claims.sub !== expectedSubject) {
    throw new AppError('oauth.invalid-id-token', { params: { host } });
  }
  return claims;
};

const readClaims = (reply: HttpResponse, host: string, nowEpochMs: number): UserinfoClaims => {
  const { status } = reply;
  if (status !== 200) {
    const params = { host, status };
    if (status === 401) throw new AppError('oauth.sign-in-again', { params });
    const refusal = refusalByStatus(reply, { host, nowEpochMs });
    throw refusal ?? new AppError('server.rejected', { params });
  }
  const claims = parseJsonObject(reply.body);
  const sub = claims?.sub;
  if (claims === null || typeof sub !== 'string' || sub === '') {
    throw new AppError('server.invalid-response', { params: { host } });
  }
  return { ...claims, sub };
};
