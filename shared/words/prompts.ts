import type { Prompt } from '../schemas.ts';
import { messages, says } from './messages.ts';

export type ConfirmPromptKind = Extract<Prompt['kind'], 'review-account' | 'without-pkce'>;

/** Asks what is answered by yes or no. The title names the account or the server. */
export const confirmPromptWording: Readonly<
  Record<
    ConfirmPromptKind,
    { title: (name: string) => string; text: string; accept: string; refuse: string }
  >
> = messages('prompts.confirm', {
  'review-account': {
    title: says('Did you sign in as {name}?', (name: string) => ({ name })),
    text: 'The provider’s answer bears no mark of the sign-in you started, so it could be another person’s. Nothing is saved yet.',
    accept: 'Yes, keep it',
    refuse: 'Discard',
  },
  'without-pkce': {
    title: says('{name} refused the request', (name: string) => ({ name })),
    text: 'It may not know PKCE, an extra protection that Stowkey asks for. You can sign in once more without it.',
    accept: 'Try without',
    refuse: 'Give up',
  },
});

type TroublePromptKind = Extract<Prompt['kind'], 'retry-save' | 'keep-unchecked'>;

/** Asks what to do with what was received while something is in its way. */
export const troublePromptWording: Readonly<
  Record<TroublePromptKind, { title: string; note: string; accept: string; refuse: string }>
> = messages('prompts.trouble', {
  'retry-save': {
    title: 'The keys are here, but could not be saved',
    note: 'Nothing has to be done again in the browser: the keys wait here until they are saved.',
    accept: 'Save again',
    refuse: 'Give up',
  },
  'keep-unchecked': {
    title: 'The keys could not be checked',
    note: 'You can keep them as they are and check them later. Until then nobody knows if they work.',
    accept: 'Keep without checking',
    refuse: 'Discard',
  },
});

/** Words of the wait for the browser. */
export const browserPromptWords = messages('prompts.browser', {
  opened: {
    title: says('Continue at {host} in your browser', (host: string) => ({ host })),
    text: says(
      'Sign in there, check the address, and allow access. This window goes on by itself.',
      (host: string) => ({ host }),
    ),
  },
  notOpened: {
    title: says('Your browser did not open', (host: string) => ({ host })),
    text: says(
      'Copy the link and open it in a browser on this computer. It leads to {host}.',
      (host: string) => ({ host }),
    ),
  },
  cameBackWithoutState: {
    title: 'Your browser came back without the mark of this sign-in',
    text: says(
      'The answer bore no “state”, so it was not used. Finish in the tab that was opened last. If it happens every time, {host} does not send it back.',
      (host: string) => ({ host }),
    ),
  },
  paste: {
    label: 'Address of the page that could not be shown',
    help: says('It begins with {redirectUri}', (redirectUri: string) => ({ redirectUri })),
    empty: 'Paste the whole address first.',
  },
});

/** Words of the look at a grant before it is stored. */
export const reviewGrantWords = messages('prompts.reviewGrant', {
  title: 'Is this the access you just allowed?',
  verified: 'It belongs to the sign-in you started. Nothing is saved yet.',
  unverified: 'Check that this matches what you just approved. Nothing is saved yet.',
  otherKey: {
    title: 'The encryption key is not the one used before',
    text: 'A different passphrase was typed at the provider. With these keys, files stored earlier cannot be read. Discard it and try again with the earlier passphrase, unless you meant to change it.',
  },
});

type SecretKind = Extract<Prompt, { kind: 'secret' }>['secret'];

/** Asks for a secret that is not stored. */
export const secretPromptWording: Readonly<
  Record<SecretKind, { title: string; text: string; label: string }>
> = messages('prompts.secrets', {
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
});
