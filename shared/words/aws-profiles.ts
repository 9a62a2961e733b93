/** Stands in the marker above a profile's lines in the AWS config file. */
export const betweenMarkers = 'do not edit between these lines';

/** What tells a person about profiles for AWS tools. */
export const awsProfileWords = {
  open: 'Use with AWS tools…',
  panel: 'AWS profiles',
  none: 'With a profile, aws, boto3, rclone and other tools take fresh keys from Stowkey by themselves. No key is written into a file.',
  dialog: (account: string) => `Use ${account} with AWS tools`,
  name: 'Profile name',
  nameHelp: (name: string) =>
    `Tools take it by this name, as in: aws s3 ls --profile ${name || '…'}`,
  place: (linesBefore: number) =>
    `${linesBefore === 0 ? 'At the beginning' : `After line ${linesBefore}`}. Everything else stays as it is; no key is in these lines.`,
  same: 'The file has this profile already.',
  changed: 'The file has changed meanwhile. Look once more, then add it.',
  add: 'Add profile',
  done: (name: string) => `Profile ${name} is ready`,
  doneText: (file: string) => `It stands in ${file}. Try it in a terminal:`,
  undone: (file: string) => `${file} is as it was before.`,
  removed: (name: string) => `Profile ${name} removed.`,
  left: {
    title: 'Profiles without an account',
    text: (file: string) =>
      `Their accounts were disconnected, so tools that use them get nothing. Their lines still stand in ${file}.`,
    remove: (name: string) => `Remove profile ${name}`,
  },
  disconnect: (names: readonly string[], file: string) =>
    `Remove ${names.length === 1 ? `its profile ${names[0]}` : `its profiles ${names.join(', ')}`} from ${file} as well`,
} as const;

/** The command that shows that a profile works. */
export const listCommand = (profile: string): string => `aws s3 ls --profile ${profile}`;
