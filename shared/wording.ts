import type { FieldProblem } from './result.ts';
import type { CopyFormat, OperationView, Prompt, StepId } from './schemas.ts';

/** Words for a step of a long operation: while it waits or runs, and once it is done. */
export const stepWording: Readonly<Record<StepId, { doing: string; done: string }>> = {
  'check-input': { doing: 'Check your answers', done: 'Answers checked' },
  'open-listener': { doing: 'Get ready for the browser', done: 'Ready for the browser' },
  discover: { doing: 'Ask the server where to go', done: 'Server found' },
  'register-client': { doing: 'Register with the server', done: 'Registered with the server' },
  'wait-for-browser': { doing: 'Wait for your browser', done: 'Browser came back' },
  'wait-for-device': { doing: 'Wait for the code to be entered', done: 'Code entered' },
  'review-grant': { doing: 'Review what was granted', done: 'Access grant accepted' },
  'exchange-code': { doing: 'Trade the code for access', done: 'Access received' },
  'exchange-grant': { doing: 'Get storage keys', done: 'Storage keys received' },
  'refresh-tokens': { doing: 'Renew the access', done: 'Access renewed' },
  'get-temporary-keys': { doing: 'Get temporary keys', done: 'Temporary keys received' },
  identify: { doing: 'Look up the account', done: 'Account found' },
  save: { doing: 'Store in the keychain', done: 'Stored in the keychain' },
  verify: { doing: 'Try whether it works', done: 'It works' },
  revoke: { doing: 'End it at the provider', done: 'Ended at the provider' },
  delete: { doing: 'Delete from the keychain', done: 'Deleted from the keychain' },
};

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
    running: 'Connecting again',
    done: 'Connected again',
    failed: 'Connecting again did not work',
    cancelled: 'Connecting again was cancelled',
  },
  refresh: {
    running: 'Getting fresh keys',
    done: 'Keys are fresh',
    failed: 'The keys could not be refreshed',
    cancelled: 'Refreshing was cancelled',
  },
  verify: {
    running: 'Trying the keys',
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
    done: 'The access is renewed',
    failed: 'The access could not be renewed',
    cancelled: 'Renewing was cancelled',
  },
  verify: {
    running: 'Trying the access',
    done: 'The access works',
    failed: 'The access could not be verified',
    cancelled: 'Verifying was cancelled',
  },
};

/** Gives the title of an operation on the account of this name. */
export const describeOperation = (
  { kind, status }: Pick<OperationView, 'kind' | 'status'>,
  account: { readonly name: string; readonly holdsTokens: boolean },
): string => {
  const words =
    (account.holdsTokens ? tokenOperationWording[kind] : null) ?? operationWording[kind];
  return words[status].replace('{name}', () => account.name);
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
  'api-key': {
    title: 'Enter the API key',
    text: 'The one in the keychain is gone or no longer works.',
    label: 'API key',
  },
};

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

/** Names of what can be copied: in menus (`label`), and at the start of a sentence (`noun`). */
export const copyFormatWording: Readonly<
  Record<CopyFormat, { label: string; noun: string; hint: string | null }>
> = {
  'access-key-id': { label: 'Access key', noun: 'Access key', hint: null },
  'secret-access-key': { label: 'Secret key', noun: 'Secret key', hint: null },
  endpoint: { label: 'Endpoint', noun: 'Endpoint', hint: null },
  region: { label: 'Region', noun: 'Region', hint: null },
  'env-sh': {
    label: 'Environment variables',
    noun: 'Environment variables',
    hint: 'export AWS_… lines for a shell',
  },
  'aws-profile': {
    label: 'AWS profile',
    noun: 'AWS profile',
    hint: 'A section for ~/.aws/credentials',
  },
  json: { label: 'JSON', noun: 'JSON', hint: 'All values in one object' },
  'access-token': { label: 'Access token', noun: 'Access token', hint: null },
  'authorization-header': {
    label: 'Authorization header',
    noun: 'Authorization header',
    hint: 'Authorization: Bearer … for HTTP tools',
  },
  'connection-id': { label: 'Connection ID', noun: 'Connection ID', hint: null },
  'connection-id-env': {
    label: 'CONNECTION_ID=…',
    noun: 'CONNECTION_ID line',
    hint: 'A line for a .env file',
  },
};
