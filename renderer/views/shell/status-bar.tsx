import { ClipboardX, Hourglass, LoaderCircle } from 'lucide-react';
import { copiedLabel } from '../../../shared/copy-formats.ts';
import { stillCopied } from '../../../shared/words/clipboard.ts';
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
