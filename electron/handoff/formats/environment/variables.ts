import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import type { S3Values } from '../values.ts';

/** A variable to set, or with null one to unset. */
export type Variable = readonly [name: string, value: string | null];

/**
 * Lists the variables of the AWS SDKs. Ones that would contradict the new keys are unset: a session
 * token or an end left over from other keys, a profile that would come first, a switch that hides the
 * endpoint.
 *
 * The checksum settings keep SDKs of 2025 and later from adding checksums to every upload, which few
 * services but AWS take: Storj's gateway refuses the upload (storj/gateway-st, issue 89).
 */
export const environmentOf = (values: S3Values): readonly Variable[] => [
  ['AWS_ACCESS_KEY_ID', values.accessKeyId],
  ['AWS_SECRET_ACCESS_KEY', values.secretAccessKey],
  ['AWS_SESSION_TOKEN', values.sessionToken],
  // The token's old name, which botocore prefers.
  ['AWS_SECURITY_TOKEN', null],
  ['AWS_CREDENTIAL_EXPIRATION', values.expiration],
  ...placeVariables(values),
];

/**
 * Lists the variables that have SDKs ask for keys at `url` as in a container, while what would come
 * before that is unset: keys, profiles and files of other ways in.
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export const containerVariables = (loan: {
  readonly url: string;
  readonly token: string;
  /** Holds the token without a line's end, which some SDKs refuse. */
  readonly tokenFile: string;
}): readonly Variable[] => [
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', loan.url],
  // Some read the one, some the other.
  ['AWS_CONTAINER_AUTHORIZATION_TOKEN', loan.token],
  ['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE', loan.tokenFile],
  ...[
    'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_SECURITY_TOKEN',
    'AWS_CREDENTIAL_EXPIRATION',
    'AWS_CREDENTIAL_FILE',
    'AWS_ROLE_ARN',
    'AWS_WEB_IDENTITY_TOKEN_FILE',
  ].map((name) => [name, null] as const),
  // botocore reads the files of its forerunner before it asks a container.
  ['BOTO_CONFIG', '/dev/null'],
];

/** Lists the variables that say where the keys are for, and hide what would say otherwise. */
export const placeVariables = ({
  endpoint,
  region,
}: Pick<S3Values, 'endpoint' | 'region'>): readonly Variable[] => {
  const checksums = isAwsEndpoint(endpoint) ? null : 'when_required';
  return [
    ['AWS_PROFILE', null],
    ['AWS_DEFAULT_PROFILE', null],
    ['AWS_REGION', region],
    ['AWS_DEFAULT_REGION', region],
    ['AWS_ENDPOINT_URL_S3', endpoint],
    ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', null],
    ['AWS_REQUEST_CHECKSUM_CALCULATION', checksums],
    ['AWS_RESPONSE_CHECKSUM_VALIDATION', checksums],
  ];
};

/** Lists the variables to set, for files that can unset none. */
export const setIn = (
  variables: readonly Variable[],
): readonly (readonly [name: string, value: string])[] =>
  variables.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));

/** Lists the names of the variables to unset. */
export const unsetIn = (variables: readonly Variable[]): readonly string[] =>
  variables.flatMap(([name, value]) => (value === null ? [name] : []));
