import { hostOf, isHttps, requireFit, type S3Values } from '../values.ts';

/**
 * Quotes a quote, for s3cmd takes off one pair of them. It drops blanks at the ends, and takes what
 * begins with `$` for a variable, quoted or not.
 */
const quoted = (text: string): string => {
  requireFit(!text.startsWith('$') && text === text.trim());
  return text.startsWith('"') ? `"${text}"` : text;
};

/**
 * Writes the settings of `~/.s3cfg`. Throws `format.unfit` for a key that s3cmd would change.
 *
 * Source: s3cmd's `S3/Config.py`.
 */
export const toS3cmd = (values: S3Values): string => {
  const host = hostOf(values);
  const { sessionToken } = values;
  return [
    '[default]',
    `access_key = ${quoted(values.accessKeyId)}`,
    `secret_key = ${quoted(values.secretAccessKey)}`,
    ...(sessionToken === null ? [] : [`access_token = ${quoted(sessionToken)}`]),
    `bucket_location = ${values.region}`,
    `host_base = ${host}`,
    `host_bucket = ${values.addressing === 'path' ? host : `%(bucket)s.${host}`}`,
    `use_https = ${isHttps(values) ? 'True' : 'False'}`,
    'signature_v2 = False',
    '',
  ].join('\n');
};
