import {
  announcedEndOf,
  byUrgency,
  endOf,
  needsYou,
  type RuledConnection,
  turningPointsMs,
  urgencyOf,
} from './connection-rules.ts';
import { fold } from './fold.ts';
import type { ConnectionView, KeychainView } from './schemas.ts';
import type { Settings } from './settings.ts';
import { listWords } from './words/list.ts';

/** What a row of the list shows, as it stands in the list on disk. */
export type ListedConnection = RuledConnection &
  Pick<ConnectionView, 'providerId' | 'label' | 'isFavourite' | 'tags'>;

/** Accounts that stand together under one title. */
export type AccountGroup<C> = {
  readonly id: string;
  /** Null where there is nothing to tell them from. */
  readonly title: string | null;
  readonly accounts: readonly C[];
};

/** In pixels, with the gap below. */
export const rowHeights: Readonly<Record<Settings['density'], number>> = {
  comfortable: 52,
  compact: 40,
};

/** The id of the group on top. */
export const needsYouGroup = 'needs-you';

/** In pixels. */
export const groupHeadHeight = 30;

/**
 * What a name is sorted by: `Zürich 10` after `Zurich 9`, whatever the case and accents. No collator, which takes
 * many times as long for thousands, and orders otherwise in main than in the window where their languages
 * differ.
 */
const sortKeyOf = (name: string): string =>
  fold(name).replace(/\d+/g, (digits) => digits.padStart(16, '0'));

/** Sort keys of accounts that stayed as they were. */
const sortKeys = new WeakMap<object, string>();

const nameKeyOf = (account: ListedConnection): string => {
  const known = sortKeys.get(account);
  if (known !== undefined) return known;
  const key = sortKeyOf(account.label);
  sortKeys.set(account, key);
  return key;
};

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Urgency = NonNullable<ReturnType<typeof urgencyOf>>;

type Arranging<C> = {
  readonly sort: Settings['sort'];
  readonly keychain: KeychainView;
  readonly nowMs: number;
  readonly providerName: (providerId: string) => string;
  /** When it was last given to somebody, in epoch milliseconds; zero where nobody knows. */
  readonly lastUsedMs?: (connection: C) => number;
};

/** Sorts by a number and then by name, each read once for an account and not for a comparison. */
const sortedBy = <C extends ListedConnection>(
  accounts: readonly C[],
  numberOf: (account: C) => number,
): readonly C[] =>
  accounts
    .map((account) => ({ account, number: numberOf(account), name: nameKeyOf(account) }))
    .sort((a, b) => a.number - b.number || compareTexts(a.name, b.name))
    .map(({ account }) => account);

/** Puts accounts in the order of their names. */
export const sortByName = <C extends ListedConnection>(accounts: readonly C[]): readonly C[] =>
  sortedBy(accounts, () => 0);

const byProvider = <C extends ListedConnection>(
  accounts: readonly C[],
  providerName: (providerId: string) => string,
): readonly AccountGroup<C>[] => {
  const groups = new Map<string, C[]>();
  for (const account of accounts) {
    const group = groups.get(account.providerId);
    if (group === undefined) groups.set(account.providerId, [account]);
    else group.push(account);
  }
  return [...groups]
    .map(([id, group]) => ({
      id,
      title: providerName(id),
      accounts: sortByName(group),
    }))
    .sort((a, b) => compareTexts(sortKeyOf(a.title), sortKeyOf(b.title)));
};

/**
 * Puts accounts in the order of the list: what needs the person first, the most pressing on top, and
 * then the rest as they are sorted. Something that is being done moves no account, so that a row stays
 * where its button was pressed.
 */
export const arrangeAccounts = <C extends ListedConnection>(
  accounts: readonly C[],
  { sort, keychain, nowMs, providerName, lastUsedMs = () => 0 }: Arranging<C>,
): readonly AccountGroup<C>[] => {
  const rest: C[] = [];
  const pressing: { readonly account: C; readonly urgency: Urgency }[] = [];
  for (const account of accounts) {
    const urgency = urgencyOf({ connection: account, operation: null, keychain, nowMs });
    if (urgency === null) rest.push(account);
    else pressing.push({ account, urgency });
  }
  const needing: readonly AccountGroup<C>[] =
    pressing.length === 0
      ? []
      : [
          {
            id: needsYouGroup,
            title: listWords.needsYou,
            accounts: pressing
              .sort((a, b) => byUrgency(a.urgency, b.urgency))
              .map(({ account }) => account),
          },
        ];
  if (rest.length === 0) return needing;
  if (sort === 'provider') return [...needing, ...byProvider(rest, providerName)];
  const numbers: Readonly<Record<typeof sort, (account: C) => number>> = {
    name: () => 0,
    expiry: ({ facts }) => endOf(facts) ?? Number.MAX_SAFE_INTEGER,
    'last-used': (account) => -lastUsedMs(account),
  };
  const title = needing.length === 0 ? null : listWords.others;
  return [...needing, { id: 'others', title, accounts: sortedBy(rest, numbers[sort]) }];
};

