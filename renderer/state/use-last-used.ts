import { useEffect, useState } from 'react';
import { useApp, useSnapshot } from './app-context.tsx';
import { settle } from './bridge.ts';

/** As many lines as one question may ask for: whoever was used before them counts as never used. */
const readLines = 500;

/** Tells when accounts were last copied, shown or given to a tool, in epoch milliseconds by their id. */
export const useLastUsed = (isWanted: boolean): ReadonlyMap<string, number> => {
  const { bridge } = useApp();
  const { written } = useSnapshot().activity;
  const [lastUsed, setLastUsed] = useState<ReadonlyMap<string, number>>(new Map());
  // biome-ignore lint/correctness/useExhaustiveDependencies: each line that is written is a reason
  useEffect(() => {
    if (!isWanted) return;
    let isCurrent = true;
    void settle(
      bridge.activity.list({
        before: null,
        limit: readLines,
        kinds: ['copied', 'revealed', 'handed-out', 'assisted'],
        connectionId: null,
        text: '',
      }),
    ).then((reply) => {
      if (!isCurrent || !reply.ok) return;
      const found = new Map<string, number>();
      for (const { entry, atEpochMs } of reply.value.lines) {
        if (entry === null || !('account' in entry) || entry.account === undefined) continue;
        // The newest line comes first.
        if (!found.has(entry.account.id)) found.set(entry.account.id, atEpochMs);
      }
      setLastUsed(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, isWanted, written]);
  return lastUsed;
};
