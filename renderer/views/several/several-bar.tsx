import { Archive, LoaderCircle, RefreshCw, Tag, Unplug, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { severalWords as words } from '../../../shared/words/several.ts';
import { IconButton, spinClass } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useChangeTags } from '../../state/use-marking.ts';
import { TagsDialog } from '../account/tags-dialog.tsx';
import { SaveDialog } from '../backup/save-dialog.tsx';
import styles from './several.module.css';
import { ConfirmDialog } from './several-dialogs.tsx';
import type { Several } from './use-several.ts';

type Props = {
  readonly connections: readonly ConnectionView[];
  readonly several: Several;
  readonly disconnecting: boolean;
  /** Begins to ask whether they are to be disconnected, or ends that. */
  readonly onDisconnecting: (asks: boolean) => void;
  /** Ends the selection. */
  readonly onEnd: () => void;
};

/** What can be done with all accounts that are marked. */
export const SeveralBar = (props: Props) => {
  const { connections, several, disconnecting, onDisconnecting, onEnd } = props;
  const { running, run } = several;
  const { keychain } = useSnapshot();
  const changeTags = useChangeTags();
  const [asks, setAsks] = useState<'tags' | 'backup' | null>(null);
  const busy = running !== null || keychain.status !== 'ready';
  const button = (label: string, icon: ReactNode, onClick: () => void, off: boolean) => (
    <IconButton label={label} icon={icon} disabled={off} onClick={onClick} />
  );
  return (
    <section
      className={styles.bar}
      aria-label={words.bar}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        if (!event.currentTarget.contains(event.target as Node)) return;
        event.preventDefault();
        onEnd();
      }}
    >
      <span className={styles.count}>
        {running === null ? (
          words.marked(connections.length)
        ) : (
          <>
            <LoaderCircle size={14} aria-hidden="true" className={spinClass} />
            {words.running[running.act](running.count)}
          </>
        )}
      </span>
      {button(
        words.renew,
        <RefreshCw size={15} aria-hidden="true" />,
        () => void run('renewSeveral', connections),
        busy,
      )}
      {button(words.tag, <Tag size={15} aria-hidden="true" />, () => setAsks('tags'), false)}
      {button(
        words.backUp,
        <Archive size={15} aria-hidden="true" />,
        () => setAsks('backup'),
        busy,
      )}
      {button(
        words.disconnect,
        <Unplug size={15} aria-hidden="true" />,
        () => onDisconnecting(true),
        running !== null,
      )}
      <span className={styles.rule} aria-hidden="true" />
      {button(words.end, <X size={15} aria-hidden="true" />, onEnd, false)}
      {asks === 'tags' ? (
        <TagsDialog
          connections={connections}
          onSave={(change) => changeTags(connections, change)}
          onClose={() => setAsks(null)}
        />
      ) : null}
      {asks === 'backup' ? (
        <SaveDialog chosen={connections.map(({ id }) => id)} onClose={() => setAsks(null)} />
      ) : null}
      {disconnecting ? (
        <ConfirmDialog
          connections={connections}
          onClose={() => onDisconnecting(false)}
          onConfirm={() => {
            onDisconnecting(false);
            void run('disconnectSeveral', connections);
          }}
        />
      ) : null}
    </section>
  );
};
