import { messages } from '../messages.ts';
import { say, type Wording } from './wording.ts';

/** Words for what goes wrong with keys that were found in plain text. */
export const wordsForExposedSecrets = messages('errors/exposed-secrets', {
  'exposed.gone': say(
    'This key is no longer among what was found',
    'The last search is some time ago, or its account was removed. Nothing was changed.',
    'Look again.',
  ),
  'exposed.changed': say(
    'The file has changed since it was looked at',
    'Another program or you have saved it, so nothing was written.',
    'Look again.',
  ),
  'exposed.unfit': say(
    'Stowkey cannot tell this key from what is around it',
    'Its value goes on over several lines, or stands outside of a section, so nothing was changed.',
    'Remove the key in an editor.',
  ),
} satisfies Readonly<Record<string, Wording>>);
