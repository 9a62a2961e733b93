import type { S3View } from '../../../../shared/schemas.ts';
import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import { requirePlainPlace } from '../values.ts';
import { awsProfileLines } from './profile-lines.ts';

/**
 * Writes the config file of a command whose service wants the bucket in the host: no variable says so to
 * botocore, and without it every address but AWS's own is path style. Null where variables say it all. No
 * secret is in it, and nothing of the person's own file. Throws `format.unfit` for what would become a
 * line of its own there.
 */
export const execConfig = (
  s3: Pick<S3View, 'endpoint' | 'region' | 'addressing'>,
): string | null => {
  requirePlainPlace(s3);
  return s3.addressing === 'virtual' && !isAwsEndpoint(s3.endpoint)
    ? awsProfileLines({ ...s3, name: 'default', credentials: [] })
        .map((line) => `${line}\n`)
        .join('')
    : null;
};
