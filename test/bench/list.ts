import { searchConnections } from '../../renderer/state/search.ts';
import { arrangeAccounts, countAccounts } from '../../shared/account-list.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { settingChoices } from '../../shared/settings.ts';
import { statusWords } from '../../shared/words/status.ts';
import { many } from '../e2e/harness/fixtures.ts';
import { type Spread, spreadOf } from './statistics.ts';

/** What the window does of a list before it draws, in milliseconds, beside the same for bare names. */
export type ListTimes = {
  readonly arranged: Spread;
  readonly bareSort: Spread;
  readonly searched: Spread;
  readonly bareSearch: Spread;
};

const accountCount = 10_000;

const took = (work: () => unknown): number => {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
};

/** Puts ten thousand accounts in each order, with counts, and searches them by name and by status. */
export const timeList = (rounds: number): ListTimes => {
  const nowMs = Date.now();
  const keychain = { status: 'ready', error: null, id: 'gnome-keyring' } as const;
  const providerName = (id: string): string => id;
  const names = ['Photos', 'backups', 'Zürich', 'archive'];
  const accounts = many(accountCount).map((account, index) => ({
    ...account,
    // Far from sorted.
    label: `${names[index % names.length]} ${(index * 7_919) % 10_007}`,
  }));
  const labels = accounts.map(({ label }) => label);
  const { compare } = new Intl.Collator(undefined, { numeric: true });
  const wordsOf = (connection: ConnectionView): string =>
    statusWords({ connection, operation: null, keychain, nowMs });
  const times: Record<keyof ListTimes, number[]> = {
    arranged: [],
    bareSort: [],
    searched: [],
    bareSearch: [],
  };
  // The first rounds only warm up.
  for (let round = -3; round < rounds; round += 1) {
    const sort = settingChoices.sort[Math.abs(round) % settingChoices.sort.length] ?? 'name';
    const query = round % 2 === 0 ? 'zurich 99' : 'expired photos';
    const now = {
      arranged: took(() => {
        countAccounts(accounts, { keychain, nowMs, providerName });
        arrangeAccounts(accounts, { sort, keychain, nowMs, providerName });
      }),
      bareSort: took(() => labels.toSorted(compare)),
      searched: took(() => searchConnections(accounts, query, providerName, wordsOf)),
      bareSearch: took(() => labels.filter((label) => label.includes('99'))),
    };
    if (round < 0) continue;
    for (const [name, ms] of Object.entries(now)) times[name as keyof ListTimes].push(ms);
  }
  return {
    arranged: spreadOf(times.arranged),
    bareSort: spreadOf(times.bareSort),
    searched: spreadOf(times.searched),
    bareSearch: spreadOf(times.bareSearch),
  };
};
