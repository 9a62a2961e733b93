import type { ForgetResult, LeftKind } from '../forget.ts';
import type { CopyState } from '../schemas.ts';
import { describeError } from './errors.ts';
import { messages, says } from './messages.ts';
import { enumerated } from './sentences.ts';

/** The view of what goes to another computer or is to be gone from this one. */
export const backupWords = messages('backup', {
  title: 'Backup',
  back: 'Back to accounts',
  save: {
    title: 'Back up accounts',
    text: 'One file with your accounts and their keys, encrypted with a passphrase or for a key of your own. Keep it where you keep other backups.',
    open: 'Back up…',
    none: 'There is no account yet.',
  },
  restore: {
    title: 'Restore from a backup',
    text: 'On a new computer, or after something was lost. You see what is in the file and choose what comes; nothing here is replaced unless you say so.',
    open: 'Restore…',
  },
});

export const saveBackupWords = messages('backup.saving', {
  title: 'Back up accounts',
  which: 'Accounts',
  all: says('{count, plural, one {All # account} other {All # accounts}}', (count: number) => ({
    count,
  })),
  some: 'Some of them',
  noneChosen: 'Choose at least one account.',
  lock: 'Encrypt',
  passphrase: {
    way: 'With a passphrase',
    label: 'Passphrase',
    help: 'Whoever has the file can try passphrases for as long as they like: take five random words, or have a password manager make one.',
    again: 'Passphrase again',
    tooShort: says('Use at least {least} characters.', (least: number) => ({ least })),
    differs: 'The two are not the same.',
  },
  key: {
    way: 'For a public key',
    help: 'Only whoever has the private half can open it: RSA, or P-256, P-384 or P-521, as PEM or JWK.',
    choose: 'Choose key…',
    chosen: says('{fileName}, SHA-256 {fingerprint}', (fileName: string, fingerprint: string) => ({
      fileName,
      fingerprint,
    })),
    missing: 'Choose a public key.',
  },
  save: 'Save backup…',
  saving: 'Saving…',
  done: {
    title: 'Backup saved',
    text: says(
      '{accounts, plural, one {# account} other {# accounts}} in {fileName}.',
      (fileName: string, accounts: number) => ({ fileName, accounts }),
    ),
    passphrase: 'Nobody can open it without the passphrase. Keep the two apart.',
    key: 'Only the private key opens it. Keep that one in another place.',
    leftOut: 'Left out, because their secret is gone or damaged here. Sign in to them again first:',
    close: 'Done',
  },
});

export const restoreWords = messages('backup.restoring', {
  title: says('Restore {fileName}', (fileName: string) => ({ fileName })),
  about: says(
    '{accounts, plural, one {# account} other {# accounts}}, saved {moment} ({ago}).',
    (accounts: number, moment: string, ago: string) => ({ accounts, moment, ago }),
  ),
  passphrase: 'Passphrase',
  keyText: 'It was encrypted for a key. Choose the file with its private half.',
  keyPassphrase: 'Passphrase of the private key',
  open: 'Open backup',
  openWithKey: 'Choose private key…',
  opening: 'Opening…',
  list: 'Accounts in the backup',
  include: says('Restore {label}', (label: string) => ({ label })),
  states: {
    new: 'New here',
    same: 'Here already, the same',
    differs: 'Here already, with other keys',
    unfit: 'This version cannot use it',
  } satisfies Readonly<Record<CopyState, string>>,
  hereAs: says(
    'Here as “{label}”, changed {here}. In the backup: {backup}.',
    (label: string, here: string, backup: string) => ({ label, here, backup }),
  ),
  double: says('What to do with {label}', (label: string) => ({ label })),
  choices: {
    skip: 'Keep the one here',
    replace: 'Replace it by the one in the backup',
    add: 'Keep both',
  },
  once: 'Works on one computer only',
  onceTitle: 'Some sign-ins work on one computer only',
  onceText: says(
    '{count, plural, =1 {One account has} one {# account has} other {# accounts have}} a sign-in that is replaced each time it is renewed. If the other computer goes on using it, sign in again on one of the two.',
    (count: number) => ({ count }),
  ),
  brought: says('{name} comes with the backup', (name: string) => ({ name })),
  contacts: says(
    'It is a provider that you or somebody else added. Its accounts contact: {hosts}.',
    (hosts: readonly string[]) => ({ hosts: enumerated(hosts) }),
  ),
  more: says(
    'And {count, plural, one {# account} other {# accounts}} more, treated as they are above.',
    (count: number) => ({ count }),
  ),
  restore: says(
    '{count, plural, =0 {Nothing to restore} one {Restore # account} other {Restore # accounts}}',
    (count: number) => ({ count }),
  ),
  restoring: 'Restoring…',
  cancel: 'Cancel',
  done: says(
    '{added, plural, one {# account} other {# accounts}} restored{replaced, plural, =0 {} one {, # replaced} other {, # replaced}}.',
    (added: number, replaced: number) => ({ added, replaced }),
  ),
});

