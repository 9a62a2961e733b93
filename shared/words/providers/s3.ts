import {
  awsRegions,
  backblazeRegions,
  digitalOceanRegions,
  hetznerRegions,
  idriveRegions,
  linodeClusters,
  scalewayRegions,
  wasabiRegions,
} from './s3-regions.ts';
import type { FieldWords, OptionWords, ProviderWords } from './types.ts';

const bucketHelp =
  'Only for keys that may not list buckets: Stowkey looks into this bucket instead.';

/** What the form for S3 keys says, whatever the service. */
export const s3Fields: FieldWords = {
  accountId: {
    label: 'Account ID',
    help: '32 characters, on the R2 overview page. The whole S3 endpoint is fine as well.',
  },
  jurisdiction: {
    label: 'Jurisdiction',
    help: 'Only buckets that were created in a jurisdiction are found at its host.',
    options: { default: 'None', eu: 'European Union', us: 'United States', fedramp: 'FedRAMP' },
  },
  endpoint: {
    label: 'S3 endpoint',
    help: 'https, or http on this computer (127.0.0.1). For http at home see below.',
  },
  privateHttp: {
    label: 'Allow http in my own network',
    help: 'Only for addresses such as http://192.168.1.5:9000. Nothing is encrypted: anyone in that network can read and change your files on their way, though not learn the secret key.',
  },
  region: { label: 'Region' },
  otherRegion: { label: 'Other region' },
  accessKeyId: { label: 'Access key ID' },
  secretAccessKey: { label: 'Secret access key' },
  sessionToken: { label: 'Session token', help: 'Only temporary keys have one.' },
  bucket: { label: 'Bucket to check', help: bucketHelp },
  addressing: {
    label: 'Bucket addresses',
    options: { path: 'host/bucket (path style)', virtual: 'bucket.host (virtual-hosted style)' },
  },
  stsEndpoint: {
    label: 'Other STS endpoint',
    help: 'Only for networks that reach AWS through endpoints of their own.',
  },
  expiresAt: {
    label: 'Keys expire at',
    help: 'A date and time such as 2026-01-31T12:00:00Z. Filled in from pasted JSON.',
  },
  profile: {
    label: 'Taken from profile',
    help: 'Filled in when a pasted file had several. Only to show which one was taken.',
  },
  otherEndpoint: { label: 'Other endpoint', help: 'Only if yours is not {usual}.' },
};

/** The words of a storage service, as far as it has others than the rest. */
const s3 = ({
  link,
  regions,
  regionLabel = 'Region',
  keyNames = ['Access key ID', 'Secret access key'],
  bucketHelp: help = bucketHelp,
  ...words
}: Pick<ProviderWords, 'name' | 'summary' | 'guide'> & {
  readonly link: string;
  readonly regions?: OptionWords;
  readonly regionLabel?: string;
  readonly keyNames?: readonly [id: string, secret: string];
  readonly bucketHelp?: string;
}): ProviderWords => ({
  ...words,
  links: [link],
  fields: {
    ...s3Fields,
    region: { label: regionLabel, options: { ...regions, other: 'Another one' } },
    otherRegion: { label: `Other ${regionLabel.toLowerCase()}` },
    accessKeyId: { label: keyNames[0] },
    secretAccessKey: { label: keyNames[1] },
    bucket: { label: 'Bucket to check', help },
  },
});

