import { messages } from '../messages.ts';
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
import type { OptionWords, ProvidersWords, ProviderWords } from './types.ts';

const bucketHelp =
  'Only for keys that may not list buckets: Stowkey looks into this bucket instead.';

/** What the form for S3 keys says, whatever the service. */
export const s3Fields = messages('providers/s3.fields', {
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
});

const words = messages('providers/s3', {
  's3-aws': {
    name: 'Amazon S3',
    summary: 'Access keys of an AWS account, checked with AWS itself.',
    guide: [
      'In the AWS console, open IAM, your user, Security credentials, and create an access key.',
      'Paste both parts here, or drop the CSV file that the console offers.',
      'Keys that start with ASIA are temporary and need their session token.',
    ],
    links: ['Open the IAM console'],
    bucketHelp: 'Checks that the keys open this bucket, besides that they are genuine.',
  },
  's3-cloudflare-r2': {
    name: 'Cloudflare R2',
    summary: 'Access keys of an R2 API token.',
    guide: [
      'In the Cloudflare dashboard, open R2, then Manage API tokens, and create a token.',
      'Copy the access key ID and the secret access key, not the token value above them.',
      'The account ID is on the R2 overview page. Buckets with a jurisdiction have a host of their own.',
    ],
    links: ['Open the Cloudflare dashboard'],
    bucketHelp: `Listing buckets takes an admin token. ${bucketHelp}`,
  },
  's3-backblaze-b2': {
    name: 'Backblaze B2',
    summary: 'An application key of a B2 account.',
    guide: [
      'In the B2 console, open Application Keys and add a new application key.',
      'The master application key does not work with S3 tools.',
      'The region is in the endpoint that the bucket’s page shows, such as s3.us-west-004.backblazeb2.com.',
    ],
    links: ['Open application keys'],
    bucketHelp: `A key restricted to one bucket may list buckets only if that was allowed. ${bucketHelp}`,
  },
  's3-wasabi': {
    name: 'Wasabi',
    summary: 'Access keys of a Wasabi account.',
    guide: [
      'In the Wasabi console, open Access Keys and create one.',
      'Choose the region of your buckets.',
    ],
    links: ['Open the Wasabi console'],
  },
  's3-digitalocean': {
    name: 'DigitalOcean Spaces',
    summary: 'A Spaces access key.',
    guide: [
      'In the DigitalOcean control panel, open Spaces Object Storage, Access Keys, and create one.',
      'Choose the region of the bucket: a key reaches one region at a time.',
    ],
    links: ['Open Spaces'],
    bucketHelp: `A key with limited access cannot do everything; calls about ACLs fail with it. ${bucketHelp}`,
  },
  's3-google-cloud': {
    name: 'Google Cloud Storage (HMAC)',
    summary: 'HMAC keys for Google Cloud Storage’s S3 interface.',
    guide: [
      'In the Google Cloud console, open Cloud Storage, Settings, Interoperability.',
      'Create a key for a service account or for yourself, and copy both parts.',
    ],
    links: ['Open Interoperability'],
    bucketHelp: `Listing buckets takes a default project. ${bucketHelp}`,
  },
  's3-hetzner': {
    name: 'Hetzner Object Storage',
    summary: 'S3 credentials of a Hetzner project.',
    guide: [
      'In the Hetzner console, open your project, Security, S3 credentials, and generate a pair.',
      'Choose the location of your buckets.',
    ],
    links: ['Open the Hetzner console'],
  },
  's3-scaleway': {
    name: 'Scaleway Object Storage',
    summary: 'An API key of a Scaleway organisation.',
    guide: [
      'In the Scaleway console, open IAM, API keys, and generate one that will be used for Object Storage.',
      'The project that the key prefers decides which buckets it sees.',
    ],
    links: ['Open API keys'],
  },
  's3-linode': {
    name: 'Linode (Akamai)',
    summary: 'An Object Storage access key of a Linode account.',
    guide: [
      'In the Akamai Cloud Manager, open Object Storage, Access Keys, and create one.',
      'The cluster is the first part of a bucket’s address.',
    ],
    links: ['Open access keys'],
  },
  's3-idrive-e2': {
    name: 'IDrive e2',
    summary: 'Access keys of an IDrive e2 region.',
    guide: [
      'In the IDrive e2 console, open Access Keys and create one for your region.',
      'Older accounts have a host of their own, such as a1b2.la.idrivee2-12.com: enter it as the endpoint.',
    ],
    links: ['Open IDrive e2'],
  },
  's3-storj': {
    name: 'Storj (S3 keys)',
    summary: 'S3 credentials made in the Storj console.',
    guide: [
      'In the Storj console, open Access Keys, create an access of the kind S3 credentials.',
      'If you have an access grant instead, choose “Access grant” in the list of providers.',
    ],
    links: ['Open Storj'],
  },
  's3-minio': {
    name: 'MinIO or self-hosted',
    summary: 'Access keys of a server of your own: MinIO, Ceph, SeaweedFS, Garage.',
    guide: [
      'In the server’s console, create an access key with the permissions your tools need.',
      'Enter the address of the S3 API, with its port. The console has another one.',
      'Without a certificate it works on this computer, and in your own network if you allow http below.',
    ],
    links: ['MinIO documentation'],
  },
  's3-other': {
    name: 'Other S3 storage',
    summary: 'Access keys of any service that speaks S3.',
    guide: [
      'Create access keys in the service’s console.',
      'Enter the S3 endpoint and the region that its documentation names.',
    ],
    links: ['S3 services known to rclone'],
  },
});

