import type { Prompt } from '../schemas.ts';

export type ConfirmPromptKind = Extract<Prompt['kind'], 'review-account' | 'without-pkce'>;

/** Asks what is answered by yes or no. `{name}` is the account or the server. */
export const confirmPromptWording: Readonly<
  Record<ConfirmPromptKind, { title: string; text: string; accept: string; refuse: string }>
> = {
  'review-account': {
    title: 'Did you sign in as {name}?',
    text: 'The provider’s answer bears no mark of the sign-in you started, so it could be another person’s. Nothing is saved yet.',
    accept: 'Yes, keep it',
    refuse: 'Discard',
  },
  'without-pkce': {
    title: '{name} refused the request',
    text: 'It may not know PKCE, an extra protection that Stowkey asks for. You can sign in once more without it.',
    accept: 'Try without',
    refuse: 'Give up',
  },
};

type SecretKind = Extract<Prompt, { kind: 'secret' }>['secret'];

/** Asks for a secret that is not stored. */
export const secretPromptWording: Readonly<
  Record<SecretKind, { title: string; text: string; label: string }>
> = {
  passphrase: {
    title: 'Enter your encryption passphrase',
    text: 'It is used once to make the access grant and is not stored. Use the same passphrase as before, or files stored earlier stay unreadable with the new keys.',
    label: 'Encryption passphrase',
  },
  'access-grant': {
    title: 'Paste the new access grant',
    text: 'It takes the place of the stored one. Stowkey shows what it allows before anything changes.',
    label: 'Access grant',
  },
  'client-secret': {
    title: 'Enter the client secret',
    text: 'It is not in the keychain, so it is asked for when signing in again.',
    label: 'Client secret',
  },
  'mfa-code': {
    title: 'Enter the code of your MFA device',
    text: 'The six digits that your authenticator shows now. Each code works once.',
    label: 'MFA code',
  },
  'private-key': {
    title: 'Paste the private key',
    text: 'It signs this request and is not stored. PEM and JWK both work.',
    label: 'Private key',
  },
  's3-keys': {
    title: 'Paste the new keys',
    text: 'As environment variables, AWS credentials, JSON or CSV. They take the place of the stored ones once they are known to work.',
    label: 'New keys',
  },
  's3-bucket': {
    title: 'Name a bucket that the keys open',
    text: 'The server answers good and wrong keys alike when they may not list buckets. A bucket proves them, and is remembered for the next time.',
    label: 'Bucket',
  },
  'api-key': {
    title: 'Enter the API key',
    text: 'The one in the keychain is gone or no longer works.',
    label: 'API key',
  },
};
