import { accountsText } from './status.ts';

type Cause = 'expired' | 'expiring' | 'sign-in' | 'failing';

const single: Readonly<Record<Cause, { readonly title: (name: string) => string; body: string }>> =
  {
    expired: {
      title: (name) => `${name} has expired`,
      body: 'Renew it in Stowkey to go on using it.',
    },
    expiring: {
      title: (name) => `${name} is about to expire`,
      body: 'Renew it in Stowkey before it stops working.',
    },
    'sign-in': {
      title: (name) => `${name} needs you to sign in`,
      body: 'Its provider asks for a new sign-in.',
    },
    failing: {
      title: (name) => `${name} could not be renewed for an hour`,
      body: 'Stowkey keeps trying. Open it to see why.',
    },
  };

const namesShown = 3;

/** Desktops on Linux may take tags in the text below the title for pictures and links; titles are plain. */
const withoutTags = (name: string): string => name.replaceAll('<', '‹').replaceAll('>', '›');

/** Says what happened to accounts in one notice, however many there are; the newest comes last. */
export const noticesWords = (
  notices: readonly { readonly label: string; readonly cause: Cause }[],
): { readonly title: string; readonly body: string } => {
  const newest = notices.at(-1);
  if (newest !== undefined && notices.length === 1) {
    const { title, body } = single[newest.cause];
    return { title: title(newest.label), body };
  }
  const names = notices.map(({ label }) => withoutTags(label)).reverse();
  const more = names.length - namesShown;
  const listed = names.slice(0, namesShown).join(', ');
  return {
    title: `${accountsText(notices.length)} need you`,
    body: more > 0 ? `${listed} and ${more} more` : listed,
  };
};
