/** What a person still has to do with what was copied; `editWords` says how. */
export type FormatEdit =
  | 'endpoint-flag'
  | 'newer-aws'
  | 'bucket'
  | 's3fs-file'
  | 'profile'
  | 'command'
  | 'rust-feature'
  | 'cyberduck-file'
  | 'cyberduck-secret';

type CopyFormatEntry = {
  /** The part of a connection's facts that must be there. */
  readonly needs: 's3' | 'tokens' | 'broker' | 'grant';
  /** Must leave the clipboard again. */
  readonly isSecret: boolean;
  readonly group: FormatGroup;
  readonly label: string;
  /** What the label alone does not tell. */
  readonly hint: string | null;
  readonly edits: readonly FormatEdit[];
};

/** The tools that formats are for, in the order of lists. */
export const formatGroups = {
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
} as const;
export type FormatGroup = keyof typeof formatGroups;

const s3 = { needs: 's3', isSecret: true, hint: null, edits: [] } as const;
/** Names the AWS profile, and holds no secret. */
const s3WithProfile = { ...s3, isSecret: false, edits: ['profile'] } as const;

/** Everything that can be copied of a connection, in the order of menus. */
export const copyFormats = {
  // At Storj and StorX the id decrypts the grant that the gateway keeps, so it is a secret too.
  'access-key-id': { ...s3, group: 'values', label: 'Access key' },
  'secret-access-key': { ...s3, group: 'values', label: 'Secret key' },
  endpoint: { ...s3, isSecret: false, group: 'values', label: 'Endpoint' },
  host: {
    ...s3,
    isSecret: false,
    group: 'values',
    label: 'Host',
    hint: 'The endpoint without https://',
  },
  region: { ...s3, isSecret: false, group: 'values', label: 'Region' },
  'access-token': {
    needs: 'tokens',
    isSecret: true,
    group: 'values',
    label: 'Access token',
    hint: null,
    edits: [],
  },
  'authorization-header': {
    needs: 'tokens',
    isSecret: true,
    group: 'values',
    label: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
    edits: [],
  },
  'connection-id': {
    needs: 'broker',
    isSecret: false,
    group: 'values',
    label: 'Connection ID',
    hint: null,
    edits: [],
  },
  'env-sh': {
    ...s3,
    group: 'shell',
    label: 'Environment variables',
    hint: 'export AWS_… lines for sh, bash and zsh',
  },
  'env-fish': { ...s3, group: 'shell', label: 'fish', hint: 'set -gx AWS_… lines' },
  'env-powershell': { ...s3, group: 'shell', label: 'PowerShell', hint: '$env:AWS_… lines' },
  'env-cmd': { ...s3, group: 'shell', label: 'Command prompt', hint: 'set "AWS_…" lines for cmd' },
  dotenv: { ...s3, group: 'env-file', label: '.env file', hint: 'AWS_… lines' },
  'docker-env-file': {
    ...s3,
    group: 'env-file',
    label: 'Docker env file',
    hint: 'For docker run --env-file',
  },
  'connection-id-env': {
    needs: 'broker',
    isSecret: false,
    group: 'env-file',
    label: 'CONNECTION_ID line',
    hint: 'A line for a .env file',
    edits: [],
  },
  'aws-profile': {
    ...s3,
    group: 'aws',
    label: 'AWS profile',
    hint: 'A section for ~/.aws/config',
    edits: ['newer-aws'],
  },
  'aws-credentials': {
    ...s3,
    group: 'aws',
    label: 'AWS credentials section',
    hint: 'A section for ~/.aws/credentials',
    edits: ['endpoint-flag'],
  },
  json: { ...s3, group: 'aws', label: 'JSON', hint: 'As credential_process prints it' },
  csv: { ...s3, group: 'aws', label: 'CSV', hint: 'For aws configure import and spreadsheets' },
  rclone: { ...s3, group: 'rclone', label: 'rclone remote', hint: 'A section for rclone.conf' },
  'rclone-profile': {
    ...s3WithProfile,
    group: 'rclone',
    label: 'rclone remote without keys',
    hint: 'A section that takes its keys from the AWS profile',
  },
  restic: {
    ...s3,
    group: 'restic',
    label: 'restic environment',
    hint: 'export lines with the repository',
    edits: ['bucket'],
  },
  'restic-exec': {
    ...s3,
    isSecret: false,
    group: 'restic',
    label: 'restic command without keys',
    hint: 'Takes its keys from Stowkey',
    edits: ['command', 'bucket'],
  },
  'mc-alias': { ...s3, group: 'minio', label: 'mc alias set', hint: 'Keeps the keys in mc' },
  'mc-host': { ...s3, group: 'minio', label: 'MC_HOST_ variable', hint: 'An alias for one shell' },
  s3cmd: { ...s3, group: 's3cmd', label: 's3cmd settings', hint: 'For ~/.s3cfg' },
  s5cmd: { ...s3, group: 's5cmd', label: 's5cmd environment', hint: 'export lines' },
  s3fs: {
    ...s3,
    group: 's3fs',
    label: 's3fs password file',
    hint: 'For ~/.passwd-s3fs',
    edits: ['s3fs-file'],
  },
  duckdb: { ...s3, group: 'duckdb', label: 'DuckDB secret', hint: 'CREATE SECRET with the keys' },
  'duckdb-profile': {
    ...s3WithProfile,
    group: 'duckdb',
    label: 'DuckDB secret without keys',
    hint: 'CREATE SECRET with the AWS profile',
  },
  'cyberduck-profile': {
    ...s3,
    isSecret: false,
    group: 'cyberduck',
    label: 'Cyberduck profile',
    hint: 'Endpoint and region',
    edits: ['cyberduck-file'],
  },
  'cyberduck-bookmark': {
    ...s3,
    group: 'cyberduck',
    label: 'Cyberduck bookmark',
    hint: 'Names the access key',
    edits: ['cyberduck-secret'],
  },
  'access-grant': {
    needs: 'grant',
    isSecret: true,
    group: 'uplink',
    label: 'Access grant',
    hint: null,
    edits: [],
  },
  'uplink-import': {
    needs: 'grant',
    isSecret: true,
    group: 'uplink',
    label: 'uplink access import',
    hint: 'The command with the grant',
    edits: [],
  },
  'terraform-provider': { ...s3WithProfile, group: 'terraform', label: 'Terraform provider' },
  'terraform-backend': {
    ...s3WithProfile,
    group: 'terraform',
    label: 'Terraform backend',
    hint: 'Keeps the state in a bucket',
    edits: ['profile', 'bucket'],
  },
  boto3: { ...s3WithProfile, group: 'code', label: 'Python (boto3)' },
  javascript: { ...s3WithProfile, group: 'code', label: 'JavaScript (AWS SDK v3)' },
  go: { ...s3WithProfile, group: 'code', label: 'Go (AWS SDK v2)' },
  rust: {
    ...s3WithProfile,
    group: 'code',
    label: 'Rust (AWS SDK)',
    edits: ['profile', 'rust-feature'],
  },
} as const satisfies Readonly<Record<string, CopyFormatEntry>>;

export type CopyFormat = keyof typeof copyFormats;

/** The formats of what has the given part. */
export type CopyFormatOf<Part extends CopyFormatEntry['needs']> = {
  [Format in CopyFormat]: (typeof copyFormats)[Format]['needs'] extends Part ? Format : never;
}[CopyFormat];

export const copyFormatIds = Object.keys(copyFormats) as readonly CopyFormat[];

/** Tells whether a format is written from the given part of a connection. */
export const isFormatOf = <Part extends CopyFormatEntry['needs']>(
  part: Part,
  format: CopyFormat,
): format is CopyFormatOf<Part> => copyFormats[format].needs === part;

/** What is handed out of an account: a format, or an address that opens one object for a while. */
export const handedOutIds = [...copyFormatIds, 'object-link'] as const;
export type HandedOutId = (typeof handedOutIds)[number];

/** What of ours may lie on the clipboard: that, or the address where a sign-in goes on. */
export const copiedIds = [...handedOutIds, 'sign-in-link'] as const;
export type CopiedId = (typeof copiedIds)[number];

export const copiedLabel = (id: CopiedId): string =>
  id === 'sign-in-link'
    ? 'Sign-in link'
    : id === 'object-link'
      ? 'Link to an object'
      : copyFormats[id].label;
