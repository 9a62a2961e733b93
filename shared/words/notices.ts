import { messages, says } from './messages.ts';
import { enumerated } from './sentences.ts';

type Cause = 'expired' | 'expiring' | 'sign-in' | 'failing';

const named = (name: string) => ({ name });

const words = messages('notices', {
  single: {
    expired: {
      title: says('{name} has expired', named),
      body: 'Renew it in Stowkey to go on using it.',
    },
    expiring: {
      title: says('{name} is about to expire', named),
      body: 'Renew it in Stowkey before it stops working.',
    },
    'sign-in': {
      title: says('{name} needs you to sign in', named),
      body: 'Its provider asks for a new sign-in.',
    },
    failing: {
      title: says('{name} could not be renewed for an hour', named),
      body: 'Stowkey keeps trying. Open it to see why.',
    },
  },
  needYou: says(
    '{count, plural, one {# account needs you} other {# accounts need you}}',
    (count: number) => ({ count }),
  ),
  andMore: says('{names} and {more} more', (names: string, more: number) => ({ names, more })),
});

const namesShown = 3;

/** Desktops on Linux may take tags in the text below the title for pictures and links; titles are plain. */
const withoutTags = (name: string): string => name.replaceAll('<', '‹').replaceAll('>', '›');

/** Says what happened to accounts in one notice, however many there are; the newest comes last. */
export const noticesWords = (
  notices: readonly { readonly label: string; readonly cause: Cause }[],
): { readonly title: string; readonly body: string } => {
  const newest = notices.at(-1);
  if (newest !== undefined && notices.length === 1) {
    const { title, body } = words.single[newest.cause];
    return { title: title(newest.label), body };
  }
  const names = notices.map(({ label }) => withoutTags(label)).reverse();
  const more = names.length - namesShown;
  const listed = enumerated(names.slice(0, namesShown));
  return {
    title: words.needYou(notices.length),
    body: more > 0 ? words.andMore(listed, more) : listed,
  };
};
