import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { CircleCheck, SearchX } from 'lucide-react';
import {
  type ComponentProps,
  type KeyboardEvent,
  type Ref,
  Suspense,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  type AccountFilter,
  type AccountGroup,
  groupHeadHeight,
  needsYouGroup,
  rowHeights,
} from '../../../shared/account-list.ts';
import { operationOf } from '../../../shared/connection-rules.ts';
import type { ConnectionView, OperationView } from '../../../shared/schemas.ts';
import { listWords } from '../../../shared/words/list.ts';
import { Button } from '../../components/button.tsx';
import { CopyMenu } from '../../components/copy-menu.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { hasMoreFormats, quickFormatsOf } from '../../state/copyable.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useStart } from '../../state/use-start.ts';
import { useTick } from '../../state/use-tick.ts';
import { CopyAsDialog } from '../copy-as/lazy.ts';
import styles from './connection-list.module.css';
import { ConnectionRow } from './connection-row.tsx';
import { ListGroup } from './list-group.tsx';
import { layOut } from './list-layout.ts';
import { nextRow } from './next-row.ts';

export type ListHandle = {
  /** Puts the focus on a connection's row, or on the one that Tab would reach. */
  readonly focus: (id: string | null) => void;
};

type Props = {
  readonly ref: Ref<ListHandle>;
  readonly groups: readonly AccountGroup<ConnectionView>[];
  readonly query: string;
  readonly filter: AccountFilter;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  /** Opens and moves the focus along. */
  readonly onEnter: (id: string) => void;
  readonly onClearSearch: () => void;
};

/**
 * The list, as a grid of one row an account: arrows move, Enter opens, Right reaches the row's buttons.
 * Only the rows in sight exist.
 */
