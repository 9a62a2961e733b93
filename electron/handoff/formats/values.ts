import { AppError } from '../../diagnostics/errors.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { toProfileName } from '../quoting.ts';

export type CopyTarget = {
  readonly label: string;
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  /** Null for keys without an end. */
  readonly expiresAtEpochSeconds: number | null;
};

/**
 * What every format is written from. Only keys and label may hold odd characters: the rest is plain, so no
 * tool reads it in another way than it is written.
 */
export type S3Values = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** ISO 8601, in whole seconds. */
  readonly expiration: string | null;
  /** Scheme, host and perhaps a port. */
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  /** The connection's label, by which the command line knows it. */
  readonly label: string;
  /** The label as `toProfileName` makes it. */
  readonly profile: string;
};

const plainEndpoint = /^https?:\/\/(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;
const plainRegion = /^[a-z0-9._-]{1,64}$/i;

/**
 * Throws `format.unfit` for an endpoint or a region that is none. No form takes one, and a restored account
 * or a list that was edited may hold any text.
 */
export const requirePlainPlace = ({
  endpoint,
  region,
}: Pick<S3Values, 'endpoint' | 'region'>): void =>
  requireFit(plainEndpoint.test(endpoint) && plainRegion.test(region));

/**
 * Opens keys for writing them in a tool's form.
 *
 * Throws `format.unfit` for keys with a control character, which would become a setting of its own
 * in a file or a command of its own in a shell, and for an endpoint or a region that is none.
 */
export const exposeValues = (keys: S3Keys, target: CopyTarget): S3Values => {
  const { expiresAtEpochSeconds: expires, endpoint, region } = target;
  const values = {
    accessKeyId: keys.accessKeyId.expose(),
    secretAccessKey: keys.secretAccessKey.expose(),
    sessionToken: keys.sessionToken?.expose() ?? null,
    expiration:
      expires === null ? null : new Date(expires * 1000).toISOString().replace('.000Z', 'Z'),
    endpoint,
    region,
    addressing: target.addressing,
    label: target.label,
    profile: toProfileName(target.label),
  };
  requireFit([...keysOf(values), target.label].every((text) => !/\p{Cc}|\p{Cs}/u.test(text)));
  requirePlainPlace(values);
  return values;
};

/** Lists what is secret of the values. */
export const keysOf = (
  values: Pick<S3Values, 'accessKeyId' | 'secretAccessKey' | 'sessionToken'>,
): readonly string[] =>
  [values.accessKeyId, values.secretAccessKey, values.sessionToken].filter(
    (value) => value !== null,
  );

/** Throws `format.unfit` unless the tool would read the values back as they are. */
export function requireFit(isFit: boolean): void {
  if (!isFit) throw new AppError('format.unfit');
}

/** Throws `format.unfit` for temporary keys, where a tool has no place for their session token. */
export const requireLasting = ({ sessionToken }: S3Values): void => {
  if (sessionToken !== null)
    throw new AppError('format.unfit', { params: { reason: 'temporary' } });
};

/** Most tools drop blanks around a value in a file, and what follows a blank and `#` or `;`. */
export const isKeptInFiles = (text: string): boolean => !/^\s|\s$|\s[#;]/.test(text);

/** Gives the host, with its port where there is one, for tools that are told the scheme by itself. */
export const hostOf = ({ endpoint }: Pick<S3Values, 'endpoint'>): string => new URL(endpoint).host;

export const isHttps = ({ endpoint }: Pick<S3Values, 'endpoint'>): boolean =>
  new URL(endpoint).protocol === 'https:';

/**
 * Makes a name of letters, digits and underscores, a letter first: what `mc` takes as an alias, a
 * shell as part of a variable and SQL as a name.
 */
export const toAlias = (profile: string): string => {
  const name = profile.replace(/[^A-Za-z0-9]/g, '_');
  return /^[A-Za-z]\w/.test(name) ? name : `stowkey_${name}`;
};
