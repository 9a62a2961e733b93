import { SignJWT } from 'jose';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { Clock } from '../../platform/interfaces.ts';

const jwtLifetimeMinutes = { shortest: 1, usual: 5, longest: 15 } as const;

type Input = {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** From 1 to 15; StorX names 5. */
  readonly lifetimeMinutes: number;
  readonly clock: Pick<Clock, 'nowEpochMs'>;
};

/**
 * Mints the short-lived JWT that StorX takes as `client_secret`: HS256 over `client_id` and `exp`.
 *
 * The key is the UTF-8 text of the trimmed secret, even where it looks like hex (seed 001's vector
 * verifies no other way). `iat` and `nbf` are left out: the server ignores the one and checks the
 * other without leeway, so a fast clock would only hurt. Mint one for each attempt, never reuse it.
 * Throws `input.invalid` with the field at fault.
 */
export const mintJwtClientSecret = async (input: Input): Promise<Secret> => {
  const { clientId, lifetimeMinutes, clock } = input;
  const { shortest, longest } = jwtLifetimeMinutes;
  if (!(lifetimeMinutes >= shortest && lifetimeMinutes <= longest)) {
    throw new AppError('input.invalid', { fields: { jwtLifetimeMinutes: 'out-of-range' } });
  }
  if (clientId === '') throw new AppError('input.invalid', { fields: { clientId: 'required' } });

  const exp = Math.floor(clock.nowEpochMs() / 1000 + lifetimeMinutes * 60);
  const jwt = await new SignJWT({ client_id: clientId, exp })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .sign(signingKey(input.clientSecret));
  return new Secret(jwt);
};

const signingKey = (clientSecret: Secret): Uint8Array => {
  const text = clientSecret.expose().trim();
  if (text === '') throw new AppError('input.invalid', { fields: { clientSecret: 'required' } });
  // A lone surrogate would be replaced in encoding, and the signature would silently be wrong.
  if (/\p{Surrogate}/u.test(text)) {
    throw new AppError('input.invalid', { fields: { clientSecret: 'bad-format' } });
  }
  return new TextEncoder().encode(text);
};
