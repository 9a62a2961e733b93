import {
  type ReactNode,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type { AppInfo } from '../../../shared/schemas.ts';
import { type Provider, withWords } from '../../../shared/words/providers.ts';
import { FocusKeeper, overlay } from '../../components/focus-keeper.tsx';
import { loadMenu } from '../../components/lazy-menu.tsx';
import { Tooltips } from '../../components/tooltips.tsx';
import {
  type App,
  AppContext,
  type Notice,
  NoticeContext,
  SnapshotContext,
  useSnapshot,
} from '../../state/app-context.tsx';
import { type Bridge, settle } from '../../state/bridge.ts';
import type { Clock } from '../../state/clock.ts';
import { deadlinesOf } from '../../state/deadlines.ts';
import { createLastFormats } from '../../state/last-formats.ts';
import type { SnapshotStore } from '../../state/snapshot-store.ts';
import { ActivityView } from '../activity/lazy.ts';
import type { Draft } from '../connect/connect-form.tsx';
import { ConnectView, loadConnectView } from '../connect/lazy.ts';
import { loadDialogs } from '../connection/lazy.ts';
import { loadCopyAs } from '../copy-as/lazy.ts';
import { ExposedView } from '../exposed/lazy.ts';
import { loadOperationPanel } from '../operation/lazy.ts';
import type { Place } from '../palette/commands.ts';
import { loadPalette, Palette } from '../palette/lazy.ts';
import { ToolsView } from '../tools/lazy.ts';
import { Home } from './home.tsx';
import { Milestones } from './milestones.tsx';
import styles from './window.module.css';

type Props = {
  readonly bridge: Bridge;
  readonly snapshots: SnapshotStore;
  readonly clock: Clock;
  /** The providers as they were when the window opened. */
  readonly shipped: readonly Provider[];
  readonly info: AppInfo | null;
};

/** What the first click is likely to need, fetched once the window has drawn itself. */
const likelyNext = [
  loadMenu,
  loadConnectView,
  loadDialogs,
  loadCopyAs,
  loadOperationPanel,
  loadPalette,
];

/** How many commands the palette remembers. */
const maxRecent = 5;

const isPaletteKey = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey) &&
  !event.shiftKey &&
  !event.altKey &&
  event.key.toLowerCase() === 'k';

const newsShownMs = 4_000;
const troubleShownMs = 9_000;

export const Window = ({ bridge, snapshots, clock, shipped, info }: Props) => {
  const snapshot = useSyncExternalStore(snapshots.subscribe, snapshots.get);
  const [providers, setProviders] = useState(shipped);
  const [said, setSaid] = useState('');
  const [notice, setNotice] = useState<Notice | null>(null);
  const [lastFormats] = useState(createLastFormats);

  const reloadProviders = useCallback(async () => {
    const reply = await settle(bridge.providers.list());
    if (reply.ok) setProviders(reply.value.map(withWords));
  }, [bridge]);

  useEffect(() => {
    if (snapshot !== null) clock.setDeadlines(deadlinesOf(snapshot));
  }, [snapshot, clock]);

  const announce = useCallback((text: string) => {
    // The trailing space makes a repeated text a change, which screen readers then say again.
    setSaid((before) => (before === text ? `${text}\u00a0` : text));
  }, []);
  const notify = useCallback(
    (next: Notice) => {
      setNotice(next);
      announce(next.text);
    },
    [announce],
  );
  useEffect(() => {
    if (notice === null) return;
    const timer = setTimeout(
      () => setNotice(null),
      notice.tone === 'ok' ? newsShownMs : troubleShownMs,
    );
    return () => clearTimeout(timer);
  }, [notice]);

  const app = useMemo<App>(
    () => ({ bridge, clock, providers, reloadProviders, info, lastFormats, announce, notify }),
    [bridge, clock, providers, reloadProviders, info, lastFormats, announce, notify],
  );

  return (
    <AppContext value={app}>
      {snapshot === null ? null : (
        <SnapshotContext value={snapshot}>
          <NoticeContext value={notice}>
            <Views />
          </NoticeContext>
          <Milestones />
        </SnapshotContext>
      )}
      <Tooltips />
      <FocusKeeper />
      <div className="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
    </AppContext>
  );
};

