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
export const environmentOf = (values: S3Values): readonly Variable[] => {
  const checksums = isAwsEndpoint(values.endpoint) ? null : 'when_required';
  return [
    ['AWS_ACCESS_KEY_ID', values.accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', values.secretAccessKey],
    ['AWS_SESSION_TOKEN', values.sessionToken],
    // The token's old name, which botocore prefers.
    ['AWS_SECURITY_TOKEN', null],
    ['AWS_CREDENTIAL_EXPIRATION', values.expiration],
    ['AWS_PROFILE', null],
    ['AWS_DEFAULT_PROFILE', null],
    ['AWS_REGION', values.region],
    ['AWS_DEFAULT_REGION', values.region],
    ['AWS_ENDPOINT_URL_S3', values.endpoint],
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
