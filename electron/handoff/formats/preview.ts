import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { formatCredentials } from './credentials.ts';
import type { CopyTarget } from './values.ts';

const dots = '•'.repeat(16);
/** Stand where secrets would, while a text is written: plain in each form, Base58 included. */
const standIns = {
  accessKeyId: 'MaskedKeyHere',
  secret: 'MaskedSecretHere',
} as const;

/** Shows a text with dots where a secret stands, given what writes it. */
export const maskSecret = (write: (secret: Secret) => Secret): string =>
  write(new Secret(standIns.secret)).expose().replaceAll(standIns.secret, dots);

/**
 * Shows what a copy would give, with dots in place of the keys. Throws as the copy would.
 *
 * The dots tell no length. Of the access key its beginning is shown, as everywhere in the window.
 */
export const maskCredentials = (
  format: CopyFormatOf<'s3'>,
  keys: S3Keys,
  target: CopyTarget & { readonly accessKeyHint: string },
): string => {
  formatCredentials(format, keys, target);
  const write = (secret: Secret): Secret =>
    formatCredentials(
      format,
      {
        accessKeyId: new Secret(standIns.accessKeyId),
        secretAccessKey: secret,
        ...(keys.sessionToken === undefined ? {} : { sessionToken: secret }),
      },
      target,
    );
  return maskSecret(write).replaceAll(standIns.accessKeyId, () => `${target.accessKeyHint}${dots}`);
};
