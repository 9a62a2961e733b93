import type { CopiedId, CopyFormat, FormatEdit, FormatGroup } from '../copy-formats.ts';
import { messages, says } from './messages.ts';

type FormatWords = {
  readonly label: string;
  /** What the label alone does not tell. */
  readonly hint?: string;
};

/** Everything that can be copied. */
export const formatWords: Readonly<Record<CopyFormat, FormatWords>> = messages('copy-formats', {
  'access-key-id': { label: 'Access key' },
  'secret-access-key': { label: 'Secret key' },
  endpoint: { label: 'Endpoint' },
  host: { label: 'Host', hint: 'The endpoint without https://' },
  region: { label: 'Region' },
  'access-token': { label: 'Access token' },
  'authorization-header': {
    label: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
  },
  'connection-id': { label: 'Connection ID' },
  'env-sh': { label: 'Environment variables', hint: 'export AWS_… lines for sh, bash and zsh' },
  'env-fish': { label: 'fish', hint: 'set -gx AWS_… lines' },
  'env-powershell': { label: 'PowerShell', hint: '$env:AWS_… lines' },
  'env-cmd': { label: 'Command prompt', hint: 'set "AWS_…" lines for cmd' },
  dotenv: { label: '.env file', hint: 'AWS_… lines' },
  'docker-env-file': { label: 'Docker env file', hint: 'For docker run --env-file' },
  'connection-id-env': { label: 'CONNECTION_ID line', hint: 'A line for a .env file' },
  'aws-profile': { label: 'AWS profile', hint: 'A section for ~/.aws/config' },
  'aws-credentials': { label: 'AWS credentials section', hint: 'A section for ~/.aws/credentials' },
  json: { label: 'JSON', hint: 'As credential_process prints it' },
  csv: { label: 'CSV', hint: 'For aws configure import and spreadsheets' },
  rclone: { label: 'rclone remote', hint: 'A section for rclone.conf' },
  'rclone-profile': {
    label: 'rclone remote without keys',
    hint: 'A section that takes its keys from the AWS profile',
  },
  restic: { label: 'restic environment', hint: 'export lines with the repository' },
  'restic-exec': { label: 'restic command without keys', hint: 'Takes its keys from Stowkey' },
  'mc-alias': { label: 'mc alias set', hint: 'Keeps the keys in mc' },
  'mc-host': { label: 'MC_HOST_ variable', hint: 'An alias for one shell' },
  s3cmd: { label: 's3cmd settings', hint: 'For ~/.s3cfg' },
  s5cmd: { label: 's5cmd environment', hint: 'export lines' },
  s3fs: { label: 's3fs password file', hint: 'For ~/.passwd-s3fs' },
  duckdb: { label: 'DuckDB secret', hint: 'CREATE SECRET with the keys' },
  'duckdb-profile': {
    label: 'DuckDB secret without keys',
    hint: 'CREATE SECRET with the AWS profile',
  },
  'cyberduck-profile': { label: 'Cyberduck profile', hint: 'Endpoint and region' },
  'cyberduck-bookmark': { label: 'Cyberduck bookmark', hint: 'Names the access key' },
  'access-grant': { label: 'Access grant' },
  'uplink-import': { label: 'uplink access import', hint: 'The command with the grant' },
  'terraform-provider': { label: 'Terraform provider' },
  'terraform-backend': { label: 'Terraform backend', hint: 'Keeps the state in a bucket' },
  boto3: { label: 'Python (boto3)' },
  javascript: { label: 'JavaScript (AWS SDK v3)' },
  go: { label: 'Go (AWS SDK v2)' },
  rust: { label: 'Rust (AWS SDK)' },
});

/** The tools that formats are for. */
export const formatGroupNames: Readonly<Record<FormatGroup, string>> = messages(
  'copy-formats.groups',
  {
    values: 'Single values',
    shell: 'Shells',
    'env-file': 'Environment files',
    aws: 'AWS',
    rclone: 'rclone',
    restic: 'restic',
    minio: 'MinIO client',
    s3cmd: 's3cmd',
    s5cmd: 's5cmd',
    s3fs: 's3fs',
    duckdb: 'DuckDB',
    cyberduck: 'Cyberduck',
    uplink: 'Storj uplink',
    terraform: 'Terraform and OpenTofu',
    code: 'Code',
  },
);

const links = messages('copy-formats.links', {
  'sign-in-link': 'Sign-in link',
  'object-link': 'Link to an object',
});

/** Names what was copied or handed out. */
export const copiedLabel = (id: CopiedId): string =>
  id === 'sign-in-link' || id === 'object-link' ? links[id] : formatWords[id].label;

/** Says what a person still has to do with what was copied. */
export const editWords: Readonly<Record<FormatEdit, string>> = messages('copy-formats.edits', {
  'endpoint-flag': 'Holds no endpoint: add --endpoint-url to each aws command.',
  'newer-aws': 'AWS CLI before 2.13 and boto3 before 1.28 need the endpoint with each command.',
  bucket: 'Put the name of your bucket in place of BUCKET.',
  's3fs-file':
    'Save it as ~/.passwd-s3fs with mode 600. Mount with -o use_path_request_style,url= and the endpoint.',
  profile: 'Needs an AWS profile of this name, as “Use with AWS tools…” writes it.',
  command: 'Needs the stowkey command.',
  'rust-feature': 'Turn on the feature “credentials-process” of aws-config.',
  'cyberduck-file': 'Save it with the ending .cyberduckprofile and open it.',
  'cyberduck-secret':
    'Save it with the ending .duck and open it. Cyberduck asks for the secret key.',
});

export const copyAsWords = messages('copy-as', {
  title: says('Copy {account} as', (account: string) => ({ account })),
  search: 'Search formats',
  searchPlaceholder: 'Search formats and tools',
  formats: 'Formats',
  cancel: 'Cancel',
  copy: 'Copy',
  more: 'Copy as…',
  secret: 'Holds a secret',
  holdsSecret: 'Holds a secret. It leaves the clipboard after a short while.',
  holdsNone: 'Holds no secret.',
  preview: 'What is copied, with dots for secrets',
  nothingFound: 'No format of this account matches.',
});
