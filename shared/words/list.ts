import type { Condition, nextActionOf } from '../connection-rules.ts';
import type { Settings } from '../settings.ts';

/** What the list of accounts says besides their names and states. */
export const listWords = {
  needsYou: 'Needs you',
  others: 'Other accounts',
  all: 'All',
  expiring: 'Expiring',
  favourites: 'Favourites',
  favourite: 'Favourite',
  tags: 'Tags',
  providers: 'Providers',
  filters: 'Show accounts',
  sidebar: 'Narrow or widen the sidebar',
  sidebarWidth: 'Width of the sidebar',
  none: {
    'needs-you': { title: 'Nothing needs you', text: 'Every account works, or renews itself.' },
    expiring: { title: 'Nothing expires soon', text: 'No account ends within 7 days.' },
  },
  sort: 'Sort accounts',
  sorts: {
    name: 'Name',
    provider: 'Provider',
    expiry: 'Expiry',
    'last-used': 'Last used',
  } satisfies Readonly<Record<Settings['sort'], string>>,
} as const;

/** Names the button that mends an account. */
export const mendingWord = (
  action: NonNullable<ReturnType<typeof nextActionOf>>,
  kind: Condition['kind'],
): 'Renew' | 'Sign in' | 'Verify' => {
  if (action === 'verify') return 'Verify';
  return kind === 'sign-in' || (kind === 'broken' && action === 'reconnect') ? 'Sign in' : 'Renew';
};