const Views = () => {
  const snapshot = useSnapshot();
  // What fills the window is local to it: main knows nothing of views.
  const [openId, setOpenId] = useState<string | null>(null);
  /** Changes when the open account should take the focus. */
  const [entered, setEntered] = useState(0);
  const enter = useCallback((id: string) => {
    setOpenId(id);
    setEntered((count) => count + 1);
  }, []);
  /** The operation to watch, or null to begin with the gallery; undefined while the list is shown. */
  const [connecting, setConnecting] = useState<string | null>();
  /** What the activity is narrowed down to; null while it is not shown. */
  const [activity, setActivity] = useState<string | null>(null);
  /** The form that a connect begins at, when a key was found for it. */
  const [start, setStart] = useState<Draft | null>(null);
  const [sentDrafts] = useState(() => new Map<string, Draft>());
  const connect = useCallback(
    (operationId: string | null = null) => setConnecting(operationId),
    [],
  );
  // Asked for on the command line; the view takes it from here, as it may hold what was typed.
  if (snapshot.wantedProvider !== null && connecting === undefined) setConnecting(null);
  const leaveConnect = useCallback((connectedId: string | null) => {
    // What was open before stays open, unless there is something new to see.
    if (connectedId !== null) setOpenId(connectedId);
    setConnecting(undefined);
    setStart(null);
  }, []);

  useEffect(() => {
    const loadLikelyNext = (): void => {
      for (const load of likelyNext) void load();
    };
    requestIdleCallback(loadLikelyNext, { timeout: 3_000 });
  }, []);

  const [showsTools, setShowsTools] = useState(false);
  const showTools = useCallback(() => setShowsTools(true), []);
  const leaveTools = useCallback(() => setShowsTools(false), []);

  const leaveActivity = useCallback(() => setActivity(null), []);
  // Offered once: after the first account, which this window saw come.
  const [beganEmpty] = useState(snapshot.connections.length === 0);
  const [answered, setAnswered] = useState(false);
  const offers = beganEmpty && !answered && snapshot.connections.length > 0;
  const [showsExposed, setShowsExposed] = useState(false);
  const leaveExposed = useCallback(() => setShowsExposed(false), []);
  const takeKey = useCallback((filled: Draft) => {
    setStart(filled);
    setConnecting(null);
  }, []);
  const isHome = connecting === undefined && activity === null && !showsTools && !showsExposed;
  useEffect(() => {
    if (!isHome) return;
    const key = (event: KeyboardEvent): void => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'n') {
        event.preventDefault();
        connect();
      }
    };
    document.addEventListener('keydown', key);
    return () => document.removeEventListener('keydown', key);
  }, [isHome, connect]);

  // A form may hold what was typed, which is left by its own buttons alone.
  const mayFind = connecting === undefined;
  const [finds, setFinds] = useState(false);
  const [recent, setRecent] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!mayFind) return;
    const key = (event: KeyboardEvent): void => {
      if (!isPaletteKey(event)) return;
      event.preventDefault();
      // Over another dialog or menu it does not open; over itself it closes.
      setFinds((before) => !before && document.querySelector(overlay) === null);
    };
    // What has the focus in the palette keeps keys to itself.
    document.addEventListener('keydown', key, true);
    return () => document.removeEventListener('keydown', key, true);
  }, [mayFind]);
  const goHome = (): void => {
    leaveActivity();
    leaveTools();
  };
  const go = (place: Place): void => {
    goHome();
    if (place === 'connect') connect();
    else if (place === 'tools') showTools();
    else setActivity('');
  };
  const palette =
    finds && mayFind ? (
      <Suspense>
        <Palette
          openId={openId}
          recent={recent}
          onRun={(key) =>
            setRecent((before) =>
              [key, ...before.filter((each) => each !== key)].slice(0, maxRecent),
            )
          }
          onOpen={(id) => {
            goHome();
            enter(id);
          }}
          onGo={go}
          onClose={() => setFinds(false)}
        />
      </Suspense>
    ) : null;

  if (connecting === undefined && activity !== null) {
    return (
      <Suspense fallback={<Blank />}>
        <ActivityView text={activity} onConnect={connect} onClose={leaveActivity} />
        {palette}
      </Suspense>
    );
  }
  const showExposed = (): void => setShowsExposed(true);
  if (connecting === undefined && showsExposed) {
    return (
      <Suspense fallback={<Blank />}>
        <ExposedView
          onClose={leaveExposed}
          onTake={takeKey}
          onShow={(operationId) => {
            leaveExposed();
            connect(operationId);
          }}
        />
      </Suspense>
    );
  }
  if (connecting === undefined && showsTools) {
    return (
      <Suspense fallback={<Blank />}>
        <ToolsView
          onClose={leaveTools}
          onShowExposed={showExposed}
          onShow={(operationId) => {
            leaveTools();
            connect(operationId);
          }}
        />
        {palette}
      </Suspense>
    );
  }
  if (connecting !== undefined) {
    return (
      <Suspense fallback={<Blank />}>
        <ConnectView
          key={connecting ?? 'new'}
          operationId={connecting}
          start={start}
          sent={sentDrafts}
          onClose={leaveConnect}
        />
      </Suspense>
    );
  }
  const isThere = snapshot.connections.some(({ id }) => id === openId);
  return (
    <>
      <Home
        openId={isThere ? openId : null}
        entered={entered}
        onOpen={setOpenId}
        onEnter={enter}
        onConnect={connect}
        onActivity={setActivity}
        onShowTools={showTools}
        exposedOffer={
          offers
            ? {
                onLook: () => {
                  setAnswered(true);
                  showExposed();
                },
                onLater: () => setAnswered(true),
              }
            : null
        }
      />
      {palette}
    </>
  );
};

const Blank = (): ReactNode => <div className={styles.blank} />;
