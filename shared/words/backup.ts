import type { ForgetResult, LeftKind } from '../forget.ts';
import type { CopyState } from '../schemas.ts';
import { describeError } from './errors.ts';
import { accountsText } from './status.ts';

/** The view of what goes to another computer or is to be gone from this one. */
export const backupWords = {
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
} as const;

export const saveBackupWords = {
  title: 'Back up accounts',
  which: 'Accounts',
  all: (count: number) => `All ${accountsText(count)}`,
  some: 'Some of them',
  noneChosen: 'Choose at least one account.',
  lock: 'Encrypt',
  passphrase: {
    way: 'With a passphrase',
    label: 'Passphrase',
    help: 'Whoever has the file can try passphrases for as long as they like: take five random words, or have a password manager make one.',
    again: 'Passphrase again',
    tooShort: (least: number) => `Use at least ${least} characters.`,
    differs: 'The two are not the same.',
  },
  key: {
    way: 'For a public key',
    help: 'Only whoever has the private half can open it: RSA, or P-256, P-384 or P-521, as PEM or JWK.',
    choose: 'Choose key…',
    chosen: (fileName: string, fingerprint: string) => `${fileName}, SHA-256 ${fingerprint}`,
    missing: 'Choose a public key.',
  },
  save: 'Save backup…',
  saving: 'Saving…',
  done: {
    title: 'Backup saved',
    text: (fileName: string, accounts: number) => `${accountsText(accounts)} in ${fileName}.`,
    passphrase: 'Nobody can open it without the passphrase. Keep the two apart.',
    key: 'Only the private key opens it. Keep that one in another place.',
    leftOut: 'Left out, because their secret is gone or damaged here. Sign in to them again first:',
    close: 'Done',
  },
} as const;

export const restoreWords = {
  title: (fileName: string) => `Restore ${fileName}`,
  about: (accounts: number, moment: string, ago: string) =>
    `${accountsText(accounts)}, saved ${moment} (${ago}).`,
  passphrase: 'Passphrase',
  keyText: 'It was encrypted for a key. Choose the file with its private half.',
  keyPassphrase: 'Passphrase of the private key',
  open: 'Open backup',
  openWithKey: 'Choose private key…',
  opening: 'Opening…',
  list: 'Accounts in the backup',
  include: (label: string) => `Restore ${label}`,
  states: {
    new: 'New here',
    same: 'Here already, the same',
    differs: 'Here already, with other keys',
    unfit: 'This version cannot use it',
  } satisfies Readonly<Record<CopyState, string>>,
  hereAs: (label: string, here: string, backup: string) =>
    `Here as “${label}”, changed ${here}. In the backup: ${backup}.`,
  double: (label: string) => `What to do with ${label}`,
  choices: {
    skip: 'Keep the one here',
    replace: 'Replace it by the one in the backup',
    add: 'Keep both',
  },
  once: 'Works on one computer only',
  onceTitle: 'Some sign-ins work on one computer only',
  onceText: (count: number) =>
    `${count === 1 ? 'One account has' : `${count} accounts have`} a sign-in that is replaced each time it is renewed. If the other computer goes on using it, sign in again on one of the two.`,
  brought: (name: string) => `${name} comes with the backup`,
  contacts: (hosts: readonly string[]) =>
    `It is a provider that you or somebody else added. Its accounts contact: ${hosts.join(', ')}.`,
  more: (count: number) => `And ${accountsText(count)} more, treated as they are above.`,
  restore: (count: number) =>
    count === 0 ? 'Nothing to restore' : `Restore ${accountsText(count)}`,
  restoring: 'Restoring…',
  cancel: 'Cancel',
  done: (added: number, replaced: number) =>
    replaced === 0
      ? `${accountsText(added)} restored.`
      : `${accountsText(added)} restored, ${replaced} replaced.`,
} as const;

export const forgetWords = {
  title: 'Forget everything',
  text: 'Before you give this computer away, or stop using Stowkey: deletes what it keeps, here and in the keychain.',
  open: 'Forget everything…',
  dialog: {
    title: 'Forget everything?',
    lead: 'This cannot be undone. These go:',
    accounts: (count: number, keychain: string) =>
      `${accountsText(count)}, with their keys in ${keychain}`,
    tools: (count: number) => `The access of ${count === 1 ? 'one tool' : `${count} tools`}`,
    templates: (count: number) =>
      count === 1 ? 'One provider that you added' : `${count} providers that you added`,
    vault: (file: string) => `The vault file, ${file}, and those set aside`,
    command: (link: string) => `The command line, ${link}`,
    files: 'The list of accounts, the settings, the activity and the log',
    revokes: 'End the sign-ins at the providers too',
    revokesHelp: (count: number) =>
      `${count === 1 ? 'One provider lets' : `The providers of ${count} accounts let`} Stowkey do that. The others are ended on their own pages; keys stay valid until you delete them there.`,
    revokesNone:
      'No provider here lets Stowkey end a sign-in. Keys stay valid until you delete them there.',
    profiles: (count: number, file: string) =>
      `Take ${count === 1 ? 'the profile' : `${count} profiles`} out of ${file}`,
    profilesHelp: (names: readonly string[]) =>
      `Without their accounts they give no keys: ${names.join(', ')}. The file as it was is kept beside it.`,
    confirm: (word: string) => `Type “${word}” to confirm`,
    word: 'forget everything',
    notTyped: (word: string) => `Type “${word}”, and nothing else.`,
    cancel: 'Cancel',
    forget: 'Forget everything',
    forgetting: 'Forgetting…',
    progress: (left: number) => (left === 0 ? 'Clearing up…' : `${accountsText(left)} to go.`),
  },
  done: {
    title: 'Everything is forgotten',
    someLeft: 'Not everything could be forgotten',
    text: 'Stowkey keeps nothing any more. Backups that you saved and the copies beside changed files are yours to delete.',
    leftText:
      'This stayed. Accounts that could not be deleted are still in the list; try again once the cause is gone.',
    close: 'Done',
  },
} as const;

/** Names what stayed; the reason follows it. */
const leftNames: Readonly<Record<LeftKind, (name: string) => string>> = {
  account: (name) => (name === '' ? 'Keys of accounts that could not be read' : `Account ${name}`),
  'sign-in': (name) => `The sign-in of ${name} at its provider (it is gone here)`,
  profile: (name) => `The profile ${name}`,
  tool: (name) => (name === '' ? 'The list of tools' : `The access of ${name}`),
  template: (name) => `The provider ${name}`,
  script: (name) => `The script ${name}`,
  command: () => 'The link to the command line',
  'keychain-mark': () => 'Stowkey’s own item in the keychain',
  vault: (file) => `The vault file ${file}`,
  list: () => 'The list of accounts',
  settings: () => 'The settings',
  activity: () => 'The activity',
  log: () => 'The log',
};

/** What stayed for a reason that is not just a file that could not be removed. */
const hasReason: ReadonlySet<LeftKind> = new Set([
  'account',
  'sign-in',
  'profile',
  'keychain-mark',
]);

export const leftWords = ({ kind, name, code }: ForgetResult['left'][number]): string =>
  hasReason.has(kind)
    ? `${leftNames[kind](name)}: ${describeError({ code, params: {} }).title}`
    : leftNames[kind](name);
