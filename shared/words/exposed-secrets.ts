import type { ExposedFileKind, ExposedFinding, SkipReason } from '../exposed-secrets.ts';

const exposedKindNames: Readonly<Record<ExposedFileKind, string>> = {
  'aws-credentials': 'AWS credentials',
  'aws-config': 'AWS config',
  rclone: 'rclone',
  s3cmd: 's3cmd',
  mc: 'MinIO client',
  s3fs: 's3fs password file',
  duckdb: 'DuckDB',
  cyberduck: 'Cyberduck',
  shell: 'Shell start file',
  dotenv: 'Environment file',
};

/** What to do instead, where no reference of ours can stand in the file. */
const instead: Readonly<Record<ExposedFileKind, string>> = {
  'aws-credentials':
    'Remove these lines, and give the account a profile with “Use with AWS tools”.',
  'aws-config': 'Remove these lines, and give the account a profile with “Use with AWS tools”.',
  rclone: 'Move this key under its remote, then look again.',
  s3cmd:
    's3cmd can only read keys from its file. Remove them where you can do with the AWS command line or rclone.',
  mc: 'Remove the alias, and copy the account as “MC_HOST” for one session when you need it.',
  s3fs: 's3fs can only read keys from its file. Remove the line where rclone’s mount will do, which takes a profile.',
  duckdb:
    'Drop the secret, and copy the account as “DuckDB” for a secret that names its AWS profile.',
  cyberduck: 'Remove the password there, and let Cyberduck keep it in the keychain.',
  shell: 'Remove the lines, and start programs with “stowkey exec NAME -- COMMAND”.',
  dotenv: 'Remove the lines, and start the program with “stowkey exec NAME -- COMMAND”.',
};

const skipTexts: Readonly<Record<SkipReason, string>> = {
  'link-out': 'a link that leads out of its folder',
  'not-a-file': 'not a regular file',
  'too-large': 'larger than 1 MB',
  binary: 'not text',
  unreadable: 'not readable for you',
};

const count = (number: number, one: string, many: string): string =>
  number === 1 ? `1 ${one}` : `${number} ${many}`;

export const exposedWords = {
  title: 'Keys in plain text',
  back: 'Back to accounts',
  open: 'Look for keys in plain text…',
  lead: 'Stowkey looks where tools keep keys in files, on this computer only. Nothing is sent anywhere, and no key is shown.',
  where:
    'AWS credentials and config, rclone, s3cmd, MinIO client, s3fs, DuckDB, Cyberduck, the start files of shells, and .env files of folders that you add.',
  again: 'Look again',
  addFolder: 'Add folder…',
  searching: 'Looking…',
  found: (findings: number, files: number): string =>
    `${count(findings, 'key', 'keys')} found in ${count(files, 'file', 'files')}`,
  none: (files: number): string => `No keys found in ${count(files, 'file', 'files')}`,
  noneText: 'Keys may still lie elsewhere: add the folders of your projects to look there too.',
  folders: (folders: readonly string[]): string => `Also looked in ${folders.join(', ')}`,
  cutShort: {
    title: 'Not everything was looked at',
    text: 'There were too many files. Add a smaller folder to look there.',
  },
  notCompared: {
    title: 'The keychain could not be read',
    text: 'Whether these keys are of your accounts is not known until it is unlocked. Unlock it, then look again.',
  },
  skipped: (files: number): string => `${count(files, 'file was', 'files were')} not looked into`,
  skippedLine: (file: string, reason: SkipReason): string => `${file}: ${skipTexts[reason]}`,
  place: ({ file, line }: Pick<ExposedFinding, 'file' | 'line'>): string => `${file}, line ${line}`,
  key: ({ kind, name, keyEnding }: ExposedFinding): string =>
    [
      exposedKindNames[kind],
      ...(name === null ? [] : [name]),
      ...(keyEnding === '' ? [] : [`key ID ends in ${keyEnding}`]),
    ].join(' · '),
  ours: (label: string): string => `Key of ${label}`,
  unknown: 'Not in Stowkey',
  notKnown: 'Not compared',
  backup:
    'A copy from before a change of Stowkey. Delete the file once everything works without the key.',
  advice: (kind: ExposedFileKind): string => instead[kind],
  replace: 'Replace…',
  take: 'Take into keychain…',
  of: (place: string): string => `the key in ${place}`,
  dialog: {
    title: 'Replace this key?',
    text: (file: string): string =>
      `The key’s lines in ${file} give way to a reference to Stowkey, and tools get the key from there.`,
    profile: ({ name, file }: { readonly name: string; readonly file: string }): string =>
      `For it, the profile ${name} is added to ${file}.`,
    backup:
      'The file as it is now is kept beside it, with the key. Delete that copy once everything works.',
    place: (linesBefore: number): string =>
      `From line ${linesBefore + 1}. Everything else stays as it is.`,
    write: 'Replace',
    cancel: 'Cancel',
  },
  replaced: (file: string): string => `${file} holds a reference to Stowkey now.`,
  undo: 'Undo',
  undone: (file: string): string => `${file} is as it was before.`,
  offer: {
    title: 'Are there more keys on this computer?',
    text: 'Tools often keep them in plain files, where every program can read them. Stowkey can look for them and take them into the keychain.',
    look: 'Look for keys…',
    later: 'Not now',
  },
} as const;
