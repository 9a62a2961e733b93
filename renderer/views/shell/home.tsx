import { Plus } from 'lucide-react';
import {
  Suspense,
  useCallback,
  useDeferredValue,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import {
  type AccountFilter,
  arrangeAccounts,
  countAccounts,
  isOffered,
  isShownUnder,
} from '../../../shared/account-list.ts';
import { operationOf } from '../../../shared/connection-rules.ts';
import { frameWords } from '../../../shared/words/common.ts';
import { statusWords } from '../../../shared/words/status.ts';
import { BrandMark } from '../../components/brand.tsx';
import { IconButton } from '../../components/button.tsx';
import { overlay } from '../../components/focus-keeper.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { isBesideList } from '../../state/media.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import { searchConnections } from '../../state/search.ts';
import { useLastUsed } from '../../state/use-last-used.ts';
import { useListMoment } from '../../state/use-list-moment.ts';
import type { AskedDeed } from '../account/account-menu.tsx';
import { ConnectionView } from '../connection/lazy.ts';
import { ConnectionList, type ListHandle } from '../connections/connection-list.tsx';
import { OutcomeDialog } from '../several/lazy.ts';
import { useSeveral } from '../several/use-several.ts';
import { Summary } from '../summary/lazy.ts';
import { Banners } from './banners.tsx';
import { ExposedOffer } from './exposed-offer.tsx';
import { PlacesMenu } from './places.tsx';
import { Search } from './search.tsx';
import { Sidebar } from './sidebar.tsx';
import { SidebarToggle } from './sidebar-edge.tsx';
import { SortButton } from './sort-button.tsx';
import { StatusBar } from './status-bar.tsx';
import { connectView, type View } from './view-stack.ts';
import { Welcome } from './welcome.tsx';
import styles from './window.module.css';

type Props = {
  readonly openId: string | null;
  /** Changes when the open account should take the focus. */
  readonly entered: number;
  readonly onOpen: (id: string | null) => void;
  /** Opens an account and gives it the focus. */
  readonly onEnter: (id: string) => void;
  /** Another view was shown before. */
  readonly comesBack: boolean;
  /** What the account is to ask, and for which one; null once it does. */
  readonly asked: Asked | null;
  readonly onAsk: (id: string, deed: AskedDeed) => void;
  readonly onAsked: () => void;
  /** Opens a view in place of the accounts. */
  readonly onView: (view: View) => void;
  /** Opens the search for keys in plain text, or puts it off; null where it is not offered. */
  readonly exposedOffer: { readonly onLook: () => void; readonly onLater: () => void } | null;
};

/** What an account is to ask, that was chosen elsewhere. */
export type Asked = { readonly id: string; readonly deed: AskedDeed };

/** The list of connections and, beside or over it, the open one. */
export const Home = (props: Props) => {
  const {
    openId,
    entered,
    onOpen,
    onEnter,
    comesBack,
    asked,
    onAsk,
    onAsked,
    onView,
    exposedOffer,
  } = props;
  const several = useSeveral();
  const { clock, providers } = useApp();
  const words = usePlatformWords();
  const { connections, operations, keychain, settings } = useSnapshot();
  const [query, setQuery] = useState('');
  const [chosenFilter, setFilter] = useState<AccountFilter>('all');
  const deferredQuery = useDeferredValue(query);
  const search = useRef<HTMLInputElement>(null);
  const list = useRef<ListHandle>(null);
  // Come back from connecting, the open account is where to go on.
  const [cameBack] = useState(openId !== null && comesBack ? 1 : 0);

  const names = useMemo(
    () => new Map(providers.map((provider) => [provider.id as string, provider.name])),
    [providers],
  );
  const nowMs = useListMoment(connections);
  const providerName = useCallback((id: string) => names.get(id) ?? id, [names]);
  const counts = useMemo(
    () => countAccounts(connections, { keychain, nowMs, providerName }),
    [connections, keychain, nowMs, providerName],
  );
  const filter = isOffered(chosenFilter, counts) ? chosenFilter : 'all';
  const filtered = useMemo(
    () =>
      filter === 'all'
        ? connections
        : connections.filter((each) => isShownUnder(filter, each, { keychain, nowMs })),
    [connections, filter, keychain, nowMs],
  );
  const found = useMemo(
    () =>
      searchConnections(filtered, deferredQuery, providerName, (connection) =>
        statusWords({
          connection,
          operation: operationOf(operations, connection.id),
          keychain,
          // Spans are found as they are shown.
          nowMs: Math.max(nowMs, clock.now()),
        }),
      ),
    [filtered, operations, keychain, deferredQuery, providerName, clock, nowMs],
  );
  const lastUsed = useLastUsed(settings.sort === 'last-used');
  const groups = useMemo(
    () =>
      arrangeAccounts(found, {
        sort: settings.sort,
        keychain,
        nowMs,
        providerName,
        lastUsedMs: ({ id }) => lastUsed.get(id) ?? 0,
      }),
    [found, settings.sort, keychain, nowMs, providerName, lastUsed],
  );

  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (document.querySelector(overlay) !== null) return;
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select');
      const find = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'f';
      if (find || (event.key === '/' && !typing)) {
        event.preventDefault();
        search.current?.focus();
        search.current?.select();
      } else if (
        (event.ctrlKey || event.metaKey) &&
        !event.shiftKey &&
        event.key.toLowerCase() === 'n'
      ) {
        event.preventDefault();
        onView(connectView());
      }
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [onView]);

  const leave = useCallback(() => {
    const id = openId;
    if (!isBesideList()) onOpen(null);
    requestAnimationFrame(() => list.current?.focus(id));
  }, [onOpen, openId]);

  const open = connections.find(({ id }) => id === openId) ?? null;

  const statusBar = <StatusBar onShow={(operationId) => onView(connectView(operationId))} />;
  return (
    <div className={styles.window}>
      <Banners />
      {exposedOffer === null ? null : <ExposedOffer {...exposedOffer} />}
      {connections.length === 0 ? (
        <>
          <Welcome onView={onView} />
          {statusBar}
        </>
      ) : (
        <>
          <header className={styles.bar}>
            <div className={styles.barSide}>
              <h1 className={styles.brand}>
                <BrandMark />
                <span>Stowkey</span>
              </h1>
              <SidebarToggle />
            </div>
            <Search
              ref={search}
              value={query}
              onChange={(value) => {
                setQuery(value);
                // Who looks for something by name looks everywhere.
                if (value !== '') setFilter('all');
              }}
              onLeave={() => list.current?.focus(null)}
              found={deferredQuery === '' ? null : found.length}
            />
            <div className={styles.barSide}>
              <SortButton />
              <PlacesMenu onView={onView} />
              <IconButton
                look="primary"
                label={frameWords.connect}
                tip={frameWords.connectBy(words.shortcut('N'))}
                icon={<Plus size={16} aria-hidden="true" />}
                onClick={() => onView(connectView())}
              />
            </div>
          </header>
          <div
            className={styles.panes}
            data-open={open === null ? undefined : ''}
            data-sidebar={settings.sidebarWidth}
          >
            <Sidebar counts={counts} filter={filter} onFilter={setFilter} onView={onView} />
            <section className={styles.list} aria-label={frameWords.accounts}>
              <ConnectionList
                key={settings.density}
                ref={list}
                groups={groups}
                query={deferredQuery}
                filter={filter}
                openId={openId}
                onOpen={onOpen}
                onEnter={onEnter}
                onAsk={onAsk}
                several={several}
                onClearSearch={() => {
                  setQuery('');
                  search.current?.focus();
                }}
              />
            </section>
            <main className={styles.pane}>
              <Suspense>
                {open === null ? (
                  <Summary
                    nowMs={nowMs}
                    onEnter={onEnter}
                    onShowNeeding={() => setFilter('needs-you')}
                  />
                ) : (
                  <ConnectionView
                    key={open.id}
                    connection={open}
                    focusRequest={cameBack + entered}
                    onLeave={leave}
                    onView={onView}
                    asked={asked?.id === open.id ? asked.deed : null}
                    onAsked={onAsked}
                  />
                )}
              </Suspense>
            </main>
            {statusBar}
          </div>
        </>
      )}
      {several.outcome === null ? null : (
        <Suspense>
          <OutcomeDialog outcome={several.outcome} onClose={several.closeOutcome} />
        </Suspense>
      )}
    </div>
  );
};
