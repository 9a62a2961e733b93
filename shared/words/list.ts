import { type Condition, type nextActionOf, takesKeys } from '../connection-rules.ts';
import type { Settings } from '../settings.ts';
import { messages } from './messages.ts';

/** What the list of accounts says besides their names and states. */
export const listWords = messages('list', {
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
});

/** What the buttons that mend an account say. */
export const mendingWords = messages('list.mends', {
  renew: 'Renew',
  'replace-keys': 'Replace keys',
  'sign-in': 'Sign in',
  verify: 'Verify',
});

/** Chooses the button that mends an account. */
export const mendingOf = (
  action: NonNullable<ReturnType<typeof nextActionOf>>,
  kind: Condition['kind'],
  provider: Parameters<typeof takesKeys>[0],
): keyof typeof mendingWords => {
  if (action === 'verify') return 'verify';
  if (action === 'reconnect' && takesKeys(provider)) return 'replace-keys';
  return kind === 'sign-in' || (kind === 'broken' && action === 'reconnect') ? 'sign-in' : 'renew';
};
