import { z } from 'zod';
import type { CodeFlow } from '../../oauth/types.ts';
import { formPart } from '../define-form.ts';
import { visible } from '../form-checks.ts';
import { webIdentityRedirectUris } from '../redirect-uris.ts';

/** Redirect URIs to register; the ones without a port stand for any (RFC 8252 section 7.3). */
export const redirects: Readonly<Record<string, CodeFlow['redirect']>> = {
  ...Object.fromEntries(
    webIdentityRedirectUris.map((uri) => [uri, { kind: 'fixed-ports', redirectUris: [uri] }]),
  ),
  'http://127.0.0.1/callback': { kind: 'ephemeral', host: '127.0.0.1', path: '/callback' },
  'http://localhost/callback': { kind: 'ephemeral', host: 'localhost', path: '/callback' },
};

/** What is asked about the identity provider and the client registered there. */
export const identityProviderFields = formPart({
  issuer: {
    kind: 'url',
    placeholder: 'https://login.example.com/realms/main',
  },
  clientId: { kind: 'text', pattern: visible },
  clientSecret: {
    kind: 'secret',
    required: false,
    max: 1024,
  },
  redirectUri: {
    kind: 'choice',
    initial: webIdentityRedirectUris[0],
    options: Object.keys(redirects),
    copyable: true,
    kept: z.string(),
  },
  scopes: {
    kind: 'text',
    initial: 'openid email offline_access',
    advanced: true,
    max: 1024,
    pattern: /^[\x21\x23-\x5b\x5d-\x7e ]+$/,
    kept: null,
  },
  clientSecretMethod: {
    kind: 'choice',
    initial: 'client_secret_basic',
    advanced: true,
    options: ['client_secret_basic', 'client_secret_post'],
  },
});
