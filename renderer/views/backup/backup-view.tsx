import { Archive, ArchiveRestore, Trash2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { BackupFound } from '../../../shared/backup.ts';
import { forgetWords, backupWords as words } from '../../../shared/words/backup.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { useLock } from '../../state/use-lock.ts';
import { ViewColumn, ViewFrame } from '../shell/view-frame.tsx';
import styles from './backup.module.css';
import { ForgetDialog } from './forget-dialog.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';

type Props = {
  readonly onClose: () => void;
  /** Shows the sign-in that goes on meanwhile. */
  readonly onShow: (operationId: string) => void;
};

/** Accounts that go into a file, come from one, or go for good. */
export const BackupView = ({ onClose, onShow }: Props) => {
  const { bridge, notify } = useApp();
  const { connections } = useSnapshot();
  const why = useLock('backup');
  const lockId = useId();
  const [saving, setSaving] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [forgetting, setForgetting] = useState(false);
  const [found, setFound] = useState<BackupFound | null>(null);

  const choose = async (): Promise<void> => {
    setChoosing(true);
    const reply = await settle(bridge.backup.choose());
    setChoosing(false);
    if (reply.ok) setFound(reply.value);
    else notify({ tone: 'danger', text: errorLine(reply.error) });
  };
  return (
    <>
      <ViewFrame title={words.title} backLabel={words.back} onBack={onClose} onShow={onShow}>
        <ViewColumn>
          <Part
            {...words.save}
            text={connections.length === 0 ? words.save.none : words.save.text}
            note={<LockedNote id={lockId} text={why} />}
          >
            <Button
              icon={<Archive size={15} aria-hidden="true" />}
              disabled={connections.length === 0}
              busy={why !== null}
              aria-describedby={why === null ? undefined : lockId}
              onClick={() => setSaving(true)}
            >
              {words.save.open}
            </Button>
          </Part>
          <Part {...words.restore}>
            <Button
              icon={<ArchiveRestore size={15} aria-hidden="true" />}
              busy={choosing}
              onClick={() => void choose()}
            >
              {words.restore.open}
            </Button>
          </Part>
          <Part {...forgetWords}>
            <Button
              icon={<Trash2 size={15} aria-hidden="true" />}
              onClick={() => setForgetting(true)}
            >
              {forgetWords.open}
            </Button>
          </Part>
        </ViewColumn>
      </ViewFrame>
      {saving ? <SaveDialog onClose={() => setSaving(false)} /> : null}
      {forgetting ? <ForgetDialog onClose={() => setForgetting(false)} /> : null}
      {found === null ? null : <RestoreDialog found={found} onClose={() => setFound(null)} />}
    </>
  );
};

type PartProps = {
  readonly title: string;
  readonly text: string;
  readonly note?: ReactNode;
  readonly children: ReactNode;
};

/** One thing to do: what it is, and its button. */
const Part = ({ title, text, note, children }: PartProps) => {
  const id = useId();
  return (
    <section className={styles.part} aria-labelledby={id}>
      <div>
        <h2 id={id}>{title}</h2>
        <p>{text}</p>
        {note}
      </div>
      {children}
    </section>
  );
};
