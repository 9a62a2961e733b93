import {
  type ReactElement,
  Suspense,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { I18nProvider, useLocale } from 'react-aria-components/I18nProvider';
import { maxTextLength } from '../../../shared/limits.ts';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { AppInfo, Snapshot } from '../../../shared/schemas.ts';
import { doneWords } from '../../../shared/words/account-menu.ts';
import { dropWords } from '../../../shared/words/connect.ts';
import { withWords } from '../../../shared/words/providers.ts';
import { DropAnywhere } from '../../components/drop-anywhere.tsx';
import { FocusKeeper } from '../../components/focus-keeper.tsx';
import { loadMenu } from '../../components/lazy-menu.tsx';
import { Tooltips } from '../../components/tooltips.tsx';
import {
  type App,
  AppContext,
  type Notice,
  SnapshotContext,
  useApp,
  useSnapshot,
} from '../../state/app-context.tsx';
import { type Bridge, settle } from '../../state/bridge.ts';
import type { Clock } from '../../state/clock.ts';
import { deadlinesOf } from '../../state/deadlines.ts';
import { createLastFormats } from '../../state/last-formats.ts';
import { isBesideList } from '../../state/media.ts';
import { shortcut } from '../../state/platform-words.ts';
import type { SnapshotStore } from '../../state/snapshot-store.ts';
import { useLanguage } from '../../state/use-language.ts';
import { useRememberOpen } from '../../state/use-remember-open.ts';
import { ActivityView } from '../activity/lazy.ts';
import { BackupView } from '../backup/lazy.ts';
import { BucketsView } from '../buckets/lazy.ts';
import type { Draft } from '../connect/draft.ts';
import { ConnectView, loadConnectView } from '../connect/lazy.ts';
import { useRecognize } from '../connect/use-recognize.ts';
import { loadConnectionView } from '../connection/lazy.ts';
import { loadDialogs } from '../connection/lazy-dialogs.ts';
import { loadCopyAs } from '../copy-as/lazy.ts';
import { DoctorView } from '../doctor/lazy.ts';
import { ExposedView } from '../exposed/lazy.ts';
import { HelpView } from '../help/lazy.ts';
import { loadOperationPanel } from '../operation/lazy.ts';
import { loadPalette } from '../palette/lazy.ts';
import { SettingsView } from '../settings/lazy.ts';
import { loadSeveralBar } from '../several/lazy.ts';
import { ToolsView } from '../tools/lazy.ts';
import { Finder } from './finder.tsx';
import { type Asked, Home } from './home.tsx';
import { Milestones } from './milestones.tsx';
import { Toast } from './toast.tsx';
import { connectView, type Filling, formView, useViewStack, viewAt } from './view-stack.ts';
import styles from './window.module.css';

type Props = {
  readonly bridge: Bridge;
  readonly snapshots: SnapshotStore;
  readonly clock: Clock;
  /** The providers as they were when the window opened. */
  readonly shipped: readonly ProviderDescriptor[];
  readonly info: AppInfo | null;
};

/** What the first click is likely to need, fetched when a person comes to the window. */
const likelyNext = [
  loadConnectionView,
  loadMenu,
  loadConnectView,
  loadDialogs,
  loadCopyAs,
  loadOperationPanel,
  loadPalette,
  loadSeveralBar,
];

/** A window that nobody has come to yet goes without what only a click needs. */
const signsOfAPerson = ['pointermove', 'pointerdown', 'keydown'] as const;

export const Window = ({ bridge, snapshots, clock, shipped, info }: Props) => {
  const snapshot = useSyncExternalStore(snapshots.subscribe, snapshots.get);
  const locale = useLanguage(snapshot?.locale ?? null);
  const [descriptors, setDescriptors] = useState(shipped);
  // biome-ignore lint/correctness/useExhaustiveDependencies: words are those of the locale
  const providers = useMemo(() => descriptors.map(withWords), [descriptors, locale]);
  const [said, setSaid] = useState('');
  const [shown, setShown] = useState<{ readonly notice: Notice; readonly at: number } | null>(null);
  const closeNotice = useCallback(() => setShown(null), []);
  const [lastFormats] = useState(createLastFormats);

  const reloadProviders = useCallback(async () => {
    const reply = await settle(bridge.providers.list());
    if (reply.ok) setDescriptors(reply.value);
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
      setShown((before) => ({ notice: next, at: (before?.at ?? 0) + 1 }));
      const undoes = doneWords.undoneBy(shortcut(info?.platform ?? 'linux', 'Z'));
      announce(next.undo === undefined ? next.text : `${next.text}. ${undoes}`);
    },
    [announce, info],
  );

  const app = useMemo<App>(
    () => ({ bridge, clock, providers, reloadProviders, info, lastFormats, announce, notify }),
    [bridge, clock, providers, reloadProviders, info, lastFormats, announce, notify],
  );

  return (
    <I18nProvider locale={locale}>
      <Direction />
      <AppContext value={app}>
        {snapshot === null ? null : (
          <SnapshotContext value={snapshot}>
            <Views />
            {shown === null ? null : (
              <Toast key={shown.at} notice={shown.notice} onClose={closeNotice} />
            )}
            <Milestones />
          </SnapshotContext>
        )}
        <Tooltips />
        <FocusKeeper />
        {/* The attribute keeps react-aria from hiding it while a sheet or dialog is open. */}
        <div
          className="visually-hidden"
          role="status"
          aria-live="polite"
          data-live-announcer="true"
        >
          {said}
        </div>
      </AppContext>
    </I18nProvider>
  );
};

/** Has the page run as the language is written. */
const Direction = () => {
  const { direction } = useLocale();
  useLayoutEffect(() => {
    document.documentElement.dir = direction;
  }, [direction]);
  return null;
};

/** The account that was open when the window closed, where there is room for it beside the list. */
const lastOpenIn = ({ connections, settings }: Snapshot): string | null => {
  const isThere = connections.some(({ id }) => id === settings.lastOpen);
  return isThere && isBesideList() ? settings.lastOpen : null;
};

const Views = () => {
  const snapshot = useSnapshot();
  const { sheet, under, open, close, goTo } = useViewStack();
  const [openId, setOpenId] = useState<string | null>(() => lastOpenIn(snapshot));
  const [isStart, setIsStart] = useState(true);
  if (isStart && under !== null) setIsStart(false);
  /** Changes when the open account should take the focus. */
  const [entered, setEntered] = useState(0);
  const enter = useCallback((id: string) => {
    setOpenId(id);
    setEntered((count) => count + 1);
  }, []);
  const [asked, setAsked] = useState<Asked | null>(null);
  const ask = useCallback((id: string, deed: Asked['deed']) => {
    setOpenId(id);
    setAsked({ id, deed });
  }, []);
  const endAsking = useCallback(() => setAsked(null), []);
  const [sentDrafts] = useState(() => new Map<string, Draft>());
  // Offered once: after the first account, which this window saw come.
  const [beganEmpty] = useState(snapshot.connections.length === 0);
  const [answered, setAnswered] = useState(false);
  const offers = beganEmpty && !answered && snapshot.connections.length > 0;
  // Asked for on the command line; the view takes it from here, as it may hold what was typed.
  if (snapshot.wantedProvider !== null && sheet === null) open(connectView());

  const { bridge, notify } = useApp();
  const complain = useCallback((text: string) => notify({ tone: 'danger', text }), [notify]);
  const recognize = useRecognize(
    useCallback((start: Draft) => open(formView(start)), [open]),
    complain,
  );
  useRememberOpen(openId);
  const { wantedConnection } = snapshot;
  // A form may hold what was typed.
  const mayLeave = sheet === null;
  // Chosen in the tray or by a notice; after a form.
  useEffect(() => {
    if (wantedConnection === null || !mayLeave) return;
    void settle(bridge.connections.takeWanted());
    goTo(null);
    enter(wantedConnection);
  }, [wantedConnection, mayLeave, bridge, goTo, enter]);

  useEffect(() => {
    const leave = new AbortController();
    const come = (): void => {
      leave.abort();
      for (const load of likelyNext) void load();
    };
    for (const sign of signsOfAPerson)
      document.addEventListener(sign, come, { passive: true, signal: leave.signal });
    return () => leave.abort();
  }, []);

  useEffect(
    () => (mayLeave ? bridge.app.onGo((place) => goTo(viewAt[place])) : undefined),
    [bridge, mayLeave, goTo],
  );

  const watch = (operationId: string): void => open(connectView(operationId));
  const draw = (view: Filling): ReactElement => {
    switch (view.kind) {
      case 'activity':
        return <ActivityView text={view.text} onConnect={watch} onClose={close} />;
      case 'tools':
        return (
          <ToolsView
            onClose={close}
            onShowExposed={() => open({ kind: 'exposed' })}
            onShow={watch}
          />
        );
      case 'backup':
        return <BackupView onClose={close} onShow={watch} />;
      case 'buckets': {
        const connection = snapshot.connections.find(({ id }) => id === view.connectionId);
        // It was disconnected meanwhile.
        if (connection === undefined) return <div className={styles.blank} />;
        return <BucketsView connection={connection} onClose={close} onShow={watch} />;
      }
      case 'exposed':
        return (
          <ExposedView onClose={close} onTake={(start) => open(formView(start))} onShow={watch} />
        );
      case 'doctor':
        return (
          <DoctorView onClose={close} onTools={() => open({ kind: 'tools' })} onShow={watch} />
        );
      case 'help':
        return (
          <HelpView
            onClose={close}
            onDoctor={() => open({ kind: 'doctor' })}
            onBackup={() => open({ kind: 'backup' })}
            onShow={watch}
          />
        );
      case 'settings':
        return <SettingsView onClose={close} onShow={watch} />;
    }
  };

  const isThere = snapshot.connections.some(({ id }) => id === openId);
  return (
    <>
      {under === null ? (
        <Home
          openId={isThere ? openId : null}
          entered={entered}
          onOpen={setOpenId}
          onEnter={enter}
          comesBack={!isStart}
          asked={asked}
          onAsk={ask}
          onAsked={endAsking}
          onView={open}
          exposedOffer={
            offers
              ? {
                  onLook: () => {
                    setAnswered(true);
                    open({ kind: 'exposed' });
                  },
                  onLater: () => setAnswered(true),
                }
              : null
          }
        />
      ) : (
        <Suspense fallback={<div className={styles.blank} />}>{draw(under)}</Suspense>
      )}
      {sheet === null ? null : (
        <Suspense>
          <ConnectView
            key={sheet.operationId ?? 'new'}
            operationId={sheet.operationId}
            start={sheet.start}
            withKeys={sheet.withKeys}
            sent={sentDrafts}
            onClose={(connectedId) => {
              // What was open before stays open, unless there is something new to see.
              if (connectedId !== null) enter(connectedId);
              close();
            }}
          />
        </Suspense>
      )}
      {mayLeave ? (
        <DropAnywhere
          hint={dropWords.anywhere}
          within={0}
          longest={maxTextLength}
          onText={(text, from) => void recognize(text, from)}
          onProblem={complain}
        />
      ) : null}
      <Finder
        mayFind={mayLeave}
        openId={openId}
        onOpen={(id) => {
          goTo(null);
          enter(id);
        }}
        onAsk={(id, deed) => {
          goTo(null);
          ask(id, deed);
        }}
        onGo={(place) => goTo(viewAt[place])}
      />
    </>
  );
};
