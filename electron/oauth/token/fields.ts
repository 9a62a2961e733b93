import { decodeJwt } from 'jose';
import { AppError } from '../../diagnostics/errors.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { JsonObject } from '../../platform/json.ts';
import type { TokenReplyQuirks, TokenSet } from '../types.ts';

/** Longer lives are not believed; one that is no number at all is not known. */
const maxLifetimeSeconds = 10 * 365 * 24 * 3600;
const maxExtraLength = 4096;

/** Never among the fields that are kept in plain sight. */
const secretFields: ReadonlySet<string> = new Set(['access_token', 'refresh_token', 'id_token']);

/**
 * Brings the fields of a token reply into the form that the library insists on, as far as the
 * template allows.
 *
 * `null` stands for absent, for everybody: JSON encoders of many servers write it. An `expires_in`
 * that is no positive number counts as absent too. Refusing the reply would cost a refresh token
 * that was just rotated, over a number that only times the next refresh.
 */
export const withoutQuirks = (fields: JsonObject, quirks: TokenReplyQuirks): JsonObject => {
  const present = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined),
  );
  const { expires_in: expiresIn, ...rest } = present;
  const life = quirks.neverExpires ? null : lifeSeconds(expiresIn);
  const isUntyped = rest.token_type === undefined || rest.token_type === '';
  return {
    ...rest,
    ...(life === null ? {} : { expires_in: life }),
    ...(quirks.tokenTypeMayBeMissing && isUntyped ? { token_type: 'bearer' } : {}),
    ...(rest.refresh_token === '' ? { refresh_token: undefined } : {}),
  };
};

const lifeSeconds = (value: unknown): number | null => {
  const isDecimal = typeof value === 'string' && /^\s*\d+(\.\d+)?\s*$/.test(value);
  const seconds = isDecimal ? Number(value) : value;
  if (typeof seconds !== 'number' || !Number.isFinite(seconds) || seconds <= 0) return null;
  return Math.min(Math.floor(seconds), maxLifetimeSeconds);
};

/** What the fields are read against. */
type TokenSetContext = {
  readonly host: string;
  readonly nowEpochMs: number;
  readonly requestedScopes: readonly string[];
  readonly scopeSeparator: string;
  readonly keep: readonly string[];
  /** Its tokens do not run out, whatever else is said of them. */
  readonly neverExpires: boolean;
};

/**
 * Reads when an access token ends that is a JWT and says so (RFC 9068 section 2.2), as some servers tell
 * it nowhere else. Nothing is trusted for it: it only times the next renewal.
 */
const endOfJwt = (token: string, nowEpochSeconds: number): number | null => {
  try {
    const { exp } = decodeJwt(token);
    const isSane = typeof exp === 'number' && exp > 0 && exp < nowEpochSeconds + maxLifetimeSeconds;
    return isSane ? Math.floor(exp) : null;
  } catch {
    return null;
  }
};

/** Makes tokens of fields that the library has checked; the ID token is the caller's to vouch for. */
export const asTokenSet = (
  fields: JsonObject,
  idToken: Secret | null,
  context: TokenSetContext,
): TokenSet => {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: life } = fields;
  // It travels in a header; anything else would be no token, or an attempt at adding lines.
  if (typeof accessToken !== 'string' || !/^[\x21-\x7e]+$/.test(accessToken)) {
    throw new AppError('server.invalid-response', { params: { host: context.host } });
  }
  const now = Math.floor(context.nowEpochMs / 1000);
  const stated = typeof life === 'number' ? now + life : null;
  const expiresAtEpochSeconds =
    stated ?? (context.neverExpires ? null : endOfJwt(accessToken, now));
  return {
    accessToken: new Secret(accessToken),
    refreshToken: typeof refreshToken === 'string' ? new Secret(refreshToken) : null,
    idToken,
    expiresAtEpochSeconds,
    scopes: grantedScopes(fields.scope, context),
    extra: keptFields(fields, context.keep),
  };
};

const grantedScopes = (scope: unknown, context: TokenSetContext): readonly string[] => {
  if (typeof scope !== 'string') return context.requestedScopes;
  const granted = scope
    .split(context.scopeSeparator)
    .flatMap((part) => part.split(/\s+/))
    .filter((part) => part !== '');
  return granted.length === 0 ? context.requestedScopes : [...new Set(granted)];
};

const keptFields = (fields: JsonObject, names: readonly string[]): Record<string, string> => {
  const kept: [string, string][] = [];
  for (const name of names) {
    if (secretFields.has(name) || !Object.hasOwn(fields, name)) continue;
    const value = fields[name];
    const isPlain = typeof value === 'string' || typeof value === 'number';
    if (isPlain && String(value).length <= maxExtraLength) kept.push([name, String(value)]);
  }
  return Object.fromEntries(kept);
};
