import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

/** Words for what a tool or the command line is told when it asks for an account. */
export const wordsForTools = messages('errors/tools', {
  'account.unknown': say(
    'No account of that name',
    'No account is called so, and none begins so.',
    'Run “stowkey list” to see them.',
  ),
  'account.ambiguous': say(
    'Several accounts are called so: {matches}',
    'The name, or its beginning, fits more than one account.',
    'Write the whole name, or the id that “stowkey list --json” shows.',
  ),
  'account.without-s3-keys': say(
    'This account has no S3 keys, only an access token',
    'It signs in with a token, which AWS tools cannot use.',
    'Ask for it with “stowkey token”.',
  ),
  'account.without-token': say(
    'This account has no access token, only S3 keys',
    'It works with S3 keys.',
    'Ask for them with “stowkey env” or “stowkey exec”.',
  ),
  'account.expired': say(
    'This account has expired',
    'Stowkey does not renew it by itself.',
    'Choose Renew in Stowkey.',
  ),
  'consumer.unknown': say(
    'This tool may not ask Stowkey',
    'Its token is not known: it was never given access, or the access was taken back.',
    'Give it access anew in Stowkey.',
  ),
  'consumer.not-allowed': say(
    'This tool has no access to that account',
    'It was given other accounts, or none.',
    'Give it access in Stowkey, in the details of the account.',
  ),
  'consumer.refused': say(
    'You refused this tool',
    'It asked for an account, and got nothing.',
    'Run it again in a minute to be asked again.',
  ),
  'consumer.refused-before': say(
    'You refused this tool less than a minute ago',
    'Stowkey did not ask again, and it got nothing.',
    'Run it again in a minute, or change its access in Stowkey under “Tools”.',
  ),
  'consumer.unanswered': say(
    'Nobody allowed this tool',
    'Stowkey asked, and got no answer in time.',
    'Open Stowkey, then run the tool again.',
  ),
  'assistant.upload-outside': say(
    'This assistant may not upload there',
    'It was given one bucket and prefix for uploads, or none.',
    'Upload to the place that list_accounts names, or give it access anew in Stowkey under “Tools”.',
  ),
  'assistant.too-large': say(
    'That is too large to upload',
    'An assistant uploads 1 MiB as one object at most.',
    'Upload it in parts, or by a storage tool.',
  ),
  'agent.busy': say(
    'Not ready yet',
    'Stowkey is still renewing the account, or waits for your answer.',
    'Try again in a moment.',
  ),
  'agent.port-taken': say(
    'Port {port} is taken',
    'Tools were told to ask there, and another program listens on it.',
    'Close that program, or revoke the tools that ask there and give them access anew.',
  ),
  'agent.without-display': say(
    'No display',
    'Stowkey runs without one, so it has neither a window nor a clipboard.',
    'Start it in your desktop, then try again.',
  ),
  'agent.leaving': say('Stowkey is closing', 'Nothing was handed out.', 'Try again in a moment.'),
} satisfies Readonly<Record<string, Wording>>);
