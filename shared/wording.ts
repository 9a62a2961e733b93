import type { FieldProblem } from './result.ts';
import type { OperationView, Prompt, StepId } from './schemas.ts';

type StepWords = { readonly doing: string; readonly done: string };

const stepWording: Readonly<Record<StepId, StepWords>> = {
  'check-input': { doing: 'Check your answers', done: 'Answers checked' },
  'open-listener': { doing: 'Open browser', done: 'Browser ready' },
  discover: { doing: 'Ask the server where to go', done: 'Server found' },
  'register-client': { doing: 'Register with the server', done: 'Registered with the server' },
  'wait-for-browser': { doing: 'Wait for your browser', done: 'Signed in' },
  'wait-for-device': { doing: 'Wait for the code to be entered', done: 'Code entered' },
  'review-grant': { doing: 'Review what was granted', done: 'Access grant accepted' },
  'exchange-code': { doing: 'Finish sign-in', done: 'Sign-in finished' },
  'exchange-grant': { doing: 'Get storage keys', done: 'Storage keys received' },
  'refresh-tokens': { doing: 'Renew the access', done: 'Access renewed' },
  'get-temporary-keys': { doing: 'Get temporary keys', done: 'Temporary keys received' },
  identify: { doing: 'Look up the account', done: 'Account found' },
  save: { doing: 'Store in the keychain', done: 'Stored in the keychain' },
  verify: { doing: 'Check the keys', done: 'The keys work' },
  revoke: { doing: 'End it at the provider', done: 'Ended at the provider' },
  delete: { doing: 'Delete from the keychain', done: 'Deleted from the keychain' },
};

/** Words for a step of a long operation: while it waits or runs, and once it is done. */
export const stepWords = (step: StepId, holdsTokens: boolean): StepWords =>
  holdsTokens && step === 'verify'
    ? { doing: 'Check the access', done: 'The access works' }
    : stepWording[step];

type OperationWords = Readonly<Record<OperationView['status'], string>>;

/** Titles of an operation while it runs and after each way it can end. `{name}` is the account. */
const operationWording: Readonly<Record<OperationView['kind'], OperationWords>> = {
  connect: {
    running: 'Connecting {name}',
    done: '{name} is connected',
    failed: '{name} could not be connected',
    cancelled: 'Connecting was cancelled',
  },
  reconnect: {
    running: 'Signing in again',
    done: 'Signed in again',
    failed: 'Could not sign in again',
    cancelled: 'Signing in again was cancelled',
  },
  refresh: {
    running: 'Getting new keys',
    done: 'New keys saved',
    failed: 'The keys could not be refreshed',
    cancelled: 'Refreshing was cancelled',
  },
  verify: {
    running: 'Checking the keys',
    done: 'The keys work',
    failed: 'The keys could not be verified',
    cancelled: 'Verifying was cancelled',
  },
  disconnect: {
    running: 'Disconnecting',
    done: 'Disconnected',
    failed: 'Disconnecting did not work',
    cancelled: 'Disconnecting was cancelled',
  },
};

/** What is said otherwise of accounts that hold tokens and no keys. */
const tokenOperationWording: Readonly<Partial<Record<OperationView['kind'], OperationWords>>> = {
  refresh: {
    running: 'Renewing the access',
    done: 'Access renewed',
    failed: 'The access could not be renewed',
    cancelled: 'Renewing was cancelled',
  },
  verify: {
    running: 'Checking the access',
    done: 'The access works',
    failed: 'The access could not be verified',
    cancelled: 'Verifying was cancelled',
  },
};

/** What is said otherwise of accounts whose keys were pasted: nobody signs in to them. */
const pastedReconnectWording: OperationWords = {
  running: 'Replacing the keys',
  done: 'New keys saved',
  failed: 'The keys could not be replaced',
  cancelled: 'Replacing the keys was cancelled',
};

/** Gives the title of an operation on the account of this name. */
export const describeOperation = (
  { kind, status }: Pick<OperationView, 'kind' | 'status'>,
  account: {
    readonly name: string;
    readonly holdsTokens: boolean;
    /** Its keys were made elsewhere and pasted, rather than given to a sign-in. */
    readonly pasted?: boolean;
  },
): string => {
  const words =
    account.pasted === true && kind === 'reconnect'
      ? pastedReconnectWording
      : ((account.holdsTokens ? tokenOperationWording[kind] : null) ?? operationWording[kind]);
  return words[status].replace('{name}', () => account.name);
};

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

/** Writes a field's label as a part of a sentence: `Client ID` becomes `client ID`. */
export const inSentence = (label: string): string =>
  /^\p{Lu}\p{Ll}/u.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;

/** Joins names as a sentence does: `a`, `a and b`, `a, b and c`. */
export const listInSentence = (names: readonly string[]): string =>
  names.length < 2
    ? names.join('')
    : `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;

/** What is wrong with one field, as a sentence to show beside it. */
export const fieldProblemWording: Readonly<Record<FieldProblem, string>> = {
  required: 'Fill this in to continue.',
  'too-long': 'This is longer than it can be. Check that only the value was pasted.',
  'not-a-url': 'Enter a whole address, such as https://example.com.',
  'not-https': 'The address has to start with https://.',
  'not-loopback': 'Addresses that start with http:// work for this computer only (127.0.0.1).',
  'out-of-range': 'This number is outside the allowed range.',
  'not-a-choice': 'Choose one of the options.',
  'bad-format': 'This does not look right. Check for missing or extra characters.',
  refused: 'This was not accepted. Check it, or enter another one.',
  'other-key': 'This looks like the other key of the pair.',
};

/** Describes one field's problem; names the range when the field has one. */
export const describeFieldProblem = (
  problem: FieldProblem,
  range?: {
    readonly minimum: number;
    readonly maximum: number;
    readonly unit?: string | undefined;
  },
): string =>
  problem === 'out-of-range' && range !== undefined
    ? `Enter a number from ${range.minimum} to ${range.maximum}${range.unit ? ` ${range.unit}` : ''}.`
    : fieldProblemWording[problem];
