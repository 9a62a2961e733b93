import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

const checkForm = 'Check what you entered and try again.';

/** Words for what goes wrong on this computer: the window, the keychain, the list, templates. */
export const wordsForThisComputer = messages('errors/this-computer', {
  'call.refused': say(
    'That was not possible',
    'Stowkey refused the request because it did not come from its own window.',
    'Restart Stowkey and try again.',
  ),
  'call.invalid-argument': say(
    'That was not possible',
    'Something in the request had an unexpected form, so nothing was changed.',
    checkForm,
  ),
  'call.rate-limited': say(
    'One moment',
    'That was asked for many times in a short while.',
    'Wait a few seconds, then try again.',
  ),

  internal: say(
    'Something went wrong inside Stowkey',
    'Your stored keys are not affected.',
    'Try again. If it keeps happening, restart Stowkey.',
  ),

  'input.invalid': say(
    'Some answers need another look',
    'Nothing has been sent yet.',
    'Correct the marked fields, then continue.',
  ),

  'connection.unknown': say(
    'This account is gone',
    'It was disconnected or removed in the meantime.',
    'Choose another one from the list.',
  ),
  'connection.busy': say(
    'This account is busy',
    'Another task for it is still running.',
    'Let it finish or cancel it, then try again.',
  ),
  'connection.needs-you': say(
    'Renewing this account needs you',
    'It asks for a sign-in or something else that only you have.',
    'Open the account and choose Renew.',
  ),
  'connection.unchecked': say(
    'Not checked yet',
    'Its server could not be reached when this account was added, so nobody knows yet whether it works.',
    'Choose Verify once the server can be reached.',
  ),
  'connection.unreadable-settings': say(
    'The settings of this account cannot be used',
    'They were changed by hand or by another version of Stowkey. Its keys and your other accounts are untouched.',
    'Disconnect this account, then connect it again.',
  ),

  'operation.cancelled': say(
    'Cancelled',
    'Nothing was saved or changed.',
    'Start again whenever you like.',
  ),
  'operation.unknown': say(
    'That task has already ended',
    'There is nothing left to answer.',
    'Start it again if you still need it.',
  ),

  'operation.stale-answer': say(
    'That question is no longer open',
    'It was answered or has gone by, so this answer was not used.',
    'Look at what the task asks now.',
  ),
  'provider.unknown': say(
    'This provider is not available',
    'This version of Stowkey does not know the provider of this account.',
    'Update Stowkey, then try again.',
  ),

  'provider.without-device-code': say(
    'This provider has no device codes',
    'It is connected in the window, through the browser or with keys.',
    'These have them: {ids}.',
  ),
  'connection.connected-already': say(
    'This account is connected already, as “{name}”',
    'Nothing was saved of the new sign-in.',
    'Add --replace to put the new sign-in in its place.',
  ),

  'keychain.locked': say(
    'Your keychain is locked',
    'Your keys are safe, but Stowkey cannot read or store any until the keychain is unlocked.',
    'Unlock it in “Passwords and Keys” (GNOME), KWalletManager (KDE) or KeePassXC. Then choose “Try again”.',
  ),
  'keychain.unavailable': say(
    'No keychain was found',
    'Stowkey keeps keys in the system’s keychain, and none is answering in this session.',
    'Install GNOME Keyring, KWallet or KeePassXC together with libsecret, sign out and in again, then choose “Try again”. Where there is none, use a vault file (“stowkey unlock --create”).',
  ),
  'keychain.timeout': say(
    'The keychain did not answer',
    'It may be waiting for you to unlock it in another window.',
    'Look for an unlock window behind this one, then choose “Try again”.',
  ),
  'keychain.missing': say(
    'The keys of this account are gone',
    'The keychain works, but no longer holds its entry. It was probably deleted in another program.',
    'Choose Sign in to get new keys, or disconnect it.',
  ),
  'keychain.corrupt': say(
    'The stored keys cannot be read',
    'The keychain entry of this account is damaged or was changed by another program. It was left as it is.',
    'Choose Sign in to get new keys.',
  ),
  'keychain.replaced': say(
    'This is not the keychain used before',
    'The keychain was reset or replaced, so keys stored earlier are not in it.',
    'If the earlier keychain is gone for good, start over with this one and sign in to each account again. Otherwise bring it back and choose “Try again”.',
  ),
  'keychain.too-large': say(
    'The keychain has no room for this',
    'What has to be stored is larger than this system’s keychain accepts.',
    'Use an access grant with fewer buckets and prefixes.',
  ),
  'keychain.invalid-value': say(
    'This text cannot be stored',
    'It contains characters that the keychain would damage.',
    'Type or paste it again without hidden characters.',
  ),
  'keychain.failed': say(
    'The keychain reported a problem',
    'Nothing was changed. Keys stored before are still there.',
    'Choose “Try again”. If it keeps failing, sign out of your desktop and in again.',
  ),

  'vault.not-opened': say(
    'The vault did not open',
    'The passphrase is another one, or the file was changed. Nothing else was done.',
    'Type the passphrase again.',
  ),
  'vault.exists': say(
    'There is a vault file already',
    'Nothing was changed.',
    'Unlock it with “stowkey unlock”. Without its passphrase, “stowkey unlock --create --in-place” starts a new one.',
  ),
  'vault.unused': say(
    'No vault file is in use',
    'The keys are in the system’s keychain.',
    'Where no keychain is to be had, “stowkey unlock --create” makes one.',
  ),
  'vault.not-needed': say(
    'This computer has a keychain',
    'It is the better place for keys, so no vault file was made.',
    'Unlock the keychain if it is locked. “stowkey move vault” moves the keys to a vault file all the same.',
  ),
  'vault.leaves-keys': say(
    'Your accounts have their keys in a keychain',
    'It cannot be reached, so the keys would stay there, and each account would ask you to sign in again. No vault file was made.',
    'Make the keychain reachable and use “stowkey move vault”. To go on without those keys: “stowkey unlock --create --leave-keys”.',
  ),

  'metadata.newer-version': say(
    'This list was written by a newer Stowkey',
    'It is shown as it is and will not be changed, so nothing gets lost.',
    'Install the newer version again to make changes.',
  ),
  'metadata.unreadable': say(
    'The list of accounts could not be read',
    'The damaged file was set aside, not deleted, and the last good copy is used where there is one. Keys in the keychain are untouched.',
    'Check that every account is listed. Connect again what is missing.',
  ),
  'metadata.unwritable': say(
    'The list of accounts cannot be saved',
    'Stowkey is not allowed to write to its own folder.',
    'Make the folder writable for your user, then restart Stowkey.',
  ),
  'metadata.disk-full': say(
    'The disk is full',
    'The change could not be saved, so everything was left as it was.',
    'Free some space, then try again.',
  ),
  'metadata.too-large': say(
    'The list of accounts is too large',
    'The change would make the list larger than Stowkey can keep safely.',
    'Disconnect accounts that you no longer need.',
  ),

  'connection.copied': say(
    'This sign-in may be on two computers',
    'It came from a backup, and its sign-in works in one place only: once one computer renews it, the other one loses it.',
    'If it is still used on the other computer, choose Sign in again on one of the two.',
  ),

  'backup.not-a-backup': say(
    'This is not a backup that can be read',
    'The file is something else, was cut short, or asks for more than a backup may. Nothing was changed.',
    'Choose another file, or copy this one again from where it was kept.',
  ),
  'backup.newer-version': say(
    'A newer Stowkey made this backup',
    'This version does not know how to read it. Nothing was changed.',
    'Update Stowkey, then restore it.',
  ),
  'backup.too-large': say(
    'That is too much for one backup',
    'A backup holds 64 MB at most.',
    'Save some of the accounts at a time.',
  ),
  'backup.not-opened': say(
    'The backup could not be opened',
    'The passphrase or key is another one, or the file was damaged. Nothing was changed.',
    'Type the passphrase again. If it is right, use another copy of the file.',
  ),
  'backup.unfit-key': say(
    'This key cannot be used',
    'It has to be an RSA key of 2,048 bits or more, or one on P-256, P-384 or P-521, as PEM or JWK.',
    'Choose another file.',
  ),
  'backup.gone': say(
    'The backup was put away',
    'What was read of it is dropped after ten minutes and when the screen locks.',
    'Choose the file again.',
  ),

  'file.unreadable': say(
    'The file could not be read',
    'It may belong to another user, or be gone.',
    'Choose another file.',
  ),
  'file.not-opened': say(
    'It could not be opened',
    'No program of this system took it.',
    'The doctor says what is missing.',
  ),
  'file.unwritable': say(
    'The file could not be saved',
    'The folder is read-only, or its disk is full or gone.',
    'Choose another folder.',
  ),

  'template.invalid': say(
    'This is not a template that Stowkey understands',
    'A template is a JSON file that follows Stowkey’s schema, or a Cyberduck profile. Something in this one is missing or wrong.',
    'Check that the whole file was taken, or ask its author for a newer one.',
  ),
  'template.exists': say(
    'There is a provider of this name already',
    'Providers that come with Stowkey cannot be replaced; imported ones only when you say so.',
    'Keep the one that is there, or give the template another id.',
  ),

  'prefill.not-understood': say(
    'Nothing in it fits this form',
    'Stowkey looked for keys, client details and addresses and found none.',
    'Take the whole file or block again, or type the values in.',
  ),
} satisfies Readonly<Record<string, Wording>>);
