/** A template may name its regions; the names of the others stand in `shared/words/providers`. */
export type Region = string | { readonly value: string; readonly label?: string | undefined };

/**
 * Says how a storage service with S3 keys differs from the others. Data only.
 *
 * Endpoints, regions and addressing: each vendor's documentation as collected in rclone's
 * `backend/s3/provider/*.yaml`; the shapes of keys are what the vendors hand out today.
 */
export type S3Vendor = {
  readonly id: string;
  readonly mark: string;
  /**
   * `{region}`, `{account}` and `{jurisdiction}` are filled in. Null when only the person knows it.
   */
  readonly endpoint: string | null;
  /** Endpoints of regions that start otherwise than the rest. */
  readonly endpointExceptions: readonly (readonly [regionPrefix: string, endpoint: string])[];
  readonly endpointPlaceholder: string;
  /** Regions to choose from (another one can be typed), or the one text that is expected. */
  readonly regions: readonly Region[] | string;
  /** No other region can be typed: it is part of a host, and only hosts that were shown are used. */
  readonly regionsAreClosed?: boolean;
  readonly addressing: 'path' | 'virtual';
  /** The person may change the addressing: self-hosted servers differ. */
  readonly addressingIsChoice: boolean;
  /** R2's account and jurisdiction are part of its host. */
  readonly asksAccount: boolean;
  /** Proves keys with the security token service, which needs no permission. */
  readonly verifiesBySts: boolean;
  /** The access key ID alone reads data at Storj's gateway, so it is kept from sight. */
  readonly accessKeyIdIsSecret: boolean;
  readonly keyShape: KeyShape | null;
  readonly link: string;
  readonly contacts: readonly string[];
  /** Its endpoint is at one of `contacts`, whatever a form, a bundle or a backup says. */
  readonly isFenced?: boolean;
};

/**
 * What keys look like. `certain` shapes are telling enough that a value in the wrong field is
 * refused before anything is sent; others only explain a refusal afterwards.
 */
export type KeyShape = {
  readonly id: RegExp;
  readonly secret: RegExp;
  readonly certain: boolean;
  /** IDs that begin like this are temporary and of no use without a session token. */
  readonly temporaryPrefix?: string;
  /** The service gives no IDs shorter than this. */
  readonly minIdLength?: number;
};

/** What most services have in common. */
export const usualVendor = {
  endpointExceptions: [],
  endpointPlaceholder: '',
  addressing: 'path',
  addressingIsChoice: false,
  asksAccount: false,
  verifiesBySts: false,
  accessKeyIdIsSecret: false,
  keyShape: null,
} as const satisfies Partial<S3Vendor>;

/** AWS regions, for every form that asks for one. */
export const awsRegions: readonly Region[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-north-1',
  'eu-south-1',
  'eu-central-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-south-1',
  'ap-east-1',
  'sa-east-1',
  'il-central-1',
  'me-south-1',
  'af-south-1',
  'cn-north-1',
  'cn-northwest-1',
  'us-gov-east-1',
  'us-gov-west-1',
];

export const awsKeyShape: KeyShape = {
  id: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  secret: /^[A-Za-z0-9/+]{40}$/,
  certain: true,
  temporaryPrefix: 'ASIA',
  minIdLength: 16,
};

const aws: S3Vendor = {
  ...usualVendor,
  id: 's3-aws',
  mark: 'aws',
  endpoint: 'https://s3.{region}.amazonaws.com',
  endpointExceptions: [['cn-', 'https://s3.{region}.amazonaws.com.cn']],
  regions: awsRegions,
  addressing: 'virtual',
  verifiesBySts: true,
  keyShape: awsKeyShape,
  link: 'https://console.aws.amazon.com/iam/',
  contacts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
};

const cloudflare: S3Vendor = {
  ...usualVendor,
  id: 's3-cloudflare-r2',
  mark: 'cloudflare',
  endpoint: 'https://{account}{jurisdiction}.r2.cloudflarestorage.com',
  regions: 'auto',
  asksAccount: true,
  keyShape: { id: /^[0-9a-f]{32}$/, secret: /^[0-9a-f]{64}$/, certain: true },
  link: 'https://dash.cloudflare.com/?to=/:account/r2',
  contacts: ['*.r2.cloudflarestorage.com'],
};

const backblaze: S3Vendor = {
  ...usualVendor,
  id: 's3-backblaze-b2',
  mark: 'backblaze',
  endpoint: 'https://s3.{region}.backblazeb2.com',
  regions: [
    'us-west-004',
    'us-west-000',
    'us-west-001',
    'us-west-002',
    'us-east-005',
    'eu-central-003',
  ],
  // The master key's ID is the account ID, of 12 characters, and the S3 API does not take it.
  keyShape: { id: /^[0-9a-f]{24,25}$/, secret: /^K[A-Za-z0-9/+]{30}$/, certain: false },
  link: 'https://secure.backblaze.com/app_keys.htm',
  contacts: ['*.backblazeb2.com'],
};

const wasabi: S3Vendor = {
  ...usualVendor,
  id: 's3-wasabi',
  mark: 'wasabi',
  endpoint: 'https://s3.{region}.wasabisys.com',
  regions: [
    'us-east-1',
    'us-east-2',
    'us-central-1',
    'us-west-1',
    'ca-central-1',
    'eu-central-1',
    'eu-central-2',
    'eu-west-1',
    'eu-west-2',
    'eu-south-1',
    'ap-northeast-1',
    'ap-northeast-2',
    'ap-southeast-1',
    'ap-southeast-2',
  ],
  keyShape: { id: /^[A-Z0-9]{20}$/, secret: /^[A-Za-z0-9/+]{40}$/, certain: false },
  link: 'https://console.wasabisys.com',
  contacts: ['*.wasabisys.com'],
};