/** Which accounts the list shows: all, some, or those of one provider or with one tag. */
export type AccountFilter =
  | 'all'
  | 'needs-you'
  | 'expiring'
  | 'favourites'
  | `provider:${string}`
  | `tag:${string}`;

export const providerFilter = (providerId: string): AccountFilter => `provider:${providerId}`;
/** The same for whatever people take for one tag. */
export const tagFilter = (tag: string): AccountFilter => `tag:${fold(tag)}`;

/** How far ahead “Expiring” looks. */
const expiringMs = 7 * 86_400_000;

/**
 * Gives a moment, in epoch milliseconds, at which each account stands where it stands now: the last one at
 * which time alone moved one of them.
 */
export const lastTurnMs = (turnsMs: readonly number[], nowMs: number): number => {
  let last = 0;
  for (const turnMs of turnsMs) if (turnMs < nowMs && turnMs > last) last = turnMs;
  // What ends at a moment has ended after it.
  return last + 1;
};

/** Gives the moments, in epoch milliseconds, at which time alone moves an account in the list. */
export const listTurnsMs = (account: ListedConnection): readonly number[] => {
  const end = announcedEndOf(account);
  return [...turningPointsMs(account), ...(end === null ? [] : [end * 1000 - expiringMs])];
};

type Moment = Pick<Arranging<never>, 'keychain' | 'nowMs'>;

/** Says whether an account is shown under a filter. */
export const isShownUnder = (
  filter: AccountFilter,
  account: ListedConnection,
  { keychain, nowMs }: Moment,
): boolean => {
  switch (filter) {
    case 'all':
      return true;
    case 'needs-you':
      return needsYou({ connection: account, operation: null, keychain, nowMs });
    case 'expiring': {
      const leftMs = (announcedEndOf(account) ?? Number.POSITIVE_INFINITY) * 1000 - nowMs;
      return account.state === 'active' && leftMs > 0 && leftMs < expiringMs;
    }
    case 'favourites':
      return account.isFavourite;
    default:
      return (
        filter === providerFilter(account.providerId) ||
        account.tags.some((tag) => filter === tagFilter(tag))
      );
  }
};

export type AccountCounts = {
  readonly all: number;
  readonly needsYou: number;
  readonly expiring: number;
  readonly favourites: number;
  /** By their names; none where all accounts are of one. */
  readonly providers: readonly { readonly id: string; readonly count: number }[];
  /** By their names. */
  readonly tags: readonly { readonly name: string; readonly count: number }[];
};

/** Says whether a filter is offered: the last account of a provider may go while it is chosen. */
export const isOffered = (filter: AccountFilter, counts: AccountCounts): boolean => {
  switch (filter) {
    case 'all':
    case 'needs-you':
    case 'expiring':
      return true;
    case 'favourites':
      return counts.favourites > 0;
    default:
      return (
        counts.providers.some(({ id }) => filter === providerFilter(id)) ||
        counts.tags.some(({ name }) => filter === tagFilter(name))
      );
  }
};

/** Counts what each filter shows. */
export const countAccounts = (
  accounts: readonly ListedConnection[],
  { providerName, ...moment }: Moment & Pick<Arranging<never>, 'providerName'>,
): AccountCounts => {
  const providers = new Map<string, number>();
  let needing = 0;
  let expiring = 0;
  let favourites = 0;
  const tags = new Map<string, { readonly name: string; count: number }>();
  for (const account of accounts) {
    providers.set(account.providerId, (providers.get(account.providerId) ?? 0) + 1);
    if (isShownUnder('needs-you', account, moment)) needing += 1;
    if (isShownUnder('expiring', account, moment)) expiring += 1;
    if (account.isFavourite) favourites += 1;
    for (const name of account.tags) {
      const key = fold(name);
      const tag = tags.get(key) ?? { name, count: 0 };
      tags.set(key, tag);
      tag.count += 1;
    }
  }
  return {
    all: accounts.length,
    needsYou: needing,
    expiring,
    favourites,
    providers:
      providers.size < 2
        ? []
        : [...providers]
            .map(([id, count]) => ({ id, count, key: sortKeyOf(providerName(id)) }))
            .sort((a, b) => compareTexts(a.key, b.key))
            .map(({ id, count }) => ({ id, count })),
    tags: [...tags].sort(([a], [b]) => compareTexts(a, b)).map(([, tag]) => tag),
  };
};
