import { useEffect, useState } from 'react';
import type { ForgetPlan, ForgetResult } from '../../../shared/forget.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { forgetWords, leftWords } from '../../../shared/words/backup.ts';
import { Button } from '../../components/button.tsx';
import { Choice, choiceHelpClass, choicesClass } from '../../components/choices.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field, formClass, inputClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import styles from './backup.module.css';

const { dialog: words, done } = forgetWords;

/** Shows what goes, has it confirmed, and says what stayed. */
export const ForgetDialog = ({ onClose }: { readonly onClose: () => void }) => {
  const { bridge } = useApp();
  const [plan, setPlan] = useState<ForgetPlan | null>(null);
  const [result, setResult] = useState<ForgetResult | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void settle(bridge.forget.plan()).then((reply) => {
      if (reply.ok) setPlan(reply.value);
      else setError(reply.error);
    });
  }, [bridge]);

  const forget = async (wanted: Wanted): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const reply = await settle(bridge.forget.everything(wanted));
    setBusy(false);
    if (reply.ok) setResult(reply.value);
    else setError(reply.error);
  };
  const title =
    result === null ? words.title : result.left.length === 0 ? done.title : done.someLeft;
  return (
    <Dialog
      title={title}
      wide
      role="alertdialog"
      // What has begun goes on, and its result is worth seeing.
      onClose={busy ? () => {} : onClose}
    >
      <div className={formClass}>
        {error === null ? null : <ErrorNotice error={error} alert />}
        {result !== null ? (
          <Forgotten result={result} onClose={onClose} />
        ) : plan !== null ? (
          <Confirm
            plan={plan}
            busy={busy}
            onForget={(wanted) => void forget(wanted)}
            onClose={onClose}
          />
        ) : (
          <DialogActions>
            <Button onClick={onClose}>{words.cancel}</Button>
          </DialogActions>
        )}
      </div>
    </Dialog>
  );
};

type Wanted = { readonly revokes: boolean; readonly removesProfiles: boolean };
type ConfirmProps = {
  readonly plan: ForgetPlan;
  readonly busy: boolean;
  readonly onForget: (wanted: Wanted) => void;
  readonly onClose: () => void;
};

const Confirm = ({ plan, busy, onForget, onClose }: ConfirmProps) => {
  const { connections, consumers } = useSnapshot();
  const { keychain } = usePlatformWords();
  const [wanted, setWanted] = useState<Wanted>({ revokes: false, removesProfiles: true });
  const [typed, setTyped] = useState('');
  const [sent, setSent] = useState(false);
  const isConfirmed = typed.trim().toLowerCase() === words.word;
  const revocable = connections.filter(({ capabilities }) => capabilities.revoke).length;
  const lines = [
    words.accounts(connections.length, keychain),
    ...(consumers.length === 0 ? [] : [words.tools(consumers.length)]),
    ...(plan.templates === 0 ? [] : [words.templates(plan.templates)]),
    ...(plan.vault === null ? [] : [words.vault(plan.vault)]),
    ...(plan.command === null ? [] : [words.command(plan.command)]),
    words.files,
  ];
  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        setSent(true);
        if (isConfirmed) onForget(wanted);
      }}
    >
      <div>
        <p>{words.lead}</p>
        <ul className={styles.bullets}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      <div className={choicesClass}>
        {revocable === 0 ? (
          <p className={choiceHelpClass}>{words.revokesNone}</p>
        ) : (
          <Choice
            label={words.revokes}
            help={words.revokesHelp(revocable)}
            checked={wanted.revokes}
            onChoose={(revokes) => setWanted({ ...wanted, revokes })}
          />
        )}
        {plan.profiles.length === 0 ? null : (
          <Choice
            label={words.profiles(plan.profiles.length, plan.configFile)}
            help={words.profilesHelp(plan.profiles)}
            checked={wanted.removesProfiles}
            onChoose={(removesProfiles) => setWanted({ ...wanted, removesProfiles })}
          />
        )}
      </div>
      <Field
        label={words.confirm(words.word)}
        problem={sent && !isConfirmed ? words.notTyped(words.word) : null}
      >
        {(ids) => (
          <input
            {...ids}
            // biome-ignore lint/a11y/noAutofocus: the first thing to do in a dialog that was asked for
            autoFocus
            className={inputClass}
            value={typed}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      {busy ? <p role="status">{words.progress(connections.length)}</p> : null}
      <DialogActions>
        <Button busy={busy} onClick={onClose}>
          {words.cancel}
        </Button>
        <Button look="danger" submits busy={busy}>
          {busy ? words.forgetting : words.forget}
        </Button>
      </DialogActions>
    </form>
  );
};

type ForgottenProps = { readonly result: ForgetResult; readonly onClose: () => void };

const Forgotten = ({ result, onClose }: ForgottenProps) => (
  <>
    {result.left.length === 0 ? (
      <p>{done.text}</p>
    ) : (
      <>
        <p>{done.leftText}</p>
        <ul className={styles.bullets}>
          {result.left.map((each) => (
            <li key={`${each.kind} ${each.name}`} dir="auto">
              {leftWords(each)}
            </li>
          ))}
        </ul>
      </>
    )}
    <DialogActions>
      <Button look="primary" autoFocus onClick={onClose}>
        {done.close}
      </Button>
    </DialogActions>
  </>
);
