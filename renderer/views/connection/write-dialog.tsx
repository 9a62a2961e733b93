import { useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { s3CheckWords as words } from '../../../shared/words/s3-check.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field, inputClass } from '../../components/fields.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

type Props = { readonly connectionId: ConnectionId; readonly onClose: () => void };

/** Asks where to write, before anything is written. */
export const WriteDialog = ({ connectionId, onClose }: Props) => {
  const { bridge } = useApp();
  const [bucket, setBucket] = useState('');
  const [problem, setProblem] = useState<string | null>(null);

  const begin = async (): Promise<void> => {
    const reply = await settle(bridge.connections.verify({ connectionId, writeTo: bucket.trim() }));
    if (reply.ok) return onClose();
    setProblem(
      reply.error.code === 'call.invalid-argument' ? words.bucketProblem : errorLine(reply.error),
    );
  };

  return (
    <Dialog title={words.dialogTitle} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void begin();
        }}
      >
        <p>{words.dialogText}</p>
        <Field label={words.bucketField} problem={problem}>
          {(ids) => (
            <input
              {...ids}
              className={inputClass}
              autoComplete="off"
              spellCheck={false}
              required
              maxLength={255}
              value={bucket}
              onChange={(event) => setBucket(event.target.value)}
            />
          )}
        </Field>
        <DialogActions>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button look="primary" submits>
            {words.write}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
