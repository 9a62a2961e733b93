import { messages } from '../messages.ts';
import { awsRegions } from './s3-regions.ts';
import type { FieldWords, ProvidersWords } from './types.ts';

const fields = messages('providers/sts.fields', {
  service: { label: 'Service', options: { aws: 'AWS', custom: 'MinIO, Ceph or another server' } },
  endpoint: { label: 'S3 endpoint', help: 'https, or http on this computer (127.0.0.1).' },
  region: { label: 'Region', other: 'Another one' },
  otherRegion: { label: 'Other region' },
  stsEndpoint: {
    label: 'Other STS endpoint',
    help: 'AWS has one in each region. MinIO and Ceph answer at the S3 endpoint.',
  },
  accessKeyId: { label: 'Access key ID' },
  secretAccessKey: { label: 'Secret access key' },
  sessionToken: { label: 'Session token', help: 'Only if these keys are temporary themselves.' },
  roleArn: {
    label: 'Role',
    help: 'Such as arn:aws:iam::123456789012:role/backup. MinIO may go without one.',
  },
  sessionName: { label: 'Session name', help: 'Shown in the service’s logs.' },
  externalId: { label: 'External ID', help: 'Only if the owner of the role gave you one.' },
  mfaSerial: {
    label: 'MFA device',
    help: 'Serial number, or ARN such as arn:aws:iam::123456789012:mfa/alice. The code is asked for each time.',
  },
  durationMinutes: { label: 'Keys last for', unit: 'minutes' },
  issuer: { label: 'Identity provider', help: 'Its issuer address. The rest is found there.' },
  clientId: { label: 'Client ID' },
  clientSecret: { label: 'Client secret', help: 'Leave it empty for public clients.' },
  redirectUri: {
    label: 'Redirect URI to register',
    help: 'The two without a port are for providers that accept any port on this computer.',
  },
  scopes: {
    label: 'Scopes',
    help: 'offline_access asks for renewal without a browser. Google takes openid and email only.',
  },
  clientSecretMethod: {
    label: 'Client secret is sent',
    options: { client_secret_basic: 'In a header', client_secret_post: 'In the form' },
  },
});

/** The regions are those of Amazon S3. */
const formFields = (): FieldWords => {
  const { region } = fields;
  return {
    ...fields,
    region: { label: region.label, options: { ...awsRegions, other: region.other } },
  };
};

const words = messages('providers/sts', {
  'sts-assume-role': {
    name: 'Role (AssumeRole)',
    action: 'Get temporary S3 keys for a role',
    summary: 'Temporary S3 keys of a role, renewed with your own keys.',
    notes: [
      'Your own keys stay in the keychain and are used only to get keys of the role.',
      'The role has to trust your user, and may ask for an external ID or an MFA code.',
      'The keys run out by themselves; Renew gets new ones.',
    ],
    links: ['About AssumeRole'],
    afterDisconnect:
      'Temporary keys work until they expire. The long-term keys they were made with stay valid until you delete them where they were made.',
  },
  'sts-session-token': {
    name: 'MFA session (GetSessionToken)',
    action: 'Get temporary S3 keys with an MFA code',
    summary: 'Temporary S3 keys of your user, with an MFA code.',
    notes: [
      'Your long-term keys stay in the keychain and are used only to start sessions.',
      'The MFA device is listed in IAM under your user, Security credentials.',
      'The six digits are asked for each time, and never stored.',
    ],
    links: ['About GetSessionToken'],
    afterDisconnect:
      'Temporary keys work until they expire. The long-term keys they were made with stay valid until you delete them where they were made.',
  },
  'sts-web-identity': {
    name: 'Sign-in for S3 keys (web identity)',
    action: 'Get temporary S3 keys by signing in',
    summary: 'Sign in with your identity provider and get temporary S3 keys.',
    guide: [
      'At your identity provider, register a native application with the redirect URI shown here.',
      'At AWS, add the identity provider to IAM and let a role trust its tokens for this client ID. MinIO and Ceph are told of it in their configuration.',
      'Choose Continue in browser and sign in.',
    ],
    notes: [
      'The keys run out by themselves; Renew gets new ones without a browser where the provider allows it.',
    ],
    links: ['About AssumeRoleWithWebIdentity'],
    afterDisconnect:
      'Temporary keys work until they expire. To end the sign-in too, use the settings of your account at the identity provider.',
  },
});

export const stsWords: ProvidersWords = {
  'sts-assume-role': () => ({ ...words['sts-assume-role'], fields: formFields() }),
  'sts-session-token': () => ({ ...words['sts-session-token'], fields: formFields() }),
  'sts-web-identity': () => ({ ...words['sts-web-identity'], fields: formFields() }),
};
