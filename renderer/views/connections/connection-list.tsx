import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import {
  type ComponentProps,
  type KeyboardEvent,
  type MouseEvent,
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
import { frameWords } from '../../../shared/words/common.ts';
import { severalWords } from '../../../shared/words/several.ts';
import { CopyMenu } from '../../components/copy-menu.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { hasMoreFormats, quickFormatsOf } from '../../state/copyable.ts';
import { isBesideList } from '../../state/media.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useLastFormat } from '../../state/use-last-format.ts';
import { useStart } from '../../state/use-start.ts';
import { useTick } from '../../state/use-tick.ts';
import {
  type AccountDeed,
  type AskedDeed,
  useAccountDeeds,
  useAccountMenu,
} from '../account/account-menu.tsx';
import { CopyAsDialog } from '../copy-as/lazy.ts';
import { SeveralBar } from '../several/lazy.ts';
import { type SeveralAsks, type SeveralDeed, severalEntries } from '../several/several-menu.tsx';
import type { Several } from '../several/use-several.ts';
import styles from './connection-list.module.css';
import { ConnectionRow } from './connection-row.tsx';
import { ListGroup } from './list-group.tsx';
import { layOut } from './list-layout.ts';
import { nextRow } from './next-row.ts';
import { NothingFound, NothingUnder } from './nothing.tsx';
import { RowMenu } from './row-menu.tsx';
import { useMarks } from './use-marks.ts';

export type ListHandle = {
  /** Puts the focus on a connection's row, or on the one that Tab would reach. */
  readonly focus: (id: string | null) => void;
};

/** Where the menu of an account opens, in pixels. */
type MenuAt = {
  readonly id: string;
  readonly place: { readonly left: number; readonly top: number };
};

const withCommand = ({ ctrlKey, metaKey }: KeyboardEvent): boolean => ctrlKey || metaKey;

type Props = {
  readonly ref: Ref<ListHandle>;
  readonly groups: readonly AccountGroup<ConnectionView>[];
  readonly query: string;
  readonly filter: AccountFilter;
  readonly openId: string | null;
  readonly onOpen: (id: string) => void;
  /** Opens and moves the focus along. */
  readonly onEnter: (id: string) => void;
  /** Asks the person something first, with the account open. */
  readonly onAsk: (id: string, deed: AskedDeed) => void;
  readonly several: Several;
  readonly onClearSearch: () => void;
};

/**
 * The list, as a grid of one row an account: arrows move, Enter opens, Right reaches the row's buttons.
 * Only the rows in sight exist.
 */
export const ConnectionList = (props: Props) => {
  const { ref, groups, query, openId, onOpen, onEnter, onAsk, several } = props;
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
  const { marked, has: isMarked, acts: marks } = useMarks(connections, openId);
  const isMarking = marked.length > 0;

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
    (index: number, opens = true): void => {
      const target = connections[index];
      if (target === undefined) return;
      awaitedRow.current = index;
      setCursorId(target.id);
      // The first row brings the title above it into sight.
      virtual.scrollToIndex(index === 0 ? 0 : itemOfRow(index), { align: 'auto' });
      if (isBesideList() && opens) onOpen(target.id);
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

  const choose = useCallback<ComponentProps<typeof ConnectionRow>['onChoose']>(
    (index, { shiftKey, ctrlKey, metaKey }) => {
      const target = connections[index];
      if (target === undefined) return;
      setCursorId(target.id);
      if (shiftKey) marks.extendTo(target.id, openId ?? target.id);
      else if (ctrlKey || metaKey) marks.toggle(target.id);
      else {
        marks.end();
        onOpen(target.id);
      }
    },
    [connections, onOpen, openId, marks],
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
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? 0) / rowHeight) - 1);
    const next = nextRow(event.key, cursor, connections.length, page);
    const target = connections[cursor];
    if (next !== null) move(next, event);
    else if (event.key === 'ArrowRight') stops[at + 1]?.focus();
    else if (event.key === 'ArrowLeft' && at > 0) stops[at - 1]?.focus();
    else if (event.key === 'Escape' && isMarking) marks.end();
    else if (withCommand(event) && event.key.toLowerCase() === 'a') marks.all();
    else if (at !== 0 || target === undefined || !onRowKey(target, event)) return;
    event.preventDefault();
  };
  const move = (row: number, event: KeyboardEvent): void => {
    const target = connections[row];
    moveTo(row, !event.shiftKey && !withCommand(event));
    if (event.shiftKey && target !== undefined)
      marks.extendTo(target.id, connections[cursor]?.id ?? target.id);
    else if (!withCommand(event)) marks.end();
  };
  /** Does what a key means for an account alone, and says whether it means anything. */
  const onRowKey = (target: ConnectionView, event: KeyboardEvent): boolean => {
    if (event.key === 'Enter') onEnter(target.id);
    else if (event.key === ' ') marks.toggle(target.id);
    else if (event.key === 'F2') onDeed('rename', target);
    else if (event.key === 'Delete' || (event.metaKey && event.key === 'Backspace')) {
      if (!isMarking) onDeed('disconnect', target);
      else if (several.running === null) setSeveralAsks('disconnect');
    } else if (withCommand(event) && event.key.toLowerCase() === 'c' && !isMarking)
      onDeed('copy', target);
    else return false;
    return true;
  };

  const start = useStart();
  const mend = useCallback<ComponentProps<typeof ConnectionRow>['onMend']>(
    (action, id) => void start(action, id),
    [start],
  );

  const lastFormat = useLastFormat();
  const menuOf = useAccountMenu();
  const doDeed = useAccountDeeds();
  const onDeed = (deed: AccountDeed, connection: ConnectionView): void => {
    if (deed === 'copy') {
      // A locked keychain says so by itself.
      const format = lastFormat(connection.facts);
      if (format === null || connection.state !== 'active') return;
      void copy(connection.id, format).then((done) => {
        if (done) tickOf(connection.id);
      });
    } else if (deed === 'copy-as') setChoosingId(connection.id);
    else if (!doDeed(deed, connection)) onAsk(connection.id, deed as AskedDeed);
  };
  const [severalAsks, setSeveralAsks] = useState<SeveralAsks | null>(null);
  // Who marks others later is not asked what nobody answered.
  if (!isMarking && severalAsks !== null) setSeveralAsks(null);
  const onSeveralDeed = (deed: SeveralDeed): void => {
    if (deed === 'renew') void several.run('renewSeveral', marked);
    else setSeveralAsks(deed);
  };
  const [menuAt, setMenuAt] = useState<MenuAt | null>(null);
  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    if (!(event.target instanceof HTMLElement)) return;
    const row = event.target.closest<HTMLElement>('[role=row]');
    const target = row === null ? undefined : connections[Number(row.dataset.index)];
    if (target === undefined) return;
    event.preventDefault();
    setCursorId(target.id);
    if (!isMarked(target.id)) {
      marks.end();
      // The menu is of the account that is shown.
      if (isBesideList()) onOpen(target.id);
    }
    setMenuAt({ id: target.id, place: { left: event.clientX, top: event.clientY } });
  };

  const copying = connections.find(({ id }) => id === copyingId);
  const choosing = connections.find(({ id }) => id === choosingId);
  const withMenu = connections.find(({ id }) => id === menuAt?.id);
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
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot place rows by transform */}
      <div
        ref={scroll}
        role="grid"
        aria-label={frameWords.accounts}
        aria-multiselectable="true"
        aria-rowcount={connections.length}
        data-density={settings.density}
        className={styles.scroll}
        onKeyDown={onKeyDown}
        onContextMenu={onContextMenu}
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
                    selected={isMarking ? isMarked(connection.id) : connection.id === openId}
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
      {menuAt === null || withMenu === undefined ? null : isMarking ? (
        <RowMenu
          label={severalWords.marked(marked.length)}
          {...menuAt.place}
          entries={severalEntries(keychain, several.running).filter(({ off }) => !off)}
          onAction={onSeveralDeed}
          onClose={() => setMenuAt(null)}
        />
      ) : (
        <RowMenu
          label={withMenu.label}
          {...menuAt.place}
          entries={menuOf(withMenu)}
          onAction={(deed) => onDeed(deed, withMenu)}
          onClose={() => setMenuAt(null)}
        />
      )}
      {isMarking ? (
        <Suspense>
          <SeveralBar
            connections={marked}
            several={several}
            asks={severalAsks}
            onDeed={onSeveralDeed}
            onAsked={() => setSeveralAsks(null)}
            onEnd={() => {
              marks.end();
              focusRow(cursor);
            }}
          />
        </Suspense>
      ) : null}
    </>
  );
};
