import { assertNever } from '../../shared/result.ts';
import type { S3CopyFormat } from '../../shared/schemas.ts';
import { AppError } from '../diagnostics/errors.ts';
import { Secret } from '../diagnostics/secret.ts';
import type { S3Keys } from '../s3/signed-request.ts';
import { quoteForShell, toProfileName } from './quoting.ts';

type CopyTarget = {
  /** The connection's label; made into a safe profile name here. */
  readonly profileName: string;
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
};

export type FormattedCredentials = {
  readonly text: Secret;
  /** Must leave the clipboard again. */
  readonly isSecret: boolean;
  /** What was copied, for the window. */
  readonly label: string;
};

/**
 * Writes S3 credentials in the form that a tool takes.
 *
 * Throws `internal` for a value with a control character: in a profile or an environment block a
 * line break would become a setting of its own.
 */
export const formatCredentials = (
  format: S3CopyFormat,
  keys: S3Keys,
  target: CopyTarget,
): FormattedCredentials => {
  const values = expose(keys, target);
  const secret = (label: string, text: string): FormattedCredentials => ({
    text: new Secret(text),
    isSecret: true,
    label,
  });
  const plain = (label: string, text: string): FormattedCredentials => ({
    ...secret(label, text),
    isSecret: false,
  });
  switch (format) {
    case 'access-key-id':
      // At Storj and StorX the id decrypts the grant that the gateway keeps, so it is a secret too.
      return secret('Access key ID', values.accessKeyId);
    case 'secret-access-key':
      return secret('Secret access key', values.secretAccessKey);
    case 'endpoint':
      return plain('Endpoint', values.endpoint);
    case 'region':
      return plain('Region', values.region);
    case 'env-sh':
      return secret('Environment variables', toShell(values));
    case 'aws-profile':
      return secret('AWS profile', toAwsProfile(values));
    case 'json':
      return secret('JSON', toJson(values));
    default:
      return assertNever(format);
  }
};

type Values = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
  readonly endpoint: string;
  readonly region: string;
  readonly addressing: 'path' | 'virtual';
  readonly profile: string;
};

const expose = (keys: S3Keys, target: CopyTarget): Values => {
  const values = {
    accessKeyId: keys.accessKeyId.expose(),
    secretAccessKey: keys.secretAccessKey.expose(),
    sessionToken: keys.sessionToken?.expose() ?? null,
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
 * Variables of the AWS SDKs. Ones that would contradict the new keys are unset: a session token left
 * over from other keys, its old name (which botocore prefers), and the end of those keys' life.
 *
 * Each line starts with a space, which keeps it out of the history of most shells.
 */
const toShell = (values: Values): string => {
  const set = (name: string, value: string): string => `export ${name}=${quoteForShell(value)}`;
  const { sessionToken } = values;
  const stale = ['AWS_SECURITY_TOKEN', 'AWS_CREDENTIAL_EXPIRATION'];
  const lines = [
    set('AWS_ACCESS_KEY_ID', values.accessKeyId),
    set('AWS_SECRET_ACCESS_KEY', values.secretAccessKey),
    ...(sessionToken === null ? [] : [set('AWS_SESSION_TOKEN', sessionToken)]),
    `unset ${(sessionToken === null ? ['AWS_SESSION_TOKEN', ...stale] : stale).join(' ')}`,
    set('AWS_REGION', values.region),
    set('AWS_DEFAULT_REGION', values.region),
    set('AWS_ENDPOINT_URL_S3', values.endpoint),
  ];
  return lines.map((line) => ` ${line}\n`).join('');
};

/**
 * A profile in two parts, since AWS keeps keys and settings in two files.
 *
 * `addressing_style` belongs to the profile: in a `services` block, which takes `endpoint_url`
 * alone, botocore ignores it.
 */
const toAwsProfile = (values: Values): string => {
  const { profile, sessionToken } = values;
  return [
    '# Add to ~/.aws/credentials',
    `[${profile}]`,
    `aws_access_key_id = ${values.accessKeyId}`,
    `aws_secret_access_key = ${values.secretAccessKey}`,
    ...(sessionToken === null ? [] : [`aws_session_token = ${sessionToken}`]),
    '',
    '# Add to ~/.aws/config',
    `[profile ${profile}]`,
    `region = ${values.region}`,
    `services = ${profile}-s3`,
    's3 =',
    `  addressing_style = ${values.addressing}`,
    '',
    `[services ${profile}-s3]`,
    's3 =',
    `  endpoint_url = ${values.endpoint}`,
    '',
  ].join('\n');
};

/**
 * What `credential_process` expects, with endpoint and region beside it: the keys are of no use
 * without them, and AWS tools skip fields that they do not know.
 */
const toJson = (values: Values): string => {
  const { sessionToken } = values;
  const document = {
    Version: 1,
    AccessKeyId: values.accessKeyId,
    SecretAccessKey: values.secretAccessKey,
    ...(sessionToken === null ? {} : { SessionToken: sessionToken }),
    Endpoint: values.endpoint,
    Region: values.region,
  };
  return `${JSON.stringify(document, null, 2)}\n`;
};
