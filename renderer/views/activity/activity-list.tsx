import { useVirtualizer } from '@tanstack/react-virtual';
import { TriangleAlert } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import type { ActivityKind, ActivityLine } from '../../../shared/activity.ts';
import { activityWords, describeActivity } from '../../../shared/words/activity.ts';
import { formatDay, formatTimeOfDay } from '../../../shared/words/time.ts';
import { ActivityIcon } from '../../components/activity-icon.tsx';
import { useClock } from '../../state/app-context.tsx';
import styles from './activity.module.css';

type Props = {
  readonly lines: readonly ActivityLine[];
  readonly hasMore: boolean;
  readonly onNearEnd: () => void;
};

/** How many lines before the last one in hand the next page is asked for. */
const askAhead = 60;
const lineHeight = 40;

/** The lines under their days. Only those in sight exist. */
export const ActivityList = ({ lines, hasMore, onNearEnd }: Props) => {
  const scroll = useRef<HTMLDivElement>(null);
  const today = useClock((nowMs) => new Date(nowMs).setHours(0, 0, 0, 0));
  const days = useMemo(
    () => lines.map(({ atEpochMs }) => formatDay(atEpochMs, today)),
    [lines, today],
  );
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    getItemKey: (index) => lines[index]?.number ?? index,
    estimateSize: (index) => (days[index] === days[index - 1] ? lineHeight : 2 * lineHeight),
    overscan: 8,
    initialRect: { width: 800, height: 600 },
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= lines.length - askAhead) onNearEnd();
  }, [hasMore, lastShown, lines.length, onNearEnd]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard
    <div ref={scroll} className={styles.scroll} tabIndex={0}>
      {/* biome-ignore lint/a11y/useSemanticElements: the lines are placed by transform */}
      <div
        role="list"
        aria-label={activityWords.label}
        className={styles.lines}
        style={{ height: `${virtual.getTotalSize()}px` }}
      >
        {items.map((item) => {
          const line = lines[item.index];
          if (line === undefined) return null;
          const day = days[item.index];
          return (
            // biome-ignore lint/a11y/useSemanticElements: see the list
            <div
              key={item.key}
              ref={virtual.measureElement}
              role="listitem"
              data-index={item.index}
              aria-posinset={item.index + 1}
              aria-setsize={hasMore ? -1 : lines.length}
              className={styles.place}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {day === days[item.index - 1] ? null : <h2 className={styles.day}>{day}</h2>}
              <Line line={line} />
            </div>
          );
        })}
      </div>
    </div>
  );
};

const warnings: readonly ActivityKind[] = [
  'renewal-failed',
  'signed-out',
  'cut-short',
  'chain-broken',
  'lines-lost',
];

const Line = ({ line: { atEpochMs, entry, isBroken } }: { readonly line: ActivityLine }) => {
  const account = entry !== null && 'account' in entry ? (entry.account?.label ?? '') : '';
  const kind = entry?.kind;
  const warns = warnings.some((each) => each === kind);
  return (
    <>
      <div className={styles.line} data-warns={warns ? '' : undefined}>
        <time dateTime={new Date(atEpochMs).toISOString()}>{formatTimeOfDay(atEpochMs)}</time>
        <ActivityIcon kind={kind} />
        <span className={styles.what}>{describeActivity(entry)}</span>
        <span className={styles.account} dir="auto">
          {account}
        </span>
      </div>
      {isBroken && kind !== 'chain-broken' ? (
        <p className={styles.break}>
          <TriangleAlert size={14} aria-hidden="true" />
          {activityWords.brokenHere}
        </p>
      ) : null}
    </>
  );
};