export const ConnectionList = (props: Props) => {
  const { ref, groups, query, openId, onOpen, onEnter } = props;
  const { operations, keychain, settings } = useSnapshot();
  const rowHeight = rowHeights[settings.density];
  const layout = useMemo(() => layOut(groups, rowHeight), [groups, rowHeight]);
  const { rows: connections, itemOfRow, rowOfItem } = layout;
  const copy = useCopy();
  const scroll = useRef<HTMLDivElement>(null);
  const trigger = useRef<HTMLElement | null>(null);
  /** The row to focus once it is drawn: rows out of sight, or in a hidden list, do not exist. */
  const awaitedRow = useRef<number | null>(null);
  const [cursorId, setCursorId] = useState<string | null>(openId);
  const [copyingId, setCopyingId] = useState<string | null>(null);
  const [copiedId, setCopiedId] = useState<string | null>(null);
  const [ticked, tick] = useTick();

  const cursor = Math.max(
    0,
    connections.findIndex(({ id }) => id === (cursorId ?? openId)),
  );
  const cursorItem = itemOfRow(cursor);
  const virtual = useVirtualizer({
    count: layout.itemCount,
    getScrollElement: () => scroll.current,
    // One function as long as the list is one, or every item would be measured at every scroll.
    getItemKey: useCallback(
      (item: number) => {
        const row = rowOfItem(item);
        return row === null ? -item - 1 : (connections[row]?.id ?? item);
      },
      [connections, rowOfItem],
    ),
    estimateSize: (item) => (rowOfItem(item) === null ? groupHeadHeight : rowHeight),
    scrollPaddingStart: groupHeadHeight,
    overscan: 6,
    initialRect: { width: 340, height: 700 },
    useFlushSync: false,
    // The row that Tab reaches must exist even when it is scrolled out of sight.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      return rows.includes(cursorItem) || cursorItem >= range.count
        ? rows
        : [...rows, cursorItem].sort((a, b) => a - b);
    },
  });

  const running = useMemo(() => {
    const byConnection = new Map<string, OperationView>();
    for (const { connectionId } of operations) {
      const found = connectionId === null ? null : operationOf(operations, connectionId);
      if (connectionId !== null && found !== null) byConnection.set(connectionId, found);
    }
    return byConnection;
  }, [operations]);

  const focusRow = useCallback((index: number): void => {
    const row = scroll.current?.querySelector<HTMLElement>(`[data-index="${index}"]`) ?? null;
    row?.focus();
    awaitedRow.current = row !== null && row === document.activeElement ? null : index;
  }, []);
  const moveTo = useCallback(
    (index: number): void => {
      const target = connections[index];
      if (target === undefined) return;
      awaitedRow.current = index;
      setCursorId(target.id);
      // The first row brings the title above it into sight.
      virtual.scrollToIndex(index === 0 ? 0 : itemOfRow(index), { align: 'auto' });
      const beside = !window.matchMedia('(max-width: 639px)').matches;
      if (beside) onOpen(target.id);
      if (index === cursor) focusRow(index);
    },
    [connections, virtual, cursor, onOpen, focusRow, itemOfRow],
  );
  useEffect(() => {
    if (awaitedRow.current !== null) focusRow(awaitedRow.current);
  });
  const openIndex = connections.findIndex(({ id }) => id === openId);
  const shownId = useRef<string | null>(null);
  useEffect(() => {
    // What was opened elsewhere, as after connecting, comes into sight once; then people scroll.
    if (openIndex === -1 || shownId.current === openId) return;
    shownId.current = openId;
    virtual.scrollToIndex(itemOfRow(openIndex), { align: 'auto' });
  }, [openId, openIndex, virtual, itemOfRow]);

  useImperativeHandle(
    ref,
    () => ({
      focus: (id) => {
        if (connections.length === 0) return;
        const index = id === null ? cursor : connections.findIndex((row) => row.id === id);
        focusRow(index === -1 ? cursor : index);
      },
    }),
    [connections, cursor, focusRow],
  );

  const choose = useCallback(
    (index: number) => {
      const target = connections[index];
      if (target === undefined) return;
      setCursorId(target.id);
      onOpen(target.id);
    },
    [connections, onOpen],
  );
  const openCopyMenu = useCallback((id: string, button: HTMLElement) => {
    trigger.current = button;
    setCopyingId(id);
  }, []);
  const closeCopyMenu = useCallback(() => setCopyingId(null), []);
  const [choosingId, setChoosingId] = useState<string | null>(null);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement) || event.defaultPrevented) return;
    const row = event.target.closest<HTMLElement>('[role=row]');
    if (row === null || !event.currentTarget.contains(row)) return;
    const stops = [row, ...row.querySelectorAll<HTMLElement>('button')];
    const at = stops.indexOf(event.target);
    const copyButton = row.querySelector<HTMLElement>('[aria-haspopup=menu]');
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = nextRow(event.key, cursor, connections.length, page);
    const copyKey = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'c';
    if (next !== null) moveTo(next);
    else if (event.key === 'Enter' && at === 0) {
      const target = connections[cursor];
      if (target !== undefined) onEnter(target.id);
    } else if (event.key === 'ArrowRight') stops[at + 1]?.focus();
    else if (event.key === 'ArrowLeft' && at > 0) stops[at - 1]?.focus();
    // Only opens the menu: a keystroke alone must not put a secret on the clipboard.
    else if (copyKey && at === 0) copyButton?.click();
    else return;
    event.preventDefault();
  };

  const start = useStart();
  const mend = useCallback<ComponentProps<typeof ConnectionRow>['onMend']>(
    (action, id) => void start(action, id),
    [start],
  );

  const copying = connections.find(({ id }) => id === copyingId);
  const choosing = connections.find(({ id }) => id === choosingId);
  const tickOf = (id: string): void => {
    setCopiedId(id);
    tick();
  };
  const items = virtual.getVirtualItems();
  const { filter } = props;
  if (connections.length === 0)
    return query === '' && (filter === 'needs-you' || filter === 'expiring') ? (
      <NothingUnder filter={filter} />
    ) : (
      <NothingFound query={query} onClear={props.onClearSearch} />
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a table cannot place rows by transform
    <div
      ref={scroll}
      role="grid"
      aria-label="Accounts"
      aria-rowcount={connections.length}
      data-density={settings.density}
      className={styles.scroll}
      onKeyDown={onKeyDown}
    >
      <div
        role="presentation"
        className={styles.rows}
        style={{ height: `${virtual.getTotalSize()}px` }}
      >
        {layout.groups.map((group) => {
          const end = group.firstRow + group.accounts.length;
          const drawn = items.flatMap(({ index: item, start: top }) => {
            const index = rowOfItem(item);
            const connection = index === null ? undefined : connections[index];
            if (index === null || connection === undefined) return [];
            if (index < group.firstRow || index >= end) return [];
            return [{ connection, index, offset: top - group.top }];
          });
          if (drawn.length === 0) return null;
          return (
            <ListGroup
              key={group.id}
              title={group.title}
              count={String(group.accounts.length)}
              place={group}
            >
              {drawn.map(({ connection, index, offset }) => (
                <ConnectionRow
                  key={connection.id}
                  connection={connection}
                  operation={running.get(connection.id) ?? null}
                  keychain={keychain}
                  index={index}
                  offset={offset}
                  selected={connection.id === openId}
                  reachable={index === cursor}
                  needsPerson={group.id === needsYouGroup}
                  copying={connection.id === copyingId}
                  ticked={ticked && connection.id === copiedId}
                  onChoose={choose}
                  onCopy={openCopyMenu}
                  onMend={mend}
                />
              ))}
            </ListGroup>
          );
        })}
      </div>
      {copying === undefined ? null : (
        <CopyMenu
          formats={quickFormatsOf(copying.facts)}
          trigger={trigger}
          onCopy={(format) => {
            void copy(copying.id, format).then((done) => {
              if (done) tickOf(copying.id);
            });
          }}
          onMore={hasMoreFormats(copying.facts) ? () => setChoosingId(copying.id) : null}
          onClose={closeCopyMenu}
        />
      )}
      {choosing === undefined ? null : (
        <Suspense>
          <CopyAsDialog
            connection={choosing}
            onClose={() => setChoosingId(null)}
            onCopied={() => tickOf(choosing.id)}
          />
        </Suspense>
      )}
    </div>
  );
};

const NothingUnder = ({ filter }: { readonly filter: keyof typeof listWords.none }) => (
  <div className={styles.none}>
    <CircleCheck size={28} strokeWidth={1.6} aria-hidden="true" />
    <p className={styles.noneTitle}>{listWords.none[filter].title}</p>
    <p>{listWords.none[filter].text}</p>
  </div>
);

const NothingFound = ({
  query,
  onClear,
}: {
  readonly query: string;
  readonly onClear: () => void;
}) => (
  <div className={styles.none}>
    <SearchX size={28} strokeWidth={1.6} aria-hidden="true" />
    <p className={styles.noneTitle}>Nothing found</p>
    <p>No account matches “{query.length > 60 ? `${query.slice(0, 60)}…` : query}”.</p>
    <Button size="small" className={styles.noneButton} onClick={onClear} data-focus-home>
      Clear search
    </Button>
  </div>
);
