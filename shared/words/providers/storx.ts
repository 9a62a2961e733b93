import { messages } from '../messages.ts';
import type { FieldWords, ProvidersWords } from './types.ts';

const fields: FieldWords = messages('providers/storx.fields', {
  clientId: { label: 'Client ID' },
  clientSecret: {
    label: 'Client secret',
    help: 'Paste it exactly as StorX shows it, with any $ signs.',
  },
  redirectUris: {
    label: 'Redirect URIs registered with StorX',
    help: 'Add this address to your app.',
  },
  scopes: {
    label: 'Permissions to ask for',
    options: {
      read: { label: 'Read', help: 'Download objects.' },
      write: { label: 'Write', help: 'Upload objects and create buckets.' },
      list: {
        label: 'List',
        help: 'See which objects a bucket holds. Most S3 tools need it to browse.',
      },
      delete: { label: 'Delete', help: 'Delete and overwrite objects.' },
      lock: { label: 'Lock', help: 'Set object locks and retention.' },
    },
  },
  environment: {
    label: 'Environment',
    options: { production: 'StorX', staging: 'StorX staging', custom: 'Custom addresses' },
  },
  integrationUrl: { label: 'Integration page', help: 'https, or http on this computer.' },
  accessServiceUrl: { label: 'Access service', help: 'The host that answers /v1/access.' },
  bucket: {
    label: 'Only this bucket',
    help: 'Leave empty for every bucket. Add a prefix after a semicolon: photos;2026/',
  },
  jwtLifetimeMinutes: {
    label: 'Signed client secret is valid for',
    help: 'A new one is signed for each attempt. Longer helps when this computer’s clock is off.',
    unit: 'minutes',
  },
  region: { label: 'S3 region' },
  keepClientSecret: {
    label: 'Keep the client secret in the keychain',
    help: 'Otherwise Stowkey asks for it whenever it has to sign in again.',
  },
  consentUrl: {
    label: 'Consent page',
    help: 'The page that asks you to approve and sends a code back.',
  },
  tokenUrl: { label: 'Token endpoint' },
});

const words = messages('providers/storx', {
  storx: {
    name: 'StorX',
    summary: 'Sign in with StorX in your browser and get S3 keys.',
    guide: [
      'In StorX, open Developer access and register an application.',
      'Register the redirect URI shown here, character for character.',
      'Copy the client ID and the client secret into this form.',
      'Continue in the browser, approve the request there, and come back.',
    ],
    links: ['Open StorX'],
    afterDisconnect:
      'To end the access at StorX, open its console, go to API keys and delete the one whose name begins with OAUTH2_API_KEY_FOR_. Removing the app under Developer access is not enough.',
  },
  'storx-token-endpoint': {
    name: 'StorX token endpoint',
    summary: 'For StorX servers that exchange a code and your passphrase.',
    guide: [
      'In StorX, open Developer access and register an application.',
      'Register the redirect URI shown here, character for character.',
      'Fill in the addresses of your StorX server.',
    ],
    notes: [
      'Stowkey asks for your passphrase each time and never stores it. A different passphrase cannot read older objects.',
    ],
    links: ['Open StorX'],
    afterDisconnect:
      'To end the access at StorX, open its console, go to API keys and delete the one whose name begins with OAUTH2_API_KEY_FOR_. Removing the app under Developer access is not enough.',
  },
  'access-grant': {
    name: 'Access grant',
    action: 'Add an access grant',
    summary: 'Paste a Storj or StorX access grant and get S3 keys.',
    guide: [
      'In the Storj or StorX console, create an access grant with the permissions your tools need.',
      'Paste the grant here. Stowkey checks it on this computer first.',
      'The network’s access service turns it into S3 keys.',
    ],
    links: ['Open Storj', 'Open StorX'],
    afterDisconnect:
      'To end them, revoke the access grant where it was made: in the console, or with “uplink revoke”.',
    fields: {
      accessGrant: {
        label: 'Access grant',
        help: 'A long text that starts with 1. It can decrypt your data, so it goes straight to the keychain.',
      },
      network: {
        label: 'Network',
        options: { storj: 'Storj', storx: 'StorX', custom: 'Custom access service' },
      },
      accessServiceUrl: {
        label: 'Access service',
        help: 'The host that answers /v1/access. https, or http on this computer.',
      },
      region: { label: 'S3 region' },
    },
  },
});

export const storxWords: ProvidersWords = {
  storx: () => ({ ...words.storx, fields }),
  'storx-token-endpoint': () => ({ ...words['storx-token-endpoint'], fields }),
  'access-grant': () => words['access-grant'],
};
