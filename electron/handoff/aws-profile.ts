import { isAwsEndpoint } from '../s3/aws-endpoints.ts';

/**
 * Settings that keep the AWS SDKs of 2025 and later from adding checksums to every upload, which few
 * services but AWS take: Storj's gateway refuses the upload (storj/gateway-st, issue 89).
 */
const checksumSettings = [
  ['request_checksum_calculation', 'when_required'],
  ['response_checksum_validation', 'when_required'],
] as const;

type AwsProfile = {
  readonly name: string;
  /** The lines by which tools get keys. */
  readonly credentials: readonly string[];
  readonly region: string;
  readonly endpoint: string;
  readonly addressing: 'path' | 'virtual';
};

/**
 * Gives the lines of one profile for `~/.aws/config`, and of the services that it names.
 *
 * Checksums and `addressing_style` belong to the profile: in a `services` block, which takes
 * `endpoint_url` alone, botocore ignores them. Addresses other than AWS's are path style unless told
 * otherwise.
 */
export const awsProfileLines = (profile: AwsProfile): readonly string[] => [
  `[profile ${profile.name}]`,
  ...profile.credentials,
  `region = ${profile.region}`,
  `services = stowkey-${profile.name}`,
  ...(isAwsEndpoint(profile.endpoint)
    ? []
    : checksumSettings.map(([name, value]) => `${name} = ${value}`)),
  ...(profile.addressing === 'virtual' ? ['s3 =', '  addressing_style = virtual'] : []),
  '',
  `[services stowkey-${profile.name}]`,
  's3 =',
  `  endpoint_url = ${profile.endpoint}`,
];
