export type Region = readonly [value: string, label: string];

/**
 * Says how a storage service with S3 keys differs from the others. Data only.
 *
 * Endpoints, regions and addressing: each vendor's documentation as collected in rclone's
 * `backend/s3/provider/*.yaml`; the shapes of keys are what the vendors hand out today.
 */
export type S3Vendor = {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
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
  readonly regionLabel: string;
  readonly addressing: 'path' | 'virtual';
  /** The person may change the addressing: self-hosted servers differ. */
  readonly addressingIsChoice: boolean;
  /** R2's account and jurisdiction are part of its host. */
  readonly asksAccount: boolean;
  /** Proves keys with the security token service, which needs no permission. */
  readonly verifiesBySts: boolean;
  /** The access key ID alone reads data at Storj's gateway, so it is kept from sight. */
  readonly accessKeyIdIsSecret: boolean;
  readonly keyNames: { readonly id: string; readonly secret: string };
  readonly keyShape: KeyShape | null;
  readonly bucketHelp: string;
  readonly guide: readonly string[];
  readonly link: { readonly label: string; readonly url: string };
  readonly contacts: readonly string[];
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

const bucketHelp =
  'Only for keys that may not list buckets: Stowkey looks into this bucket instead.';

const usual = {
  endpointExceptions: [],
  endpointPlaceholder: '',
  regionLabel: 'Region',
  addressing: 'path',
  addressingIsChoice: false,
  asksAccount: false,
  verifiesBySts: false,
  accessKeyIdIsSecret: false,
  keyNames: { id: 'Access key ID', secret: 'Secret access key' },
  keyShape: null,
  bucketHelp,
} as const satisfies Partial<S3Vendor>;

/** AWS regions, for every form that asks for one. */
export const awsRegions: readonly Region[] = [
  ['us-east-1', 'US East (N. Virginia), us-east-1'],
  ['us-east-2', 'US East (Ohio), us-east-2'],
  ['us-west-1', 'US West (N. California), us-west-1'],
  ['us-west-2', 'US West (Oregon), us-west-2'],
  ['ca-central-1', 'Canada (Central), ca-central-1'],
  ['eu-west-1', 'Europe (Ireland), eu-west-1'],
  ['eu-west-2', 'Europe (London), eu-west-2'],
  ['eu-west-3', 'Europe (Paris), eu-west-3'],
  ['eu-north-1', 'Europe (Stockholm), eu-north-1'],
  ['eu-south-1', 'Europe (Milan), eu-south-1'],
  ['eu-central-1', 'Europe (Frankfurt), eu-central-1'],
  ['ap-southeast-1', 'Asia Pacific (Singapore), ap-southeast-1'],
  ['ap-southeast-2', 'Asia Pacific (Sydney), ap-southeast-2'],
  ['ap-northeast-1', 'Asia Pacific (Tokyo), ap-northeast-1'],
  ['ap-northeast-2', 'Asia Pacific (Seoul), ap-northeast-2'],
  ['ap-northeast-3', 'Asia Pacific (Osaka), ap-northeast-3'],
  ['ap-south-1', 'Asia Pacific (Mumbai), ap-south-1'],
  ['ap-east-1', 'Asia Pacific (Hong Kong), ap-east-1'],
  ['sa-east-1', 'South America (São Paulo), sa-east-1'],
  ['il-central-1', 'Israel (Tel Aviv), il-central-1'],
  ['me-south-1', 'Middle East (Bahrain), me-south-1'],
  ['af-south-1', 'Africa (Cape Town), af-south-1'],
  ['cn-north-1', 'China (Beijing), cn-north-1'],
  ['cn-northwest-1', 'China (Ningxia), cn-northwest-1'],
  ['us-gov-east-1', 'AWS GovCloud (US-East), us-gov-east-1'],
  ['us-gov-west-1', 'AWS GovCloud (US-West), us-gov-west-1'],
];

export const awsKeyShape: KeyShape = {
  id: /^(?:AKIA|ASIA)[A-Z0-9]{16}$/,
  secret: /^[A-Za-z0-9/+]{40}$/,
  certain: true,
  temporaryPrefix: 'ASIA',
  minIdLength: 16,
};

const aws: S3Vendor = {
  ...usual,
  id: 's3-aws',
  name: 'Amazon S3',
  summary: 'Access keys of an AWS account, checked with AWS itself.',
  mark: 'aws',
  endpoint: 'https://s3.{region}.amazonaws.com',
  endpointExceptions: [['cn-', 'https://s3.{region}.amazonaws.com.cn']],
  regions: awsRegions,
  addressing: 'virtual',
  verifiesBySts: true,
  keyShape: awsKeyShape,
  bucketHelp: 'Checks that the keys open this bucket, besides that they are genuine.',
  guide: [
    'In the AWS console, open IAM, your user, Security credentials, and create an access key.',
    'Paste both parts here, or drop the CSV file that the console offers.',
    'Keys that start with ASIA are temporary and need their session token.',
  ],
  link: { label: 'Open the IAM console', url: 'https://console.aws.amazon.com/iam/' },
  contacts: ['*.amazonaws.com', '*.amazonaws.com.cn'],
};

const cloudflare: S3Vendor = {
  ...usual,
  id: 's3-cloudflare-r2',
  name: 'Cloudflare R2',
  summary: 'Access keys of an R2 API token.',
  mark: 'cloudflare',
  endpoint: 'https://{account}{jurisdiction}.r2.cloudflarestorage.com',
  regions: 'auto',
  asksAccount: true,
  keyShape: { id: /^[0-9a-f]{32}$/, secret: /^[0-9a-f]{64}$/, certain: true },
  bucketHelp: `Listing buckets takes an admin token. ${bucketHelp}`,
  guide: [
    'In the Cloudflare dashboard, open R2, then Manage API tokens, and create a token.',
    'Copy the access key ID and the secret access key, not the token value above them.',
    'The account ID is on the R2 overview page. Buckets with a jurisdiction have a host of their own.',
  ],
  link: {
    label: 'Open the Cloudflare dashboard',
    url: 'https://dash.cloudflare.com/?to=/:account/r2',
  },
  contacts: ['*.r2.cloudflarestorage.com'],
};

const backblaze: S3Vendor = {
  ...usual,
  id: 's3-backblaze-b2',
  name: 'Backblaze B2',
  summary: 'An application key of a B2 account.',
  mark: 'backblaze',
  endpoint: 'https://s3.{region}.backblazeb2.com',
  regions: [
    ['us-west-004', 'US West, us-west-004'],
    ['us-west-000', 'US West, us-west-000'],
    ['us-west-001', 'US West, us-west-001'],
    ['us-west-002', 'US West, us-west-002'],
    ['us-east-005', 'US East, us-east-005'],
    ['eu-central-003', 'EU Central, eu-central-003'],
  ],
  keyNames: { id: 'keyID', secret: 'applicationKey' },
  // The master key's ID is the account ID, of 12 characters, and the S3 API does not take it.
  keyShape: { id: /^[0-9a-f]{24,25}$/, secret: /^K[A-Za-z0-9/+]{30}$/, certain: false },
  bucketHelp: `A key restricted to one bucket may list buckets only if that was allowed. ${bucketHelp}`,
  guide: [
    'In the B2 console, open Application Keys and add a new application key.',
    'The master application key does not work with S3 tools.',
    'The region is in the endpoint that the bucket’s page shows, such as s3.us-west-004.backblazeb2.com.',
  ],
  link: { label: 'Open application keys', url: 'https://secure.backblaze.com/app_keys.htm' },
  contacts: ['*.backblazeb2.com'],
};

const wasabi: S3Vendor = {
  ...usual,
  id: 's3-wasabi',
  name: 'Wasabi',
  summary: 'Access keys of a Wasabi account.',
  mark: 'wasabi',
  endpoint: 'https://s3.{region}.wasabisys.com',
  regions: [
    ['us-east-1', 'US East 1 (N. Virginia)'],
    ['us-east-2', 'US East 2 (N. Virginia)'],
    ['us-central-1', 'US Central 1 (Texas)'],
    ['us-west-1', 'US West 1 (Oregon)'],
    ['ca-central-1', 'CA Central 1 (Toronto)'],
    ['eu-central-1', 'EU Central 1 (Amsterdam)'],
    ['eu-central-2', 'EU Central 2 (Frankfurt)'],
    ['eu-west-1', 'EU West 1 (London)'],
    ['eu-west-2', 'EU West 2 (Paris)'],
    ['eu-south-1', 'EU South 1 (Milan)'],
    ['ap-northeast-1', 'AP Northeast 1 (Tokyo)'],
    ['ap-northeast-2', 'AP Northeast 2 (Osaka)'],
    ['ap-southeast-1', 'AP Southeast 1 (Singapore)'],
    ['ap-southeast-2', 'AP Southeast 2 (Sydney)'],
  ],
  keyShape: { id: /^[A-Z0-9]{20}$/, secret: /^[A-Za-z0-9/+]{40}$/, certain: false },
  guide: [
    'In the Wasabi console, open Access Keys and create one.',
    'Choose the region of your buckets.',
  ],
  link: { label: 'Open the Wasabi console', url: 'https://console.wasabisys.com' },
  contacts: ['*.wasabisys.com'],
};

const digitalOcean: S3Vendor = {
  ...usual,
  id: 's3-digitalocean',
  name: 'DigitalOcean Spaces',
  summary: 'A Spaces access key.',
  mark: 'digitalocean',
  endpoint: 'https://{region}.digitaloceanspaces.com',
  regions: [
    ['nyc3', 'New York 3'],
    ['ams3', 'Amsterdam 3'],
    ['sfo2', 'San Francisco 2'],
    ['sfo3', 'San Francisco 3'],
    ['sgp1', 'Singapore 1'],
    ['lon1', 'London 1'],
    ['fra1', 'Frankfurt 1'],
    ['tor1', 'Toronto 1'],
    ['blr1', 'Bangalore 1'],
    ['syd1', 'Sydney 1'],
  ],
  addressing: 'virtual',
  keyShape: { id: /^DO00[A-Z0-9]{16}$/, secret: /^[A-Za-z0-9/+]{43}$/, certain: false },
  bucketHelp: `A key with limited access cannot do everything; calls about ACLs fail with it. ${bucketHelp}`,
  guide: [
    'In the DigitalOcean control panel, open Spaces Object Storage, Access Keys, and create one.',
    'Choose the region of the bucket: a key reaches one region at a time.',
  ],
  link: { label: 'Open Spaces', url: 'https://cloud.digitalocean.com/spaces/access_keys' },
  contacts: ['*.digitaloceanspaces.com'],
};

const minio: S3Vendor = {
  ...usual,
  id: 's3-minio',
  name: 'MinIO or self-hosted',
  summary: 'Access keys of a server of your own: MinIO, Ceph, SeaweedFS, Garage.',
  mark: 'minio',
  endpoint: null,
  endpointPlaceholder: 'https://minio.example.com:9000',
  regions: 'us-east-1',
  addressingIsChoice: true,
  keyNames: { id: 'Access key', secret: 'Secret key' },
  guide: [
    'In the server’s console, create an access key with the permissions your tools need.',
    'Enter the address of the S3 API, with its port. The console has another one.',
    'Without a certificate it works on this computer, and in your own network if you allow http below.',
  ],
  link: { label: 'MinIO documentation', url: 'https://min.io/docs/minio/linux/index.html' },
  contacts: [],
};

const google: S3Vendor = {
  ...usual,
  id: 's3-google-cloud',
  name: 'Google Cloud Storage (HMAC)',
  summary: 'HMAC keys for Google Cloud Storage’s S3 interface.',
  mark: 'google-cloud',
  endpoint: 'https://storage.googleapis.com',
  regions: 'auto',
  keyNames: { id: 'Access key', secret: 'Secret' },
  keyShape: { id: /^GOOG1?[A-Z0-9]{20,60}$/, secret: /^[A-Za-z0-9/+]{40}$/, certain: true },
  bucketHelp: `Listing buckets takes a default project. ${bucketHelp}`,
  guide: [
    'In the Google Cloud console, open Cloud Storage, Settings, Interoperability.',
    'Create a key for a service account or for yourself, and copy both parts.',
  ],
  link: {
    label: 'Open Interoperability',
    url: 'https://console.cloud.google.com/storage/settings;tab=interoperability',
  },
  contacts: ['storage.googleapis.com'],
};

const hetzner: S3Vendor = {
  ...usual,
  id: 's3-hetzner',
  name: 'Hetzner Object Storage',
  summary: 'S3 credentials of a Hetzner project.',
  mark: 'hetzner',
  endpoint: 'https://{region}.your-objectstorage.com',
  regions: [
    ['fsn1', 'Falkenstein, fsn1'],
    ['nbg1', 'Nuremberg, nbg1'],
    ['hel1', 'Helsinki, hel1'],
  ],
  regionLabel: 'Location',
  keyNames: { id: 'Access key', secret: 'Secret key' },
  guide: [
    'In the Hetzner console, open your project, Security, S3 credentials, and generate a pair.',
    'Choose the location of your buckets.',
  ],
  link: { label: 'Open the Hetzner console', url: 'https://console.hetzner.com' },
  contacts: ['*.your-objectstorage.com'],
};

const scaleway: S3Vendor = {
  ...usual,
  id: 's3-scaleway',
  name: 'Scaleway Object Storage',
  summary: 'An API key of a Scaleway organisation.',
  mark: 'scaleway',
  endpoint: 'https://s3.{region}.scw.cloud',
  regions: [
    ['fr-par', 'Paris, fr-par'],
    ['nl-ams', 'Amsterdam, nl-ams'],
    ['pl-waw', 'Warsaw, pl-waw'],
    ['it-mil', 'Milan, it-mil'],
  ],
  keyNames: { id: 'Access key', secret: 'Secret key' },
  keyShape: {
    id: /^SCW[A-Z0-9]{17}$/,
    secret: /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    certain: true,
  },
  guide: [
    'In the Scaleway console, open IAM, API keys, and generate one that will be used for Object Storage.',
    'The project that the key prefers decides which buckets it sees.',
  ],
  link: { label: 'Open API keys', url: 'https://console.scaleway.com/iam/api-keys' },
  contacts: ['*.scw.cloud'],
};

const linode: S3Vendor = {
  ...usual,
  id: 's3-linode',
  name: 'Linode (Akamai)',
  summary: 'An Object Storage access key of a Linode account.',
  mark: 'linode',
  endpoint: 'https://{region}.linodeobjects.com',
  regionLabel: 'Cluster',
  regions: [
    ['us-east-1', 'Newark, NJ, us-east-1'],
    ['us-southeast-1', 'Atlanta, GA, us-southeast-1'],
    ['us-ord-1', 'Chicago, IL, us-ord-1'],
    ['us-lax-1', 'Los Angeles, CA, us-lax-1'],
    ['us-mia-1', 'Miami, FL, us-mia-1'],
    ['us-sea-1', 'Seattle, WA, us-sea-1'],
    ['us-iad-1', 'Washington, DC, us-iad-1'],
    ['br-gru-1', 'São Paulo, br-gru-1'],
    ['eu-central-1', 'Frankfurt, eu-central-1'],
    ['nl-ams-1', 'Amsterdam, nl-ams-1'],
    ['gb-lon-1', 'London 2, gb-lon-1'],
    ['fr-par-1', 'Paris, fr-par-1'],
    ['es-mad-1', 'Madrid, es-mad-1'],
    ['it-mil-1', 'Milan, it-mil-1'],
    ['se-sto-1', 'Stockholm, se-sto-1'],
    ['ap-south-1', 'Singapore, ap-south-1'],
    ['sg-sin-1', 'Singapore 2, sg-sin-1'],
    ['in-maa-1', 'Chennai, in-maa-1'],
    ['id-cgk-1', 'Jakarta, id-cgk-1'],
    ['jp-osa-1', 'Osaka, jp-osa-1'],
    ['au-mel-1', 'Melbourne, au-mel-1'],
  ],
  keyNames: { id: 'Access key', secret: 'Secret key' },
  keyShape: { id: /^[A-Z0-9]{20}$/, secret: /^[A-Za-z0-9]{40}$/, certain: false },
  guide: [
    'In the Akamai Cloud Manager, open Object Storage, Access Keys, and create one.',
    'The cluster is the first part of a bucket’s address.',
  ],
  link: { label: 'Open access keys', url: 'https://cloud.linode.com/object-storage/access-keys' },
  contacts: ['*.linodeobjects.com'],
};

const idrive: S3Vendor = {
  ...usual,
  id: 's3-idrive-e2',
  name: 'IDrive e2',
  summary: 'Access keys of an IDrive e2 region.',
  mark: 'idrive',
  endpoint: 'https://s3.{region}.idrivee2.com',
  regions: [
    ['us-west-1', 'Oregon, us-west-1'],
    ['us-west-2', 'Los Angeles, us-west-2'],
    ['us-west-3', 'San Jose, us-west-3'],
    ['us-southwest-1', 'Phoenix, us-southwest-1'],
    ['us-midwest-1', 'Chicago, us-midwest-1'],
    ['us-central-1', 'Dallas, us-central-1'],
    ['us-east-1', 'Virginia, us-east-1'],
    ['us-southeast-1', 'Miami, us-southeast-1'],
    ['ca-east-1', 'Montreal, ca-east-1'],
    ['eu-west-1', 'Ireland, eu-west-1'],
    ['eu-west-2', 'London, eu-west-2'],
    ['eu-west-3', 'London 2, eu-west-3'],
    ['eu-west-4', 'Paris, eu-west-4'],
    ['eu-central-1', 'Frankfurt 2, eu-central-1'],
    ['eu-central-2', 'Frankfurt, eu-central-2'],
  ],
  guide: [
    'In the IDrive e2 console, open Access Keys and create one for your region.',
    'Older accounts have a host of their own, such as a1b2.la.idrivee2-12.com: enter it as the endpoint.',
  ],
  link: { label: 'Open IDrive e2', url: 'https://app.idrivee2.com' },
  contacts: ['*.idrivee2.com'],
};

const storj: S3Vendor = {
  ...usual,
  id: 's3-storj',
  name: 'Storj (S3 keys)',
  summary: 'S3 credentials made in the Storj console.',
  mark: 'storj',
  endpoint: 'https://gateway.storjshare.io',
  regions: 'us-1',
  accessKeyIdIsSecret: true,
  keyNames: { id: 'Access key', secret: 'Secret key' },
  keyShape: { id: /^j[a-z2-7]{27}$/, secret: /^j[a-z2-7]{52}$/, certain: true },
  guide: [
    'In the Storj console, open Access Keys, create an access of the kind S3 credentials.',
    'If you have an access grant instead, choose “Access grant” in the list of providers.',
  ],
  link: { label: 'Open Storj', url: 'https://www.storj.io/login' },
  contacts: ['gateway.storjshare.io'],
};

const other: S3Vendor = {
  ...usual,
  id: 's3-other',
  name: 'Other S3 storage',
  summary: 'Access keys of any service that speaks S3.',
  mark: 's3',
  endpoint: null,
  endpointPlaceholder: 'https://s3.example.com',
  regions: 'us-east-1',
  addressingIsChoice: true,
  guide: [
    'Create access keys in the service’s console.',
    'Enter the S3 endpoint and the region that its documentation names.',
  ],
  link: {
    label: 'S3 services known to rclone',
    url: 'https://rclone.org/s3/#providers',
  },
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
