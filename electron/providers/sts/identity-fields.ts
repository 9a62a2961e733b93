import type { FormField } from '../../../shared/provider-descriptor.ts';
import type { CodeFlow } from '../../oauth/types.ts';

/** Redirect URIs to register; the ones without a port stand for any (RFC 8252 section 7.3). */
export const redirects: Readonly<Record<string, CodeFlow['redirect']>> = {
  'http://127.0.0.1:28521/callback': {
    kind: 'fixed-ports',
    redirectUris: ['http://127.0.0.1:28521/callback'],
  },
  'http://127.0.0.1:21521/callback': {
    kind: 'fixed-ports',
    redirectUris: ['http://127.0.0.1:21521/callback'],
  },
  'http://127.0.0.1/callback': { kind: 'ephemeral', host: '127.0.0.1', path: '/callback' },
  'http://localhost/callback': { kind: 'ephemeral', host: 'localhost', path: '/callback' },
};
export const redirectUris = Object.keys(redirects);

/** How a client secret travels. */
export const methods = ['client_secret_basic', 'client_secret_post'] as const;

/** What is asked about the identity provider and the client registered there. */
export const identityProviderFields: readonly FormField[] = [
  {
    kind: 'url',
    name: 'issuer',
    label: 'Identity provider',
    help: 'Its issuer address. The rest is found there.',
    required: true,
    placeholder: 'https://login.example.com/realms/main',
  },
  { kind: 'text', name: 'clientId', label: 'Client ID', required: true },
  {
    kind: 'secret',
    name: 'clientSecret',
    label: 'Client secret',
    help: 'Leave it empty for public clients.',
    required: false,
  },
  {
    kind: 'choice',
    name: 'redirectUri',
    label: 'Redirect URI to register',
    help: 'The two without a port are for providers that accept any port on this computer.',
    required: true,
    initial: 'http://127.0.0.1:28521/callback',
    options: redirectUris.map((uri) => ({ value: uri, label: uri })),
    copyable: true,
  },
  {
    kind: 'text',
    name: 'scopes',
    label: 'Scopes',
    help: 'offline_access asks for renewal without a browser. Google takes openid and email only.',
    required: true,
    initial: 'openid email offline_access',
    advanced: true,
  },
  {
    kind: 'choice',
    name: 'clientSecretMethod',
    label: 'Client secret is sent',
    required: true,
    initial: 'client_secret_basic',
    advanced: true,
    options: [
      { value: 'client_secret_basic', label: 'In a header' },
      { value: 'client_secret_post', label: 'In the form' },
    ],
  },
];