export const forgetWords = messages('backup.forgetting', {
  title: 'Forget everything',
  text: 'Before you give this computer away, or stop using Stowkey: deletes what it keeps, here and in the keychain.',
  open: 'Forget everything…',
  dialog: {
    title: 'Forget everything?',
    lead: 'This cannot be undone. These go:',
    accounts: says(
      '{count, plural, one {# account} other {# accounts}}, with their keys in {keychain}',
      (count: number, keychain: string) => ({ count, keychain }),
    ),
    tools: says(
      'The access of {count, plural, =1 {one tool} one {# tool} other {# tools}}',
      (count: number) => ({ count }),
    ),
    templates: says(
      '{count, plural, =1 {One provider that you added} one {# provider that you added} other {# providers that you added}}',
      (count: number) => ({ count }),
    ),
    vault: says('The vault file, {file}, and those set aside', (file: string) => ({ file })),
    command: says('The command line, {link}', (link: string) => ({ link })),
    files: 'The list of accounts, the settings, the activity and the log',
    revokes: 'End the sign-ins at the providers too',
    revokesHelp: says(
      '{count, plural, =1 {One provider lets} one {The provider of # account lets} other {The providers of # accounts let}} Stowkey do that. The others are ended on their own pages; keys stay valid until you delete them there.',
      (count: number) => ({ count }),
    ),
    revokesNone:
      'No provider here lets Stowkey end a sign-in. Keys stay valid until you delete them there.',
    profiles: says(
      'Take {count, plural, =1 {the profile} one {# profile} other {# profiles}} out of {file}',
      (count: number, file: string) => ({ count, file }),
    ),
    profilesHelp: says(
      'Without their accounts they give no keys: {names}. The file as it was is kept beside it.',
      (names: readonly string[]) => ({ names: enumerated(names) }),
    ),
    confirm: says('Type “{word}” to confirm', (word: string) => ({ word })),
    word: 'forget everything',
    notTyped: says('Type “{word}”, and nothing else.', (word: string) => ({ word })),
    cancel: 'Cancel',
    forget: 'Forget everything',
    forgetting: 'Forgetting…',
    progress: says(
      '{left, plural, =0 {Clearing up…} one {# account to go.} other {# accounts to go.}}',
      (left: number) => ({ left }),
    ),
  },
  done: {
    title: 'Everything is forgotten',
    someLeft: 'Not everything could be forgotten',
    text: 'Stowkey keeps nothing any more. Backups that you saved and the copies beside changed files are yours to delete.',
    leftText:
      'This stayed. Accounts that could not be deleted are still in the list; try again once the cause is gone.',
    close: 'Done',
  },
});

const named = (name: string) => ({ name });

/** Names what stayed; the reason follows it. */
const leftNames: Readonly<Record<LeftKind, (name: string) => string>> = messages('backup.left', {
  account: says(
    '{unread, select, true {Keys of accounts that could not be read} other {Account {name}}}',
    (name: string) => ({ unread: name === '', name }),
  ),
  'sign-in': says('The sign-in of {name} at its provider (it is gone here)', named),
  profile: says('The profile {name}', named),
  tool: says(
    '{all, select, true {The list of tools} other {The access of {name}}}',
    (name: string) => ({ all: name === '', name }),
  ),
  template: says('The provider {name}', named),
  script: says('The script {name}', named),
  command: says('The link to the command line', named),
  'keychain-mark': says('Stowkey’s own item in the keychain', named),
  vault: says('The vault file {name}', named),
  list: says('The list of accounts', named),
  settings: says('The settings', named),
  activity: says('The activity', named),
  log: says('The log', named),
});

const because = messages('backup.because', {
  line: says('{what}: {reason}', (what: string, reason: string) => ({ what, reason })),
});

/** What stayed for a reason that is not just a file that could not be removed. */
const hasReason: ReadonlySet<LeftKind> = new Set([
  'account',
  'sign-in',
  'profile',
  'keychain-mark',
]);

export const leftWords = ({ kind, name, code }: ForgetResult['left'][number]): string =>
  hasReason.has(kind)
    ? because.line(leftNames[kind](name), describeError({ code, params: {} }).title)
    : leftNames[kind](name);
