import { formPart, type SettingsIn } from '../define-form.ts';
import { visible } from '../form-checks.ts';
import { regionField } from './grant-credential.ts';

/** The registered client that both StorX connectors ask for: its fields, redirect URIs and scopes. */

/**
 * StorX takes http redirects on 127.0.0.1 only by exact text. Like every fixed port here they are below
 * 32768, where no system begins to give out ports by itself (Linux does there, others at 49152).
 */
export const redirectUris = [
  'http://127.0.0.1:28521/callback',
  'http://127.0.0.1:21521/callback',
  'http://127.0.0.1:25521/callback',
] as const;

/** A sign-in makes an API key, which outlives both the connection and the app's own access. */
export const afterDisconnect =
  'To end the access at StorX, open its console, go to API keys and delete the one whose name begins with OAUTH2_API_KEY_FOR_. Removing the app under Developer access is not enough.';

/** The fields of a registered StorX client; `environment` fields go between the two parts. */
export const clientFields = {
  first: formPart({
    clientId: {
      kind: 'text',
      label: 'Client ID',
      placeholder: 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a',
      max: 256,
      pattern: visible,
    },
    clientSecret: {
      kind: 'secret',
      label: 'Client secret',
      help: 'Paste it exactly as StorX shows it, with any $ signs.',
      max: 1024,
    },
    redirectUris: {
      kind: 'checks',
      label: 'Redirect URIs registered with StorX',
      help: 'Add this address to your app.',
      initial: [redirectUris[0]],
      options: redirectUris,
      copyable: true,
    },
    scopes: {
      kind: 'checks',
      label: 'Permissions to ask for',
      initial: ['read', 'write', 'list'],
      options: [
        { value: 'read', label: 'Read', help: 'Download objects.' },
        { value: 'write', label: 'Write', help: 'Upload objects and create buckets.' },
        {
          value: 'list',
          label: 'List',
          help: 'See which objects a bucket holds. Most S3 tools need it to browse.',
        },
        { value: 'delete', label: 'Delete', help: 'Delete and overwrite objects.' },
        { value: 'lock', label: 'Lock', help: 'Set object locks and retention.' },
      ],
    },
  }),
  last: formPart({
    bucket: {
      kind: 'text',
      label: 'Only this bucket',
      help: 'Leave empty for every bucket. Add a prefix after a semicolon: photos;2026/',
      required: false,
      advanced: true,
      placeholder: 'photos',
      max: 320,
      // `name` or `name;prefix`, as the scope `bucket:` takes it; a comma would end the scope.
      pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](;[^,;]{1,256})?$/,
    },
    jwtLifetimeMinutes: {
      kind: 'number',
      label: 'Signed client secret is valid for',
      help: 'A new one is signed for each attempt. Longer helps when this computer’s clock is off.',
      initial: 5,
      minimum: 1,
      maximum: 15,
      unit: 'minutes',
      advanced: true,
    },
    region: regionField,
    keepClientSecret: {
      kind: 'toggle',
      label: 'Keep the client secret in the keychain',
      help: 'Otherwise Stowkey asks for it whenever it has to sign in again.',
      initial: true,
      advanced: true,
    },
  }),
};

export type ClientSettings = SettingsIn<typeof clientFields.first & typeof clientFields.last>;
