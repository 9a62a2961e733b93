import { messages, says } from './messages.ts';
import { enumerated } from './sentences.ts';
/** Stands in the marker above a profile's lines in the AWS config file. */
export const betweenMarkers = 'do not edit between these lines';

/** The command that shows that a profile works. */
export const listCommand = (profile: string): string => `aws s3 ls --profile ${profile}`;

/** What tells a person about profiles for AWS tools. */
export const awsProfileWords = messages('aws-profiles', {
  open: 'Use with AWS tools…',
  panel: 'AWS profiles',
  none: 'With a profile, aws, boto3, rclone and other tools take fresh keys from Stowkey by themselves. No key is written into a file.',
  dialog: says('Use {account} with AWS tools', (account: string) => ({ account })),
  name: 'Profile name',
  nameHelp: says('Tools take it by this name, as in: {command}', (name: string) => ({
    command: listCommand(name || '…'),
  })),
  place: says(
    '{line, plural, =0 {At the beginning} one {After line #} other {After line #}}. Everything else stays as it is; no key is in these lines.',
    (line: number) => ({ line }),
  ),
  same: 'The file has this profile already.',
  changed: 'The file has changed meanwhile. Look once more, then add it.',
  add: 'Add profile',
  done: says('Profile {name} is ready', (name: string) => ({ name })),
  doneText: says('It stands in {file}. Try it in a terminal:', (file: string) => ({ file })),
  undone: says('{file} is as it was before.', (file: string) => ({ file })),
  removed: says('Profile {name} removed.', (name: string) => ({ name })),
  left: {
    title: 'Profiles without an account',
    text: says(
      'Their accounts were disconnected, so tools that use them get nothing. Their lines still stand in {file}.',
      (file: string) => ({ file }),
    ),
    remove: says('Remove profile {name}', (name: string) => ({ name })),
  },
  disconnect: says(
    'Remove {count, plural, one {its profile {names}} other {its profiles {names}}} from {file} as well',
    (names: readonly string[], file: string) => ({
      count: names.length,
      names: enumerated(names),
      file,
    }),
  ),
});
