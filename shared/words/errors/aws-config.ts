import type { ErrorCode } from '../../result.ts';
import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

const mendFile = 'Mend that line in an editor, then try again.';
const otherName = 'Choose another name.';

/** Words for what goes wrong with the config file that AWS tools read. */
export const wordsForAwsConfig = messages('errors/aws-config', {
  'aws-config.unparsable': say(
    'Line {line} of the config file cannot be read',
    'AWS tools refuse the whole file because of it, so nothing was changed.',
    mendFile,
  ),
  'aws-config.bad-block': say(
    'A marker of Stowkey in line {line} of the config file was changed',
    'It is cut, doubled or out of order, so Stowkey cannot tell which lines are its own.',
    'Put the markers back, or remove them with the lines between them, then try again.',
  ),
  'aws-config.name-taken': say(
    'There is a profile of this name already',
    'It stands in line {line} of the config file, and stays as it is.',
    otherName,
  ),
  'aws-config.unfit-name': say(
    'This name does not work with every AWS tool',
    'It can have letters A to Z, digits, and within it dots, dashes and underscores, up to 64 in all, and cannot be “default”.',
    otherName,
  ),
  'aws-config.unfit-value': say(
    'AWS tools would not read this account’s address back as it is',
    'It has characters that mean something else in their config file.',
    'Connect it anew with another address.',
  ),
  'aws-config.changed': say(
    'The file has changed in the meantime',
    'Another program or you have saved it, so nothing was written.',
    'Look at the changes once more.',
  ),
  'aws-config.unreadable': say(
    'The file cannot be read',
    'Stowkey is not allowed to, or the disk has a problem.',
    'Check the file, then try again.',
  ),
  'aws-config.unwritable': say(
    'The file cannot be written',
    'The file, its folder or its disk does not let Stowkey write. Nothing was changed.',
    'Make it writable for your user, then try again.',
  ),
  'aws-config.disk-full': say(
    'The disk is full',
    'The file could not be saved, so everything was left as it was.',
    'Free some space, then try again.',
  ),
} satisfies Readonly<Record<string, Wording>>);

/** Closer words, by the error's reason. */
export const closerForAwsConfig = messages('errors/aws-config.closer', {
  'aws-config.unparsable': {
    'not-utf-8': {
      title: 'Line {line} of the config file is not UTF-8',
      action: 'Save the file as UTF-8, then try again.',
    },
    'byte-order-mark': {
      title: 'The config file begins with a byte order mark',
      text: 'An editor put it there, and AWS tools cannot read the file with it. Nothing was changed.',
      action: 'Save the file as UTF-8 without a byte order mark, then try again.',
    },
    'no-section': { title: 'Line {line} of the config file stands before any [section]' },
    'no-value': { title: 'Line {line} of the config file has no setting, or no “=”' },
    'section-twice': { title: 'The section in line {line} of the config file is there twice' },
    'setting-twice': {
      title: 'The setting in line {line} of the config file is there twice in its section',
    },
    nested: { title: 'Line {line} of the config file is indented and has no “=”' },
  },
  'aws-config.bad-block': {
    'foreign-section': {
      title: 'A profile of Stowkey has another section inside',
      text: 'Line {line} of the config file stands between the markers of a profile, and is not Stowkey’s.',
      action: 'Move it out of there in an editor, then try again.',
    },
    'goes-on': {
      title: 'A setting follows a profile of Stowkey directly',
      text: 'Line {line} of the config file would come to belong to another section.',
      action: 'Put it under the section where it belongs, then try again.',
    },
  },
  'aws-config.name-taken': {
    credentials: {
      text: 'It has keys of its own in line {line} of the credentials file, and tools would take those.',
    },
    tool: { text: 'Another tool that takes keys from Stowkey is called so.' },
    account: {
      title: 'Another account has this profile name',
      text: 'It stands in line {line} of the config file.',
    },
  },
  'aws-config.unfit-value': {
    command: {
      title: 'AWS tools cannot run Stowkey from here',
      text: 'The path of your own folder has blanks or special characters that some tools take apart.',
      action: 'Copy the keys instead.',
    },
    region: {
      title: 'AWS tools would not read this account’s region back as it is',
      action: 'Connect it anew with another region.',
    },
  },
  'aws-config.unreadable': {
    'dangling-link': {
      title: 'The config file is a link to a file that is not there',
      text: 'Stowkey does not guess where it should be.',
      action: 'Mend the link, then try again.',
    },
    'not-a-file': { text: 'There is a folder or something else in its place.' },
    'too-large': { text: 'It is larger than 16 MB.' },
  },
  'aws-config.unwritable': {
    'read-only': {
      title: 'The file is read-only',
      text: 'Somebody marked it so, perhaps a program that manages your settings.',
    },
    ENOENT: {
      text: 'Its folder does not exist. Nothing was changed.',
      action: 'Make the folder, or unset AWS_CONFIG_FILE, then try again.',
    },
    EPERM: {
      text: 'It belongs to another user, and would no longer after a change. Nothing was changed.',
    },
  },
} satisfies Partial<Record<ErrorCode, Readonly<Record<string, Partial<Wording>>>>>);
