import type { CopyFormatOf } from '../../../shared/copy-formats.ts';
import { Secret } from '../../diagnostics/secret.ts';
import type { S3Keys } from '../../s3/signed-request.ts';
import { toCsv } from './aws/csv.ts';
import { toAwsCredentials, toAwsProfile } from './aws/profile.ts';
import { toCredentialDocument } from './credential-document.ts';
import { toCmd } from './environment/cmd.ts';
import { toDockerEnvFile } from './environment/docker.ts';
import { toDotenv } from './environment/dotenv.ts';
import { toFish } from './environment/fish.ts';
import { toPowerShell } from './environment/powershell.ts';
import { toSh } from './environment/sh.ts';
import { environmentOf } from './environment/variables.ts';
import { toBoto3 } from './sdks/boto3.ts';
import { toGo } from './sdks/go.ts';
import { toJavascript } from './sdks/javascript.ts';
import { toRust } from './sdks/rust.ts';
import { toCyberduckBookmark, toCyberduckProfile } from './tools/cyberduck.ts';
import { toDuckdb, toDuckdbWithProfile } from './tools/duckdb.ts';
import { toMcAlias, toMcHost } from './tools/mc.ts';
import { toRclone, toRcloneWithProfile } from './tools/rclone.ts';
import { toRestic, toResticWithoutKeys } from './tools/restic.ts';
import { toS3cmd } from './tools/s3cmd.ts';
import { toS3fs } from './tools/s3fs.ts';
import { toS5cmd } from './tools/s5cmd.ts';
import { toTerraformBackend, toTerraformProvider } from './tools/terraform.ts';
import { type CopyTarget, exposeValues, hostOf, type S3Values } from './values.ts';

const writers: Readonly<Record<CopyFormatOf<'s3'>, (values: S3Values) => string>> = {
  'access-key-id': ({ accessKeyId }) => accessKeyId,
  'secret-access-key': ({ secretAccessKey }) => secretAccessKey,
  endpoint: ({ endpoint }) => endpoint,
  host: hostOf,
  region: ({ region }) => region,
  'env-sh': (values) => toSh(environmentOf(values)),
  'env-fish': (values) => toFish(environmentOf(values)),
  'env-powershell': (values) => toPowerShell(environmentOf(values)),
  'env-cmd': (values) => toCmd(environmentOf(values)),
  dotenv: (values) => toDotenv(environmentOf(values)),
  'docker-env-file': (values) => toDockerEnvFile(environmentOf(values)),
  'aws-profile': toAwsProfile,
  'aws-credentials': toAwsCredentials,
  json: toCredentialDocument,
  csv: toCsv,
  rclone: toRclone,
  'rclone-profile': toRcloneWithProfile,
  restic: toRestic,
  'restic-exec': toResticWithoutKeys,
  duckdb: toDuckdb,
  'duckdb-profile': toDuckdbWithProfile,
  'mc-alias': toMcAlias,
  'mc-host': toMcHost,
  s3cmd: toS3cmd,
  s5cmd: toS5cmd,
  s3fs: toS3fs,
  'cyberduck-profile': toCyberduckProfile,
  'cyberduck-bookmark': toCyberduckBookmark,
  'terraform-provider': toTerraformProvider,
  'terraform-backend': toTerraformBackend,
  boto3: toBoto3,
  javascript: toJavascript,
  go: toGo,
  rust: toRust,
};

/**
 * Writes S3 credentials in the form that a tool takes.
 *
 * Throws `format.unfit` or `s3.unfit-for-profile` for keys that the tool would not read back as they
 * are.
 */
export const formatCredentials = (
  format: CopyFormatOf<'s3'>,
  keys: S3Keys,
  target: CopyTarget,
): Secret => new Secret(writers[format](exposeValues(keys, target)));
