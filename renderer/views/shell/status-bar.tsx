import {
  Archive,
  CircleHelp,
  ClipboardX,
  History,
  Hourglass,
  LoaderCircle,
  Lock,
  Settings,
  Terminal,
} from 'lucide-react';
import { copiedLabel } from '../../../shared/copy-formats.ts';
import type { KeychainView } from '../../../shared/schemas.ts';
import { activityWords } from '../../../shared/words/activity.ts';
import { backupWords } from '../../../shared/words/backup.ts';
import { stillCopied } from '../../../shared/words/clipboard.ts';
import { toolsWords } from '../../../shared/words/consumers.ts';
import { helpWords } from '../../../shared/words/help.ts';
import { settingsWords } from '../../../shared/words/settings.ts';
import { vaultWords } from '../../../shared/words/vault.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useApp, useClock, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import { type View, viewAt } from './view-stack.ts';
import styles from './window.module.css';

type Props = {
  readonly onShow: (operationId: string) => void;
  /** Opens another view; undefined where that would leave something. */
  readonly onView?: (view: View) => void;
};

/** The views that the line leads to. */
const linked = [
  {
    title: activityWords.title,
    icon: <History size={14} aria-hidden="true" />,
    view: viewAt.activity,
  },
  { title: toolsWords.title, icon: <Terminal size={14} aria-hidden="true" />, view: viewAt.tools },
  {
    title: backupWords.title,
    icon: <Archive size={14} aria-hidden="true" />,
    view: viewAt.backup,
  },
  {
    title: settingsWords.title,
    icon: <Settings size={14} aria-hidden="true" />,
    view: viewAt.settings,
  },
  { title: helpWords.title, icon: <CircleHelp size={14} aria-hidden="true" />, view: viewAt.help },
] as const;

/** The line at the bottom: a keychain that is not ready, sign-ins going on elsewhere, the clipboard. */
export const StatusBar = ({ onShow, onView }: Props) => {
  const { bridge, announce } = useApp();
  const { clipboard, keychain, operations } = useSnapshot();
  const connecting = operations.find(
    ({ kind, status }) => kind === 'connect' && status === 'running',
  );
  return (
    <footer className={styles.statusBar}>
      <div className={styles.statusSide}>
        {keychain.status === 'ready' ? null : (
          <span className={styles.statusItem}>
            <KeychainState status={keychain.status} />
          </span>
        )}
        {onView === undefined
          ? null
          : linked.map(({ title, icon, view }) => (
              <span key={title} className={styles.statusItem}>
                <Button look="ghost" size="small" icon={icon} onClick={() => onView(view)}>
                  {title}
                </Button>
              </span>
            ))}
      </div>
      <div className={styles.statusSide}>
        {connecting === undefined ? null : (
          <span className={styles.statusItem}>
            {connecting.prompt === null ? (
              <LoaderCircle size={14} aria-hidden="true" className={spinClass} />
            ) : (
              <Hourglass size={14} aria-hidden="true" />
            )}
            <span>Connecting an account</span>
            <Button look="ghost" size="small" onClick={() => onShow(connecting.id)}>
              Show
            </Button>
          </span>
        )}
        {clipboard === null ? null : (
          <span
            key={clipboard.clearsAtEpochMs}
            className={cx(styles.statusItem, styles.justCopied)}
          >
            <ClipboardX size={14} aria-hidden="true" />
            <span>
              {clipboard.clearsAtEpochMs === null ? (
                stillCopied(clipboard.copied)
              ) : (
                <>
                  {copiedLabel(clipboard.copied)} copied.{' '}
                  <ClearsIn clearsAtEpochMs={clipboard.clearsAtEpochMs} />
                </>
              )}
            </span>
            <Button
              look="ghost"
              size="small"
              onClick={() => {
                void settle(bridge.credentials.clearClipboard()).then((reply) => {
                  if (!reply.ok) return;
                  announce(
                    reply.value.cleared
                      ? 'Clipboard cleared'
                      : 'The clipboard could not be cleared',
                  );
                });
              }}
            >
              Clear now
            </Button>
          </span>
        )}
      </div>
    </footer>
  );
};

const ClearsIn = ({ clearsAtEpochMs }: { readonly clearsAtEpochMs: number }) => {
  const left = useClock((nowMs) => Math.max(0, Math.ceil((clearsAtEpochMs - nowMs) / 1000)));
  return <>Clears in {left} s</>;
};

const KeychainState = ({
  status,
}: {
  readonly status: Exclude<KeychainView['status'], 'ready'>;
}) => {
  const { keychain: name } = usePlatformWords();
  const { vault, keychain } = useSnapshot();
  if (status === 'checking')
    return (
      <>
        <LoaderCircle size={14} aria-hidden="true" className={spinClass} /> Checking {name}
      </>
    );
  if (vault !== null && keychain.error?.code === 'keychain.locked')
    return (
      <>
        <Lock size={14} aria-hidden="true" /> {vaultWords.status.locked}
      </>
    );
  return (
    <>
      <Lock size={14} aria-hidden="true" /> {name}{' '}
      {status === 'unused' ? 'not in use' : 'not available'}
    </>
  );
};
