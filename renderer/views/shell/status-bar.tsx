import { ClipboardX, Hourglass, LoaderCircle } from 'lucide-react';
import { stillCopied } from '../../../shared/words/clipboard.ts';
import { commonWords, frameWords } from '../../../shared/words/common.ts';
import { copiedLabel } from '../../../shared/words/copy-formats.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useApp, useClock, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './window.module.css';

type Props = {
  readonly onShow: (operationId: string) => void;
};

/** The line at the bottom, while there is something to say: a sign-in that goes on elsewhere, the clipboard. */
export const StatusBar = ({ onShow }: Props) => {
  const { bridge, announce } = useApp();
  const { clipboard, operations } = useSnapshot();
  const connecting = operations.find(
    ({ kind, status }) => kind === 'connect' && status === 'running',
  );
  if (connecting === undefined && clipboard === null) return null;
  return (
    <footer className={styles.statusBar}>
      <div className={styles.statusSide}>
        {connecting === undefined ? null : (
          <span className={styles.statusItem}>
            {connecting.prompt === null ? (
              <LoaderCircle size={14} aria-hidden="true" className={spinClass} />
            ) : (
              <Hourglass size={14} aria-hidden="true" />
            )}
            <span>{frameWords.connecting}</span>
            <Button look="ghost" size="small" onClick={() => onShow(connecting.id)}>
              {commonWords.show}
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
                <ClearsIn
                  what={copiedLabel(clipboard.copied)}
                  clearsAtEpochMs={clipboard.clearsAtEpochMs}
                />
              )}
            </span>
            <Button
              look="ghost"
              size="small"
              onClick={() => {
                void settle(bridge.credentials.clearClipboard()).then((reply) => {
                  if (!reply.ok) return;
                  announce(reply.value.cleared ? frameWords.cleared : frameWords.notCleared);
                });
              }}
            >
              {frameWords.clearNow}
            </Button>
          </span>
        )}
      </div>
    </footer>
  );
};

const ClearsIn = ({
  what,
  clearsAtEpochMs,
}: {
  readonly what: string;
  readonly clearsAtEpochMs: number;
}) => {
  const left = useClock((nowMs) => Math.max(0, Math.ceil((clearsAtEpochMs - nowMs) / 1000)));
  return <>{commonWords.clearsIn(what, left)}</>;
};
