import { formPart, type SettingsIn } from '../define-form.ts';
import { visible } from '../form-checks.ts';
import { storxRedirectUris } from '../redirect-uris.ts';
import { regionField } from './grant-credential.ts';

/** The registered client that both StorX connectors ask for: its fields, redirect URIs and scopes. */

/** The fields of a registered StorX client; `environment` fields go between the two parts. */
export const clientFields = {
  first: formPart({
    clientId: {
      kind: 'text',
      placeholder: 'e45fa79a-05f5-4f00-bbfe-bd0a14aead0a',
      max: 256,
      pattern: visible,
    },
    clientSecret: {
      kind: 'secret',
      max: 1024,
    },
    redirectUris: {
      kind: 'checks',
      initial: [storxRedirectUris[0]],
      options: storxRedirectUris,
      copyable: true,
    },
    scopes: {
      kind: 'checks',
      initial: ['read', 'write', 'list'],
      options: ['read', 'write', 'list', 'delete', 'lock'],
    },
  }),
  last: formPart({
    bucket: {
      kind: 'text',
      required: false,
      advanced: true,
      placeholder: 'photos',
      max: 320,
      // `name` or `name;prefix`, as the scope `bucket:` takes it; a comma would end the scope.
      pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](;[^,;]{1,256})?$/,
    },
    jwtLifetimeMinutes: {
      kind: 'number',
      initial: 5,
      minimum: 1,
      maximum: 15,
      advanced: true,
    },
    region: regionField,
    keepClientSecret: {
      kind: 'toggle',
      initial: true,
      advanced: true,
    },
  }),
};

export type ClientSettings = SettingsIn<typeof clientFields.first & typeof clientFields.last>;
