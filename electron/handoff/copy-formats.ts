import type { CopyFormatOf } from '../../shared/copy-formats.ts';
import { assertNever } from '../../shared/result.ts';
import { whereProfilesGo } from '../../shared/words/clipboard.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import { isAwsEndpoint } from '../s3/aws-endpoints.ts';
import type { S3Keys } from '../s3/signed-request.ts';
import { awsProfileLines, checksumSettings, isDroppedInFiles } from './aws-profile.ts';
import { quoteForShell, toProfileName } from './quoting.ts';

type CopyTarget = {
  /** The connection's label; made into a safe profile name here. */
  readonly profileName: string;
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  /** Null for keys without an end. */
  readonly expiresAtEpochSeconds: number | null;
};

/**
 * Writes S3 credentials in the form that a tool takes.
 *
 * Throws `internal` for a value with a control character: in a profile or an environment block a
 * line break would become a setting of its own. Throws `s3.unfit-for-profile` for keys that tools
 * would not read back from a profile as they are.
 */
export const formatCredentials = (
  format: CopyFormatOf<'s3'>,
  keys: S3Keys,
  target: CopyTarget,
): Secret => new Secret(textOf(format, expose(keys, target)));

const textOf = (format: CopyFormatOf<'s3'>, values: Values): string => {
  switch (format) {
    case 'access-key-id':
      return values.accessKeyId;
    case 'secret-access-key':
      return values.secretAccessKey;
    case 'endpoint':
      return values.endpoint;
    case 'region':
      return values.region;
    case 'env-sh':
      return toShell(values);
    case 'aws-profile':
      return toAwsProfile(values);
    case 'json':
      return toJson(values);
    default:
      return assertNever(format);
  }
};

type Values = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  /** ISO 8601, in whole seconds. */
  readonly expiration: string | null;
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  readonly profile: string;
};

const expose = (keys: S3Keys, target: CopyTarget): Values => {
  const { expiresAtEpochSeconds: expires } = target;
  const values = {
    accessKeyId: keys.accessKeyId.expose(),
    secretAccessKey: keys.secretAccessKey.expose(),
    sessionToken: keys.sessionToken?.expose() ?? null,
    expiration:
      expires === null ? null : new Date(expires * 1000).toISOString().replace('.000Z', 'Z'),
    endpoint: target.endpoint,
    region: target.region,
    addressing: target.addressing,
    profile: toProfileName(target.profileName),
  };
  const texts = Object.values(values).filter((value) => value !== null);
  if (texts.some((text) => /\p{Cc}/u.test(text))) throw new AppError('internal');
  return values;
};

/**
 * Variables of the AWS SDKs. Ones that would contradict the new keys are unset: a session token or an
 * end left over from other keys, a profile that would come first, a switch that hides the endpoint.
 *
 * Each line starts with a space, which keeps it out of the history of most shells.
 */
const toShell = (values: Values): string => {
  const variables: readonly (readonly [name: string, value: string | null])[] = [
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
    ...checksumSettings.map(
      ([name, value]) =>
        [`AWS_${name.toUpperCase()}`, isAwsEndpoint(values.endpoint) ? null : value] as const,
    ),
  ];
  const set = variables.flatMap(([name, value]) =>
    value === null ? [] : [`export ${name}=${quoteForShell(value)}`],
  );
  const stale = variables.filter(([, value]) => value === null).map(([name]) => name);
  return [...set, `unset ${stale.join(' ')}`].map((line) => ` ${line}\n`).join('');
};

/**
 * One profile for `~/.aws/config`, the keys inside. They have no blank before them, for after one most
 * tools take `#` and `;` for a comment.
 */
const toAwsProfile = (values: Values): string => {
  const { profile, accessKeyId, secretAccessKey, sessionToken } = values;
  if (isDroppedInFiles(accessKeyId) || isDroppedInFiles(secretAccessKey)) {
    throw new AppError('s3.unfit-for-profile');
  }
  const credentials = [
    `aws_access_key_id=${accessKeyId}`,
    `aws_secret_access_key=${secretAccessKey}`,
    ...(sessionToken === null ? [] : [`aws_session_token=${sessionToken}`]),
  ];
  const lines = awsProfileLines({ ...values, name: profile, credentials });
  return [`# ${whereProfilesGo}`, ...lines, ''].join('\n');
};

/**
 * What `credential_process` expects, with endpoint and region beside it: the keys are of no use
 * without them, and AWS tools skip fields that they do not know.
 */
const toJson = (values: Values): string => {
  const { sessionToken, expiration } = values;
  const document = {
    Version: 1,
    AccessKeyId: values.accessKeyId,
    SecretAccessKey: values.secretAccessKey,
    ...(sessionToken === null ? {} : { SessionToken: sessionToken }),
    ...(expiration === null ? {} : { Expiration: expiration }),
    Endpoint: values.endpoint,
    Region: values.region,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
