import { useState } from 'react';
import { commonWords, frameWords } from '../../../shared/words/common.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { startOverWords } from '../../../shared/words/window.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

/** Gives up a keychain that is gone for good, once the person has said so twice. */
export const StartOver = () => {
  const { bridge, notify } = useApp();
  const [asking, setAsking] = useState(false);
  const adopt = async (): Promise<void> => {
    setAsking(false);
    const reply = await settle(bridge.keychain.adopt());
    if (!reply.ok) notify({ tone: 'danger', text: describeError(reply.error).title });
  };
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {frameWords.startOver}
      </Button>
      {asking ? (
        <Dialog title={startOverWords.title} role="alertdialog" onClose={() => setAsking(false)}>
          <p>{startOverWords.text}</p>
          <DialogActions>
            <Button onClick={() => setAsking(false)}>{commonWords.cancel}</Button>
            <Button look="primary" onClick={() => void adopt()}>
              {frameWords.startOver}
            </Button>
          </DialogActions>
        </Dialog>
      ) : null}
    </>
  );
};
