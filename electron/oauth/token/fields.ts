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
  return {
    accessToken: new Secret(accessToken),
    refreshToken: typeof refreshToken === 'string' ? new Secret(refreshToken) : null,
    idToken,
    expiresAtEpochSeconds:
      typeof life === 'number' ? Math.floor(context.nowEpochMs / 1000) + life : null,
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
