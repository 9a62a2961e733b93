import type { ErrorCode } from '../../result.ts';
import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

/** Words for what an organisation has set. */
export const wordsForOrganisation = messages('errors/organisation', {
  'organisation.locked': say(
    '{organisation} does not allow this',
    'It is locked on this computer, for the window, the command line and tools alike.',
    'Ask your administrator if you need it.',
  ),
  'organisation.unreadable': say(
    'What your organisation has set cannot be used',
    'Everything that it could lock is locked until that is mended. Your accounts and their keys are untouched.',
    'Tell your administrator to look at {place}.',
  ),
  'bundle.invalid': say(
    'This is no bundle that Stowkey can use',
    'Nothing of it was used.',
    'Ask whoever gave it to you.',
  ),
  'bundle.other-key': say(
    'This bundle was signed by another key',
    'Whoever made it is not who made the one before, or not who your administrator named. Nothing of it was used.',
    'Ask your administrator. If they have a new key, remove the bundle in use first.',
  ),
  'bundle.older': say(
    'This bundle is older than the one in use',
    'Its number is {serial}, and {current} is in use. Nothing of it was used.',
    'Ask your administrator for the current one.',
  ),
  'bundle.not-there': say(
    '{host} gave no bundle',
    'It answered with status {status}.',
    'Check the address. A bundle is never looked for elsewhere, so it has to be there itself.',
  ),
  'bundle.gone': say(
    'This bundle has to be looked at again',
    'What was read of it is kept for ten minutes.',
    'Get it once more.',
  ),
  'bundle.unfit-key': say(
    'This key cannot sign a bundle',
    'It has to be an Ed25519 key, as PEM (PKCS #8), without a passphrase.',
    'Make one with “openssl genpkey -algorithm ed25519 -out key.pem”.',
  ),
} satisfies Partial<Record<ErrorCode, Wording>>);

export const closerForOrganisation = messages('errors/organisation.closer', {
  'organisation.locked': {
    providers: { title: '{organisation} does not allow accounts of this provider' },
    consumers: { title: '{organisation} does not allow this tool to take credentials' },
    endpoint: { title: '{organisation} does not allow access over 127.0.0.1' },
    reveal: { title: '{organisation} does not allow secrets to be shown' },
    clipboard: { title: '{organisation} does not allow copied secrets to stay that long' },
    backup: { title: '{organisation} does not allow backups' },
  },
  'organisation.unreadable': {
    json: { action: 'Tell your administrator: {place} holds no JSON.' },
    document: { action: 'Tell your administrator: {place} holds something else than settings.' },
    entry: { action: 'Tell your administrator: “{where}” in {place} is not as it has to be.' },
    'other-owner': {
      action: 'Tell your administrator: {place} and its folder have to belong to root.',
    },
    'others-can-write': {
      action: 'Tell your administrator: others than root can write {place} or its folder.',
    },
    'not-a-file': { action: 'Tell your administrator: {place} is no regular file.' },
    'too-large': { action: 'Tell your administrator: {place} is larger than 64 KiB.' },
  },
  'bundle.invalid': {
    signature: { text: 'It is not signed, or was changed after that. Nothing of it was used.' },
    json: { text: 'What was signed is no JSON. Nothing of it was used.' },
    entry: { text: '“{where}” in it is not as it has to be. Nothing of it was used.' },
    secret: {
      title: 'This bundle has something in it that looks like a secret',
      text: 'It is at “{where}”. A bundle is in many hands, so no secret may be in it. Nothing of it was used.',
      action: 'Tell whoever made it, and have that secret replaced.',
    },
    'taken-id': {
      text: 'Its template “{where}” has the name of a provider that is there already. Nothing of it was used.',
      action: 'Remove the template that you imported, or ask your administrator.',
    },
    'too-large': { text: 'It is larger than 256 KiB. Nothing of it was used.' },
  },
  'bundle.older': {
    'same-serial': {
      title: 'This bundle is another one of the same number',
      text: 'Both have number {serial}. Nothing of it was used.',
    },
  },
} satisfies Partial<Record<ErrorCode, Readonly<Record<string, Partial<Wording>>>>>);
