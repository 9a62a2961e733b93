import { decodeJwt } from 'jose';
import { AppError } from '../../diagnostics/errors.ts';
import type { Secret } from '../../diagnostics/secret.ts';

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
