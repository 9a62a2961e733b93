import { whereProfilesGo } from '../../../../shared/words/clipboard.ts';
import { AppError } from '../../../diagnostics/errors.ts';
import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
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
 *
 * Checksums and `addressing_style` belong to the profile: in a `services` block, which takes
 * `endpoint_url` alone, botocore ignores them. Addresses other than AWS's are path style unless told
 * otherwise.
 */
export const toAwsProfile = (values: S3Values): string => {
  const { profile, endpoint } = values;
  return [
    `# ${whereProfilesGo}`,
    `[profile ${profile}]`,
    ...keyLines(values),
    `region = ${values.region}`,
    `services = stowkey-${profile}`,
    ...(isAwsEndpoint(endpoint)
      ? []
      : [
          'request_checksum_calculation = when_required',
          'response_checksum_validation = when_required',
        ]),
    ...(values.addressing === 'virtual' ? ['s3 =', '  addressing_style = virtual'] : []),
    '',
    `[services stowkey-${profile}]`,
    's3 =',
    `  endpoint_url = ${endpoint}`,
    '',
  ].join('\n');
};

/** Writes a section for `~/.aws/credentials`, which has no place for an endpoint. Throws as the profile does. */
export const toAwsCredentials = (values: S3Values): string =>
  [`[${values.profile}]`, ...keyLines(values), ''].join('\n');
