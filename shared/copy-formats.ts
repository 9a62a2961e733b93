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
  readonly edits: readonly FormatEdit[];
};

/** The tools that formats are for, in the order of lists. */
export const formatGroups = [
  'values',
  'shell',
  'env-file',
  'aws',
  'rclone',
  'restic',
  'minio',
  's3cmd',
  's5cmd',
  's3fs',
  'duckdb',
  'cyberduck',
  'uplink',
  'terraform',
  'code',
] as const;
export type FormatGroup = (typeof formatGroups)[number];

const s3 = { needs: 's3', isSecret: true, edits: [] } as const;
/** Names the AWS profile, and holds no secret. */
const s3WithProfile = { ...s3, isSecret: false, edits: ['profile'] } as const;

/** Everything that can be copied of a connection, in the order of menus. */
export const copyFormats = {
  // At Storj and StorX the id decrypts the grant that the gateway keeps, so it is a secret too.
  'access-key-id': { ...s3, group: 'values' },
  'secret-access-key': { ...s3, group: 'values' },
  endpoint: { ...s3, isSecret: false, group: 'values' },
  host: {
    ...s3,
    isSecret: false,
    group: 'values',
  },
  region: { ...s3, isSecret: false, group: 'values' },
  'access-token': {
    needs: 'tokens',
    isSecret: true,
    group: 'values',
    edits: [],
  },
  'authorization-header': {
    needs: 'tokens',
    isSecret: true,
    group: 'values',
    edits: [],
  },
  'connection-id': {
    needs: 'broker',
    isSecret: false,
    group: 'values',
    edits: [],
  },
  'env-sh': {
    ...s3,
    group: 'shell',
  },
  'env-fish': { ...s3, group: 'shell' },
  'env-powershell': { ...s3, group: 'shell' },
  'env-cmd': { ...s3, group: 'shell' },
  dotenv: { ...s3, group: 'env-file' },
  'docker-env-file': {
    ...s3,
    group: 'env-file',
  },
  'connection-id-env': {
    needs: 'broker',
    isSecret: false,
    group: 'env-file',
    edits: [],
  },
  'aws-profile': {
    ...s3,
    group: 'aws',
    edits: ['newer-aws'],
  },
  'aws-credentials': {
    ...s3,
    group: 'aws',
    edits: ['endpoint-flag'],
  },
  json: { ...s3, group: 'aws' },
  csv: { ...s3, group: 'aws' },
  rclone: { ...s3, group: 'rclone' },
  'rclone-profile': {
    ...s3WithProfile,
    group: 'rclone',
  },
  restic: {
    ...s3,
    group: 'restic',
    edits: ['bucket'],
  },
  'restic-exec': {
    ...s3,
    isSecret: false,
    group: 'restic',
    edits: ['command', 'bucket'],
  },
  'mc-alias': { ...s3, group: 'minio' },
  'mc-host': { ...s3, group: 'minio' },
  s3cmd: { ...s3, group: 's3cmd' },
  s5cmd: { ...s3, group: 's5cmd' },
  s3fs: {
    ...s3,
    group: 's3fs',
    edits: ['s3fs-file'],
  },
  duckdb: { ...s3, group: 'duckdb' },
  'duckdb-profile': {
    ...s3WithProfile,
    group: 'duckdb',
  },
  'cyberduck-profile': {
    ...s3,
    isSecret: false,
    group: 'cyberduck',
    edits: ['cyberduck-file'],
  },
  'cyberduck-bookmark': {
    ...s3,
    group: 'cyberduck',
    edits: ['cyberduck-secret'],
  },
  'access-grant': {
    needs: 'grant',
    isSecret: true,
    group: 'uplink',
    edits: [],
  },
  'uplink-import': {
    needs: 'grant',
    isSecret: true,
    group: 'uplink',
    edits: [],
  },
  'terraform-provider': { ...s3WithProfile, group: 'terraform' },
  'terraform-backend': {
    ...s3WithProfile,
    group: 'terraform',
    edits: ['profile', 'bucket'],
  },
  boto3: { ...s3WithProfile, group: 'code' },
  javascript: { ...s3WithProfile, group: 'code' },
  go: { ...s3WithProfile, group: 'code' },
  rust: {
    ...s3WithProfile,
    group: 'code',
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
