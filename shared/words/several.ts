import { messages, says } from './messages.ts';

const counted = (count: number) => ({ count });

/** One thing that is done with several accounts. */
export const severalWords = messages('several', {
  marked: says('{count, plural, one {# selected} other {# selected}}', counted),
  bar: 'Selected accounts',
  renew: 'Renew',
  tag: 'Tags…',
  backUp: 'Back up…',
  disconnect: 'Disconnect…',
  end: 'End the selection (Esc)',
  running: {
    renewSeveral: says('Renewing {count, plural, one {# account} other {# accounts}}…', counted),
    disconnectSeveral: says(
      'Disconnecting {count, plural, one {# account} other {# accounts}}…',
      counted,
    ),
  },
  done: {
    renewSeveral: says('{count, plural, one {# account} other {# accounts}} renewed', counted),
    disconnectSeveral: says(
      '{count, plural, one {# account} other {# accounts}} disconnected',
      counted,
    ),
  },
  confirm: {
    title: says('Disconnect {count, plural, one {# account} other {# accounts}}?', counted),
    text: says(
      'Their keys and sign-ins are deleted from this computer’s {keychain}. This cannot be undone.',
      (keychain: string) => ({ keychain }),
    ),
    revoked: says(
      '{all, select, true {Access is also ended at the provider of each.} other {Access is also ended at the providers of {count, plural, one {# account} other {# accounts}}. At the others it stays until you remove it there.}}',
      (count: number, of: number) => ({ all: count === of, count }),
    ),
    notRevoked: 'At their providers the access stays until you remove it there.',
    profiles: says(
      '{count, plural, =1 {Remove the AWS profile that uses them from {file} as well} one {Remove the # AWS profile that uses them from {file} as well} other {Remove the # AWS profiles that use them from {file} as well}}',
      (count: number, file: string) => ({ count, file }),
    ),
    more: says('{count, plural, one {and # more} other {and # more}}', counted),
    keep: 'Keep them',
    disconnect: says('Disconnect {count, plural, one {# account} other {# accounts}}', counted),
  },
  outcome: {
    title: {
      renewSeveral: says(
        '{done} of {of, plural, one {# account} other {# accounts}} renewed',
        (done: number, of: number) => ({ done, of }),
      ),
      disconnectSeveral: says(
        '{done} of {of, plural, one {# account} other {# accounts}} disconnected',
        (done: number, of: number) => ({ done, of }),
      ),
    },
    failed: 'These stayed as they were:',
    notRevoked: 'Deleted here, but their provider did not confirm that access ended there:',
    close: 'Close',
  },
});