const digitalOcean: S3Vendor = {
  ...usualVendor,
  id: 's3-digitalocean',
  mark: 'digitalocean',
  endpoint: 'https://{region}.digitaloceanspaces.com',
  regions: ['nyc3', 'ams3', 'sfo2', 'sfo3', 'sgp1', 'lon1', 'fra1', 'tor1', 'blr1', 'syd1'],
  addressing: 'virtual',
  keyShape: { id: /^DO00[A-Z0-9]{16}$/, secret: /^[A-Za-z0-9/+]{43}$/, certain: false },
  link: 'https://cloud.digitalocean.com/spaces/access_keys',
  contacts: ['*.digitaloceanspaces.com'],
};

const minio: S3Vendor = {
  ...usualVendor,
  id: 's3-minio',
  mark: 'minio',
  endpoint: null,
  endpointPlaceholder: 'https://minio.example.com:9000',
  regions: 'us-east-1',
  addressingIsChoice: true,
  link: 'https://min.io/docs/minio/linux/index.html',
  contacts: [],
};

const google: S3Vendor = {
  ...usualVendor,
  id: 's3-google-cloud',
  mark: 'google-cloud',
  endpoint: 'https://storage.googleapis.com',
  regions: 'auto',
  keyShape: { id: /^GOOG1?[A-Z0-9]{20,60}$/, secret: /^[A-Za-z0-9/+]{40}$/, certain: true },
  link: 'https://console.cloud.google.com/storage/settings;tab=interoperability',
  contacts: ['storage.googleapis.com'],
};

const hetzner: S3Vendor = {
  ...usualVendor,
  id: 's3-hetzner',
  mark: 'hetzner',
  endpoint: 'https://{region}.your-objectstorage.com',
  regions: ['fsn1', 'nbg1', 'hel1'],
  link: 'https://console.hetzner.com',
  contacts: ['*.your-objectstorage.com'],
};

const scaleway: S3Vendor = {
  ...usualVendor,
  id: 's3-scaleway',
  mark: 'scaleway',
  endpoint: 'https://s3.{region}.scw.cloud',
  regions: ['fr-par', 'nl-ams', 'pl-waw', 'it-mil'],
  keyShape: {
    id: /^SCW[A-Z0-9]{17}$/,
    secret: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    certain: true,
  },
  link: 'https://console.scaleway.com/iam/api-keys',
  contacts: ['*.scw.cloud'],
};

const linode: S3Vendor = {
  ...usualVendor,
  id: 's3-linode',
  mark: 'linode',
  endpoint: 'https://{region}.linodeobjects.com',
  regions: [
    'us-east-1',
    'us-southeast-1',
    'us-ord-1',
    'us-lax-1',
    'us-mia-1',
    'us-sea-1',
    'us-iad-1',
    'br-gru-1',
    'eu-central-1',
    'nl-ams-1',
    'gb-lon-1',
    'fr-par-1',
    'es-mad-1',
    'it-mil-1',
    'se-sto-1',
    'ap-south-1',
    'sg-sin-1',
    'in-maa-1',
    'id-cgk-1',
    'jp-osa-1',
    'au-mel-1',
  ],
  keyShape: { id: /^[A-Z0-9]{20}$/, secret: /^[A-Za-z0-9]{40}$/, certain: false },
  link: 'https://cloud.linode.com/object-storage/access-keys',
  contacts: ['*.linodeobjects.com'],
};

const idrive: S3Vendor = {
  ...usualVendor,
  id: 's3-idrive-e2',
  mark: 'idrive',
  endpoint: 'https://s3.{region}.idrivee2.com',
  regions: [
    'us-west-1',
    'us-west-2',
    'us-west-3',
    'us-southwest-1',
    'us-midwest-1',
    'us-central-1',
    'us-east-1',
    'us-southeast-1',
    'ca-east-1',
    'eu-west-1',
    'eu-west-2',
    'eu-west-3',
    'eu-west-4',
    'eu-central-1',
    'eu-central-2',
  ],
  link: 'https://app.idrivee2.com',
  contacts: ['*.idrivee2.com'],
};

const storj: S3Vendor = {
  ...usualVendor,
  id: 's3-storj',
  mark: 'storj',
  endpoint: 'https://gateway.storjshare.io',
  regions: 'us-1',
  accessKeyIdIsSecret: true,
  keyShape: { id: /^j[a-z2-7]{27}$/, secret: /^j[a-z2-7]{52}$/, certain: true },
  link: 'https://www.storj.io/login',
  contacts: ['gateway.storjshare.io'],
};

const other: S3Vendor = {
  ...usualVendor,
  id: 's3-other',
  mark: 's3',
  endpoint: null,
  endpointPlaceholder: 'https://s3.example.com',
  regions: 'us-east-1',
  addressingIsChoice: true,
  link: 'https://rclone.org/s3/#providers',
  contacts: [],
};

/** Every storage service that has a form of its own, in the order of the gallery. */
export const s3Vendors: readonly S3Vendor[] = [
  aws,
  cloudflare,
  backblaze,
  wasabi,
  digitalOcean,
  google,
  hetzner,
  scaleway,
  linode,
  idrive,
  storj,
  minio,
  other,
];
