import { whereProfilesGo } from '../../../../shared/words/clipboard.ts';
import { AppError } from '../../../diagnostics/errors.ts';
import { awsProfileLines } from '../../aws-profile.ts';
import { isKeptInFiles, keysOf, type S3Values } from '../values.ts';

/** Keys have no blank before them, for after one most tools take `#` and `;` for a comment. */
const keyLines = (values: S3Values): readonly string[] => {
  if (!keysOf(values).every(isKeptInFiles)) throw new AppError('s3.unfit-for-profile');
  const { sessionToken } = values;
  return [
    `aws_access_key_id=${values.accessKeyId}`,
    `aws_secret_access_key=${values.secretAccessKey}`,
    ...(sessionToken === null ? [] : [`aws_session_token=${sessionToken}`]),
  ];
};

/**
 * Writes one profile for `~/.aws/config`, the keys inside. Throws `s3.unfit-for-profile` for keys that
 * tools would not read back from a file as they are.
 */
export const toAwsProfile = (values: S3Values): string => {
  const lines = awsProfileLines({ ...values, name: values.profile, credentials: keyLines(values) });
  return [`# ${whereProfilesGo}`, ...lines, ''].join('\n');
};

/** Writes a section for `~/.aws/credentials`, which has no place for an endpoint. Throws as the profile does. */
export const toAwsCredentials = (values: S3Values): string =>
  [`[${values.profile}]`, ...keyLines(values), ''].join('\n');
