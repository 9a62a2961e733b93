import { isAwsEndpoint } from '../../../s3/aws-endpoints.ts';
import { isKeptInFiles, keysOf, requireFit, type S3Values } from '../values.ts';

/**
 * rclone's names for services whose ways it knows: Storj's parts of 64 MiB, R2's lack of ACLs.
 *
 * Source: rclone's `backend/s3/provider/*.yaml`. StorX runs a fork of Storj's gateway.
 */
const providersByHost: readonly (readonly [host: RegExp, provider: string])[] = [
  [/\.r2\.cloudflarestorage\.com$/, 'Cloudflare'],
  [/\.digitaloceanspaces\.com$/, 'DigitalOcean'],
  [/\.wasabisys\.com$/, 'Wasabi'],
  [/\.scw\.cloud$/, 'Scaleway'],
  [/\.idrivee2\.com$/, 'IDrive'],
  [/(?:^|\.)storjshare\.io$|(?:^|\.)storx\.io$/, 'Storj'],
];

const providerOf = (values: S3Values): string => {
  if (isAwsEndpoint(values.endpoint)) return 'AWS';
  const { hostname } = new URL(values.endpoint);
  return providersByHost.find(([host]) => host.test(hostname))?.[1] ?? 'Other';
};

/** Region and endpoint are written out: rclone takes us-east-1 for none, and not the profile's. */
const remote = (values: S3Values, credentials: readonly string[]): string => {
  const provider = providerOf(values);
  return [
    `[${values.profile}]`,
    'type = s3',
    `provider = ${provider}`,
    ...credentials,
    `region = ${values.region}`,
    `endpoint = ${values.endpoint}`,
    ...(provider === 'Other' && values.addressing === 'virtual'
      ? ['force_path_style = false']
      : []),
    '',
  ].join('\n');
};

/**
 * rclone takes a value in backquotes or triple quotes for one of several lines, and `%(name)s` for
 * another setting.
 */
const isKeptByRclone = (text: string): boolean => isKeptInFiles(text) && !/^[`"]|%\(/.test(text);

/** Writes a remote for `rclone.conf` that holds the keys. Throws `format.unfit` for keys it would change. */
export const toRclone = (values: S3Values): string => {
  requireFit(keysOf(values).every(isKeptByRclone));
  const { sessionToken } = values;
  return remote(values, [
    `access_key_id = ${values.accessKeyId}`,
    `secret_access_key = ${values.secretAccessKey}`,
    ...(sessionToken === null ? [] : [`session_token = ${sessionToken}`]),
  ]);
};

/** Writes a remote that takes its keys from the AWS profile. */
export const toRcloneWithProfile = (values: S3Values): string =>
  remote(values, ['env_auth = true', `profile = ${values.profile}`]);
