import { messages } from '../messages.ts';
import type { FieldWords } from './types.ts';

/** What the form of every OAuth template says, where the template says nothing of its own. */
export const oauthFields: FieldWords = messages('providers/oauth-form', {
  authorizationUrl: { label: 'Authorization URL', help: 'Where you sign in.' },
  authorizationUrlOrToken: {
    label: 'Authorization URL',
    help: 'Where you sign in. Not needed while a refresh token is pasted below.',
  },
  tokenUrl: {
    label: 'Token URL',
    help: 'Where codes and refresh tokens are exchanged. https, or http on this computer.',
  },
  revocationUrl: { label: 'Revocation URL' },
  deviceUrl: { label: 'Device authorization URL' },
  userinfoUrl: { label: 'Userinfo URL' },
  registerClient: {
    label: 'Register a client for me',
    help: 'For servers that register clients by themselves (RFC 7591). Leave off if you were given a client ID.',
  },
  clientId: { label: 'Client ID' },
  authentication: {
    label: 'Client authentication',
    options: {
      none: 'No secret (public client)',
      client_secret_post: 'Secret in the request body',
      client_secret_basic: 'Secret in the header (HTTP Basic)',
      client_secret_jwt: 'JWT signed with the secret',
      private_key_jwt: 'JWT signed with a private key',
    },
  },
  authenticationOrRegistration: {
    label: 'Client authentication',
    help: 'As the client was registered; or what to ask for when it is registered now.',
  },
  clientSecret: { label: 'Client secret' },
  privateKey: {
    label: 'Private key',
    help: 'PEM (PKCS #8) or JWK. It is checked here and goes to the keychain.',
  },
  keyAlgorithm: { label: 'Algorithm' },
  keyId: { label: 'Key ID', help: 'The kid that the server knows the key by, if it needs one.' },
  keepClientSecret: {
    label: 'Keep the client secret in the keychain',
    help: 'Otherwise Stowkey asks for it whenever it renews tokens or signs in again.',
  },
  keepSecretOrKey: {
    label: 'Keep the secret or key in the keychain',
    help: 'Otherwise Stowkey asks for it whenever it renews tokens or signs in again.',
  },
  useDeviceCode: {
    label: 'Use a device code',
    help: 'Shows a code to type on any other device, for computers without a browser.',
  },
  redirectPolicy: {
    label: 'How the browser comes back',
    options: {
      'ephemeral-ip': 'Any port of 127.0.0.1',
      'ephemeral-localhost': 'Any port of localhost',
      'fixed-ports': 'Fixed ports',
      typed: 'A redirect URI of my own',
      paste: 'Paste what the page shows',
    },
  },
  redirectToAnyPort: {
    label: 'Redirect URI to register',
    help: 'Register it character for character, where the provider asks for one. Any free port is used.',
  },
  redirectUris: { label: 'Registered redirect URIs', help: 'Add this address to your app.' },
  redirectUri: {
    label: 'Redirect URI',
    help: 'As registered, character for character. On this computer (http://127.0.0.1 or http://localhost, with a port) Stowkey listens there; elsewhere you paste the address that the browser ends at.',
  },
  redirectToPaste: {
    label: 'Redirect URI to register',
    help: 'Register it character for character. After signing in, copy the address of the page you end at.',
  },
  scopes: { label: 'Permissions to ask for' },
  refreshToken: {
    label: 'Refresh token',
    help: 'If you have one already: Stowkey uses it and opens no browser.',
  },
  withoutPkce: {
    label: 'Leave out PKCE',
    help: 'For servers that refuse parameters they do not know. Less safe.',
  },
});
