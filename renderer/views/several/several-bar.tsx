import { LoaderCircle, X } from 'lucide-react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { severalWords as words } from '../../../shared/words/several.ts';
import { IconButton, spinClass } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useChangeTags } from '../../state/use-marking.ts';
import { TagsDialog } from '../account/tags-dialog.tsx';
import { SaveDialog } from '../backup/save-dialog.tsx';
import styles from './several.module.css';
import { ConfirmDialog } from './several-dialogs.tsx';
import { type SeveralAsks, type SeveralDeed, severalEntries } from './several-menu.tsx';
import type { Several } from './use-several.ts';

type Props = {
  readonly connections: readonly ConnectionView[];
  readonly several: Several;
  /** What the person is asked now. */
  readonly asks: SeveralAsks | null;
  readonly onDeed: (deed: SeveralDeed) => void;
  readonly onAsked: () => void;
  /** Ends the selection. */
  readonly onEnd: () => void;
};

/** What can be done with all accounts that are marked. */
export const SeveralBar = (props: Props) => {
  const { connections, several, asks, onDeed, onAsked, onEnd } = props;
  const { running, disconnect } = several;
  const { keychain } = useSnapshot();
  const changeTags = useChangeTags();
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
      {severalEntries(keychain, running).map(({ id, label, icon, off }) => (
        <IconButton key={id} label={label} icon={icon} disabled={off} onClick={() => onDeed(id)} />
      ))}
      <span className={styles.rule} aria-hidden="true" />
      <IconButton label={words.end} icon={<X size={15} aria-hidden="true" />} onClick={onEnd} />
      {asks === 'tags' ? (
        <TagsDialog
          connections={connections}
          onSave={(change) => changeTags(connections, change)}
          onClose={onAsked}
        />
      ) : null}
      {asks === 'backup' ? (
        <SaveDialog chosen={connections.map(({ id }) => id)} onClose={onAsked} />
      ) : null}
      {asks === 'disconnect' ? (
        <ConfirmDialog
          connections={connections}
          onClose={onAsked}
          onConfirm={(removesProfiles) => {
            onAsked();
            void disconnect(connections, removesProfiles);
          }}
        />
      ) : null}
    </section>
  );
};
