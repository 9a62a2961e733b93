import { useEffect, useState } from 'react';
import type { ExposedFinding, ExposedPreview } from '../../../shared/exposed-secrets.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { exposedWords } from '../../../shared/words/exposed-secrets.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { FileDiff } from '../../components/file-diff.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './exposed.module.css';

type Props = {
  readonly finding: ExposedFinding;
  readonly onClose: () => void;
  /** Gives what takes the change back. */
  readonly onReplaced: (undo: string) => void;
};

const words = exposedWords.dialog;

/** Shows what putting a reference in the key's place changes, and does it. */
export const ReplaceDialog = ({ finding, onClose, onReplaced }: Props) => {
  const { bridge } = useApp();
  const [preview, setPreview] = useState<ExposedPreview | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void settle(bridge.exposedSecrets.preview({ finding: finding.id })).then((reply) => {
      if (reply.ok) setPreview(reply.value);
      else setError(reply.error);
    });
  }, [bridge, finding]);

  const write = async (): Promise<void> => {
    if (preview === null || busy) return;
    setBusy(true);
    const { basis } = preview;
    const reply = await settle(bridge.exposedSecrets.replace({ finding: finding.id, basis }));
    setBusy(false);
    if (reply.ok) return onReplaced(reply.value.undo);
    // What is shown is no longer what would be written.
    setPreview(null);
    setError(reply.error);
  };
  return (
    <Dialog title={words.title} wide onClose={onClose}>
      <div className={styles.dialog}>
        <p>{words.text(finding.file)}</p>
        {error === null ? null : <ErrorNotice error={error} alert />}
        {preview === null ? null : (
          <>
            <FileDiff
              file={preview.file}
              lines={preview.lines}
              about={words.place(preview.linesBefore)}
            />
            {preview.profile === null ? null : <p>{words.profile(preview.profile)}</p>}
            <p>{words.backup}</p>
          </>
        )}
        <DialogActions>
          <Button autoFocus onClick={onClose}>
            {words.cancel}
          </Button>
          <Button
            look="primary"
            busy={busy}
            disabled={preview === null}
            onClick={() => void write()}
          >
            {words.write}
          </Button>
        </DialogActions>
      </div>
    </Dialog>
  );
};