const labels = messages('providers/s3.labels', {
  bucket: 'Bucket to check',
  anotherRegion: 'Another one',
  region: { own: 'Region', other: 'Other region' },
  location: { own: 'Location', other: 'Other location' },
  cluster: { own: 'Cluster', other: 'Other cluster' },
  keys: {
    usual: { id: 'Access key ID', secret: 'Secret access key' },
    short: { id: 'Access key', secret: 'Secret key' },
    google: { id: 'Access key', secret: 'Secret' },
    backblaze: { id: 'keyID', secret: 'applicationKey' },
  },
});

/** Puts the words of a storage service together, as far as it has others than the rest. */
const s3 =
  (
    id: keyof typeof words,
    {
      regions,
      regionLabel = 'region',
      keyNames = 'usual',
    }: {
      readonly regions?: OptionWords;
      readonly regionLabel?: 'region' | 'location' | 'cluster';
      readonly keyNames?: keyof (typeof labels)['keys'];
    } = {},
  ) =>
  (): ProviderWords => {
    const own: Omit<ProviderWords, 'fields'> & { readonly bucketHelp?: string } = words[id];
    const keys = labels.keys[keyNames];
    return {
      ...own,
      fields: {
        ...s3Fields,
        region: {
          label: labels[regionLabel].own,
          options: { ...regions, other: labels.anotherRegion },
        },
        otherRegion: { label: labels[regionLabel].other },
        accessKeyId: { label: keys.id },
        secretAccessKey: { label: keys.secret },
        bucket: { label: labels.bucket, help: own.bucketHelp ?? s3Fields.bucket.help },
      },
    };
  };

export const s3Words: ProvidersWords = {
  's3-aws': s3('s3-aws', { regions: awsRegions }),
  's3-cloudflare-r2': s3('s3-cloudflare-r2'),
  's3-backblaze-b2': s3('s3-backblaze-b2', { regions: backblazeRegions, keyNames: 'backblaze' }),
  's3-wasabi': s3('s3-wasabi', { regions: wasabiRegions }),
  's3-digitalocean': s3('s3-digitalocean', { regions: digitalOceanRegions }),
  's3-google-cloud': s3('s3-google-cloud', { keyNames: 'google' }),
  's3-hetzner': s3('s3-hetzner', {
    regions: hetznerRegions,
    regionLabel: 'location',
    keyNames: 'short',
  }),
  's3-scaleway': s3('s3-scaleway', { regions: scalewayRegions, keyNames: 'short' }),
  's3-linode': s3('s3-linode', {
    regions: linodeClusters,
    regionLabel: 'cluster',
    keyNames: 'short',
  }),
  's3-idrive-e2': s3('s3-idrive-e2', { regions: idriveRegions }),
  's3-storj': s3('s3-storj', { keyNames: 'short' }),
  's3-minio': s3('s3-minio', { keyNames: 'short' }),
  's3-other': s3('s3-other'),
};