export const s3Words: Readonly<Record<string, ProviderWords>> = {
  's3-aws': s3({
    name: 'Amazon S3',
    summary: 'Access keys of an AWS account, checked with AWS itself.',
    guide: [
      'In the AWS console, open IAM, your user, Security credentials, and create an access key.',
      'Paste both parts here, or drop the CSV file that the console offers.',
      'Keys that start with ASIA are temporary and need their session token.',
    ],
    link: 'Open the IAM console',
    regions: awsRegions,
    bucketHelp: 'Checks that the keys open this bucket, besides that they are genuine.',
  }),
  's3-cloudflare-r2': s3({
    name: 'Cloudflare R2',
    summary: 'Access keys of an R2 API token.',
    guide: [
      'In the Cloudflare dashboard, open R2, then Manage API tokens, and create a token.',
      'Copy the access key ID and the secret access key, not the token value above them.',
      'The account ID is on the R2 overview page. Buckets with a jurisdiction have a host of their own.',
    ],
    link: 'Open the Cloudflare dashboard',
    bucketHelp: `Listing buckets takes an admin token. ${bucketHelp}`,
  }),
  's3-backblaze-b2': s3({
    name: 'Backblaze B2',
    summary: 'An application key of a B2 account.',
    guide: [
      'In the B2 console, open Application Keys and add a new application key.',
      'The master application key does not work with S3 tools.',
      'The region is in the endpoint that the bucket’s page shows, such as s3.us-west-004.backblazeb2.com.',
    ],
    link: 'Open application keys',
    regions: backblazeRegions,
    keyNames: ['keyID', 'applicationKey'],
    bucketHelp: `A key restricted to one bucket may list buckets only if that was allowed. ${bucketHelp}`,
  }),
  's3-wasabi': s3({
    name: 'Wasabi',
    summary: 'Access keys of a Wasabi account.',
    guide: [
      'In the Wasabi console, open Access Keys and create one.',
      'Choose the region of your buckets.',
    ],
    link: 'Open the Wasabi console',
    regions: wasabiRegions,
  }),
  's3-digitalocean': s3({
    name: 'DigitalOcean Spaces',
    summary: 'A Spaces access key.',
    guide: [
      'In the DigitalOcean control panel, open Spaces Object Storage, Access Keys, and create one.',
      'Choose the region of the bucket: a key reaches one region at a time.',
    ],
    link: 'Open Spaces',
    regions: digitalOceanRegions,
    bucketHelp: `A key with limited access cannot do everything; calls about ACLs fail with it. ${bucketHelp}`,
  }),
  's3-google-cloud': s3({
    name: 'Google Cloud Storage (HMAC)',
    summary: 'HMAC keys for Google Cloud Storage’s S3 interface.',
    guide: [
      'In the Google Cloud console, open Cloud Storage, Settings, Interoperability.',
      'Create a key for a service account or for yourself, and copy both parts.',
    ],
    link: 'Open Interoperability',
    keyNames: ['Access key', 'Secret'],
    bucketHelp: `Listing buckets takes a default project. ${bucketHelp}`,
  }),
  's3-hetzner': s3({
    name: 'Hetzner Object Storage',
    summary: 'S3 credentials of a Hetzner project.',
    guide: [
      'In the Hetzner console, open your project, Security, S3 credentials, and generate a pair.',
      'Choose the location of your buckets.',
    ],
    link: 'Open the Hetzner console',
    regions: hetznerRegions,
    regionLabel: 'Location',
    keyNames: ['Access key', 'Secret key'],
  }),
  's3-scaleway': s3({
    name: 'Scaleway Object Storage',
    summary: 'An API key of a Scaleway organisation.',
    guide: [
      'In the Scaleway console, open IAM, API keys, and generate one that will be used for Object Storage.',
      'The project that the key prefers decides which buckets it sees.',
    ],
    link: 'Open API keys',
    regions: scalewayRegions,
    keyNames: ['Access key', 'Secret key'],
  }),
  's3-linode': s3({
    name: 'Linode (Akamai)',
    summary: 'An Object Storage access key of a Linode account.',
    guide: [
      'In the Akamai Cloud Manager, open Object Storage, Access Keys, and create one.',
      'The cluster is the first part of a bucket’s address.',
    ],
    link: 'Open access keys',
    regions: linodeClusters,
    regionLabel: 'Cluster',
    keyNames: ['Access key', 'Secret key'],
  }),
  's3-idrive-e2': s3({
    name: 'IDrive e2',
    summary: 'Access keys of an IDrive e2 region.',
    guide: [
      'In the IDrive e2 console, open Access Keys and create one for your region.',
      'Older accounts have a host of their own, such as a1b2.la.idrivee2-12.com: enter it as the endpoint.',
    ],
    link: 'Open IDrive e2',
    regions: idriveRegions,
  }),
  's3-storj': s3({
    name: 'Storj (S3 keys)',
    summary: 'S3 credentials made in the Storj console.',
    guide: [
      'In the Storj console, open Access Keys, create an access of the kind S3 credentials.',
      'If you have an access grant instead, choose “Access grant” in the list of providers.',
    ],
    link: 'Open Storj',
    keyNames: ['Access key', 'Secret key'],
  }),
  's3-minio': s3({
    name: 'MinIO or self-hosted',
    summary: 'Access keys of a server of your own: MinIO, Ceph, SeaweedFS, Garage.',
    guide: [
      'In the server’s console, create an access key with the permissions your tools need.',
      'Enter the address of the S3 API, with its port. The console has another one.',
      'Without a certificate it works on this computer, and in your own network if you allow http below.',
    ],
    link: 'MinIO documentation',
    keyNames: ['Access key', 'Secret key'],
  }),
  's3-other': s3({
    name: 'Other S3 storage',
    summary: 'Access keys of any service that speaks S3.',
    guide: [
      'Create access keys in the service’s console.',
      'Enter the S3 endpoint and the region that its documentation names.',
    ],
    link: 'S3 services known to rclone',
  }),
};
