import { z } from 'zod';
import type { FormField } from '../../../shared/provider-descriptor.ts';
import type { Secret } from '../../diagnostics/secret.ts';
import type { FormReader } from '../form-reader.ts';
import { readRegion, regionField } from './grant-credential.ts';

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

const scopeOptions = [
  { value: 'read', label: 'Read', help: 'Download objects.' },
  { value: 'write', label: 'Write', help: 'Upload objects and create buckets.' },
  {
    value: 'list',
    label: 'List',
    help: 'See which objects a bucket holds. Most S3 tools need it to browse.',
  },
  { value: 'delete', label: 'Delete', help: 'Delete and overwrite objects.' },
  { value: 'lock', label: 'Lock', help: 'Set object locks and retention.' },
] as const;
const scopes = scopeOptions.map((option) => option.value);

/** `name` or `name;prefix`, as the scope `bucket:` takes it; a comma would end the scope. */
const bucketPattern = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](;[^,;]{1,256})?$/;

export const clientSettings = {
  clientId: z.string(),
  keepClientSecret: z.boolean(),
  redirectUris: z.array(z.string()),
  scopes: z.array(z.string()),
  bucket: z.string(),
  jwtLifetimeMinutes: z.number(),
  region: z.string(),
};

export type ClientSettings = z.infer<z.ZodObject<typeof clientSettings>>;

/** The fields of a registered StorX client; `environment` fields go between the two parts. */
export const clientFields: { readonly first: FormField[]; readonly last: FormField[] } = {
  first: [
    {
      kind: 'text',
      name: 'clientId',
      label: 'Client ID',
      required: true,
      placeholder: 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a',
    },
    {
      kind: 'secret',
      name: 'clientSecret',
      label: 'Client secret',
      help: 'Paste it exactly as StorX shows it, with any $ signs.',
      required: true,
    },
    {
      kind: 'checks',
      name: 'redirectUris',
      label: 'Redirect URIs registered with StorX',
      help: 'Add this address to your app.',
      required: true,
      initial: [redirectUris[0]],
      options: redirectUris.map((uri) => ({ value: uri, label: uri })),
      copyable: true,
    },
    {
      kind: 'checks',
      name: 'scopes',
      label: 'Permissions to ask for',
      required: true,
      initial: ['read', 'write', 'list'],
      options: scopeOptions.map((option) => ({ ...option })),
    },
  ],
  last: [
    {
      kind: 'text',
      name: 'bucket',
      label: 'Only this bucket',
      help: 'Leave empty for every bucket. Add a prefix after a semicolon: photos;2026/',
      required: false,
      advanced: true,
      placeholder: 'photos',
    },
    {
      kind: 'number',
      name: 'jwtLifetimeMinutes',
      label: 'Signed client secret is valid for',
      help: 'A new one is signed for each attempt. Longer helps when this computer’s clock is off.',
      required: true,
      initial: 5,
      minimum: 1,
      maximum: 15,
      unit: 'minutes',
      advanced: true,
    },
    regionField,
    {
      kind: 'toggle',
      name: 'keepClientSecret',
      label: 'Keep the client secret in the keychain',
      help: 'Otherwise Stowkey asks for it whenever it has to sign in again.',
      required: false,
      initial: true,
      advanced: true,
    },
  ],
};

export const readClient = (
  form: FormReader,
): { readonly client: ClientSettings; readonly clientSecret: Secret } => ({
  clientSecret: form.secret('clientSecret', { max: 1024 }),
  client: {
    clientId: form.text('clientId', { max: 256, pattern: /^[\x21-\x7e]+$/ }),
    redirectUris: form.checks('redirectUris', redirectUris, 1),
    scopes: form.checks('scopes', scopes, 1),
    bucket: form.optionalText('bucket', { max: 320, pattern: bucketPattern }),
    jwtLifetimeMinutes: form.wholeNumber('jwtLifetimeMinutes', { min: 1, max: 15 }),
    region: readRegion(form),
    keepClientSecret: form.toggle('keepClientSecret'),
  },
});
