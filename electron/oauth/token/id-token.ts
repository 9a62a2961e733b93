import { decodeJwt } from 'jose';
import {
  type AuthorizationServer,
  type Client,
  processAuthorizationCodeResponse,
  processGenericTokenEndpointResponse,
} from 'oauth4webapi';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { JsonObject } from '../../platform/json.ts';
import type { ServerContext } from '../context.ts';
import { asAppError, isClockOff, isTimestampError, jsonResponse } from '../oauth4webapi.ts';
import { checkSignature } from '../server/published-keys.ts';

type Expected = {
  readonly server: AuthorizationServer;
  readonly client: Client;
  /** Fields of the token reply, the ID token among them. */
  readonly fields: JsonObject;
  /** Null where none could be sent: device flow, refresh. */
  readonly nonce: string | null;
  /** Of the token reply; they tell the server's time. */
  readonly headers: Headers;
  readonly host: string;
};

/**
 * Checks an ID token as OIDC Core section 3.1.3.7 asks: issuer, audience, expiry, nonce, and the
 * signature by the server's published keys wherever it publishes any.
 *
 * Throws `oauth.invalid-id-token`, `server.clock-skew` when it fails by time alone and the server's
 * clock differs from ours, or what fetching the keys fails with.
 */
export const verifyIdToken = async (
  context: ServerContext,
  expected: Expected,
): Promise<Secret> => {
  const { server, client, fields, nonce, host } = expected;
  const response = jsonResponse(fields);
  try {
    const { id_token: idToken } =
      nonce === null
        ? await processGenericTokenEndpointResponse(server, client, response)
        : await processAuthorizationCodeResponse(server, client, response, {
            expectedNonce: nonce,
            requireIdToken: true,
          });
    if (idToken === undefined) throw new AppError('oauth.invalid-id-token', { params: { host } });
    if (server.jwks_uri !== undefined) await checkSignature(context, server, response);
    return new Secret(idToken);
  } catch (error) {
    if (isTimestampError(error) && isClockOff(expected.headers, context.clock.nowEpochMs())) {
      throw new AppError('server.clock-skew', { params: { host } });
    }
    throw asAppError(error, 'oauth.invalid-id-token', host);
  }
};

/**
 * Reads the claims of an ID token that was checked when it came, without checking it again.
 *
 * Throws `oauth.invalid-id-token` for what is no JWT.
 */
export const readIdTokenClaims = (idToken: Secret): Readonly<Record<string, unknown>> => {
  try {
    return decodeJwt(idToken.expose());
  } catch (cause) {
    throw new AppError('oauth.invalid-id-token', { cause });
  }
};
