import { useCallback, useEffect, useRef, useState } from 'react';
import type { ActivityPage, ActivityQuery } from '../../shared/activity.ts';
import { useApp, useSnapshot } from './app-context.tsx';
import { settle } from './bridge.ts';

type Loaded = ActivityPage | 'loading' | 'failed';

/** Puts what is newer before what is there; null where there is a gap between them. */
const joined = (newer: ActivityPage, there: ActivityPage): ActivityPage | null => {
  const newest = there.lines[0]?.number;
  if (newest === undefined || newer.isBroken !== there.isBroken) return null;
  const added = newer.lines.filter(({ number }) => number > newest);
  if (added.length === newer.lines.length) return null;
  return { ...newer, lines: [...added, ...there.lines], hasMore: there.hasMore };
};

/** Reads the activity that is asked for, page by page, and again with each line that is written. */
export const useActivity = (
  query: Omit<ActivityQuery, 'before'>,
): { readonly loaded: Loaded; readonly loadMore: () => void } => {
  const { bridge } = useApp();
  const { written } = useSnapshot().activity;
  const [loaded, setLoaded] = useState<Loaded>('loading');
  const key = JSON.stringify(query);
  const shownKey = useRef(key);
  /** The line before which more was asked for. */
  const askedBefore = useRef<number | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each line that is written is a reason
  useEffect(() => {
    let isCurrent = true;
    const asked = JSON.parse(key) as Omit<ActivityQuery, 'before'>;
    void settle(bridge.activity.list({ ...asked, before: null })).then((reply) => {
      if (!isCurrent) return;
      const isSame = shownKey.current === key;
      shownKey.current = key;
      if (!isSame) askedBefore.current = null;
      setLoaded((before) => {
        if (!reply.ok) return 'failed';
        if (!isSame || typeof before === 'string') return reply.value;
        return joined(reply.value, before) ?? reply.value;
      });
    });
    return () => {
      isCurrent = false;
    };
  }, [bridge, key, written]);

  const last = typeof loaded === 'string' || !loaded.hasMore ? undefined : loaded.lines.at(-1);
  const loadMore = useCallback((): void => {
    if (last === undefined || askedBefore.current === last.number) return;
    askedBefore.current = last.number;
    const asked = JSON.parse(key) as Omit<ActivityQuery, 'before'>;
    void settle(bridge.activity.list({ ...asked, before: last.number })).then((reply) => {
      if (!reply.ok) {
        askedBefore.current = null;
        return;
      }
      const { lines, hasMore } = reply.value;
      setLoaded((before) =>
        typeof before !== 'string' && before.lines.at(-1)?.number === last.number
          ? { ...before, lines: [...before.lines, ...lines], hasMore }
          : before,
      );
    });
  }, [bridge, key, last]);

  return { loaded, loadMore };
};
