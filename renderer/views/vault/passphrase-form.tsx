import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { Envelope, ErrorView } from '../../../shared/result.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { Button } from '../../components/button.tsx';
import { DialogActions } from '../../components/dialog.tsx';
import { Field, type SecretElement, SecretInput } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './vault.module.css';

type Asked = { readonly label: string; readonly help?: string };

type Props = {
  readonly asked: readonly Asked[];
  /** What is wrong with what was typed: a sentence for each field, null for none. */
  readonly check: (typed: readonly string[]) => readonly (string | null)[];
  readonly send: (typed: readonly string[]) => Promise<Envelope<unknown>>;
  readonly onDone: () => void;
  readonly onClose: () => void;
  readonly button: string;
  readonly busyButton: string;
  /** Stands before the buttons. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
};

/** Asks for passphrases, which stay in their fields until they are sent. */
export const PassphraseForm = (props: Props) => {
  const { asked, check, send, onDone, onClose, button, busyButton, beside, children } = props;
  const elements = useRef<(SecretElement | null)[]>([]);
  const [problems, setProblems] = useState<readonly (string | null)[]>([]);
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);

  const hasText = children !== undefined;
  useEffect(() => {
    // Where there is something to read first, the dialog itself has the focus.
    if (!hasText) elements.current[0]?.focus();
  }, [hasText]);

  const submit = async (): Promise<void> => {
    if (busy) return;
    const typed = asked.map((_, index) => elements.current[index]?.value ?? '');
    const found = check(typed);
    setProblems(found);
    const wrong = found.findIndex((each) => each !== null);
    if (wrong >= 0) return elements.current[wrong]?.focus();
    setBusy(true);
    setError(null);
    const reply = await settle(send(typed));
    setBusy(false);
    if (reply.ok) return onDone();
    setError(reply.error);
    elements.current[0]?.select();
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children}
      {asked.map(({ label, help }, index) => (
        <Field key={label} label={label} help={help} problem={problems[index] ?? null}>
          {(ids) => (
            <SecretInput
              name={label}
              element={(element) => {
                elements.current[index] = element;
              }}
              ids={ids}
              required
            />
          )}
        </Field>
      ))}
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        {beside}
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        <Button look="primary" submits busy={busy}>
          {busy ? busyButton : button}
        </Button>
      </DialogActions>
    </form>
  );
};
