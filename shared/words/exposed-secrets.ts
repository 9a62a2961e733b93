import type { ExposedFileKind, ExposedFinding, SkipReason } from '../exposed-secrets.ts';
import { messages, says } from './messages.ts';
import { enumerated } from './sentences.ts';

const exposedKindNames: Readonly<Record<ExposedFileKind, string>> = messages(
  'exposed-secrets.kinds',
  {
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
  },
);

/** What to do instead, where no reference of ours can stand in the file. */
export const instead: Readonly<Record<ExposedFileKind, string>> = messages(
  'exposed-secrets.instead',
  {
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
  },
);

const skipTexts: Readonly<Record<SkipReason, string>> = messages('exposed-secrets.skips', {
  'link-out': 'a link that leads out of its folder',
  'not-a-file': 'not a regular file',
  'too-large': 'larger than 1 MB',
  binary: 'not text',
  unreadable: 'not readable for you',
});

export const exposedWords = messages('exposed-secrets', {
  title: 'Keys in plain text',
  back: 'Back to accounts',
  open: 'Look for keys in plain text…',
  lead: 'Stowkey looks where tools keep keys in files, on this computer only. Nothing is sent anywhere, and no key is shown.',
  where:
    'AWS credentials and config, rclone, s3cmd, MinIO client, s3fs, DuckDB, Cyberduck, the start files of shells, and .env files of folders that you add.',
  again: 'Look again',
  addFolder: 'Add folder…',
  searching: 'Looking…',
  found: says(
    '{findings, plural, one {# key} other {# keys}} found in {files, plural, one {# file} other {# files}}',
    (findings: number, files: number) => ({ findings, files }),
  ),
  none: says('No keys found in {files, plural, one {# file} other {# files}}', (files: number) => ({
    files,
  })),
  noneText: 'Keys may still lie elsewhere: add the folders of your projects to look there too.',
  folders: says('Also looked in {folders}', (folders: readonly string[]) => ({
    folders: enumerated(folders),
  })),
  cutShort: {
    title: 'Not everything was looked at',
    text: 'There were too many files. Add a smaller folder to look there.',
  },
  notCompared: {
    title: 'The keychain could not be read',
    text: 'Whether these keys are of your accounts is not known until it is unlocked. Unlock it, then look again.',
  },
  skipped: says(
    '{files, plural, one {# file was} other {# files were}} not looked into',
    (files: number) => ({ files }),
  ),
  skippedLine: says('{file}: {reason}', (file: string, reason: SkipReason) => ({
    file,
    reason: skipTexts[reason],
  })),
  place: says('{file}, line {line}', ({ file, line }: Pick<ExposedFinding, 'file' | 'line'>) => ({
    file,
    line,
  })),
  keyEnding: says('key ID ends in {ending}', (ending: string) => ({ ending })),
  ours: says('Key of {label}', (label: string) => ({ label })),
  unknown: 'Not in Stowkey',
  notKnown: 'Not compared',
  backup:
    'A copy from before a change of Stowkey. Delete the file once everything works without the key.',
  replace: 'Replace…',
  take: 'Take into keychain…',
  of: says('the key in {place}', (place: string) => ({ place })),
  dialog: {
    title: 'Replace this key?',
    text: says(
      'The key’s lines in {file} give way to a reference to Stowkey, and tools get the key from there.',
      (file: string) => ({ file }),
    ),
    profile: says(
      'For it, the profile {name} is added to {file}.',
      ({ name, file }: { readonly name: string; readonly file: string }) => ({ name, file }),
    ),
    backup:
      'The file as it is now is kept beside it, with the key. Delete that copy once everything works.',
    place: says('From line {line}. Everything else stays as it is.', (linesBefore: number) => ({
      line: linesBefore + 1,
    })),
    write: 'Replace',
    cancel: 'Cancel',
  },
  replaced: says('{file} holds a reference to Stowkey now.', (file: string) => ({ file })),
  undo: 'Undo',
  undone: says('{file} is as it was before.', (file: string) => ({ file })),
  offer: {
    title: 'Are there more keys on this computer?',
    text: 'Tools often keep them in plain files, where every program can read them. Stowkey can look for them and take them into the keychain.',
    look: 'Look for keys…',
    later: 'Not now',
  },
});

/** Names a key that was found, by where it is of use and how it ends. */
export const exposedKey = ({ kind, name, keyEnding }: ExposedFinding): string =>
  [
    exposedKindNames[kind],
    ...(name === null ? [] : [name]),
    ...(keyEnding === '' ? [] : [exposedWords.keyEnding(keyEnding)]),
  ].join(' · ');
