import { messages } from './messages.ts';

/** What people call a provider besides the name it has here, to be found by it. */
const otherNames: Readonly<Record<string, string>> = {
  'google-drive': 'gdrive google workspace gsuite',
  onedrive: 'microsoft office 365 o365 sharepoint outlook',
  storx: 'storxnetwork',
  'storx-token-endpoint': 'storxnetwork',
  oidc: 'oidc openid sso keycloak okta entra auth0 google',
  oauth2: 'oauth 2.0 api sign-in',
  alloy: 'runalloy unified api',
  's3-aws': 'aws amazon web services simple storage',
  's3-cloudflare-r2': 'r2 cf',
  's3-backblaze-b2': 'b2',
  's3-digitalocean': 'do spaces',
  's3-google-cloud': 'gcs gcp google storage',
  's3-minio': 'ceph garage rustfs seaweedfs self-hosted own server nas',
  's3-linode': 'akamai object storage',
  's3-idrive-e2': 'e2',
  's3-storj': 'tardigrade dcs',
  's3-other': 's3-compatible ovh ionos exoscale contabo vultr oracle alibaba ibm',
  'access-grant': 'storj storx uplink tardigrade',
  'sts-assume-role': 'aws iam role temporary',
  'sts-session-token': 'aws mfa 2fa temporary',
  'sts-web-identity': 'aws minio sso federation temporary',
};

export const otherNamesOf = (providerId: string): string =>
  Object.hasOwn(otherNames, providerId) ? (otherNames[providerId] ?? '') : '';

const instead = messages('search.instead', {
  azure:
    'Azure Blob Storage does not take S3 keys. Choose “OAuth 2” and sign in with Microsoft Entra ID (scope https://storage.azure.com/user_impersonation), or put an S3 gateway in front of it and choose “Other S3 storage”.',
  passwords:
    'WebDAV, FTP and SSH passwords are not kept here. A Nextcloud or ownCloud server that offers OAuth 2 can be signed in to under “OAuth 2”.',
  icloud: 'iCloud Drive gives other programs no keys and no sign-in, so it cannot be connected.',
});

/** What people look for and Stowkey does not have by name. */
const elsewhere: readonly (readonly [names: RegExp, instead: keyof typeof instead])[] = [
  [/\bazure\b|\bblob storage\b/i, 'azure'],
  [/\b(web ?dav|nextcloud|owncloud|s?ftp|ssh)\b/i, 'passwords'],
  [/\b(icloud|apple)\b/i, 'icloud'],
];

/** Says what to do about a service that is searched for and not offered; null for all others. */
export const insteadOf = (query: string): string | null => {
  const found = elsewhere.find(([names]) => names.test(query));
  return found === undefined ? null : instead[found[1]];
};
