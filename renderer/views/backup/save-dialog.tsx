import { useRef, useState } from 'react';
import type { BackupSaved } from '../../../shared/backup.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { minPassphraseLength } from '../../../shared/limits.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { saveBackupWords as words } from '../../../shared/words/backup.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { Button } from '../../components/button.tsx';
import { Choice, ChoiceGroup, ManyChoices } from '../../components/choices.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import {
  Field,
  FieldProblem,
  formClass,
  type SecretElement,
  SecretInput,
} from '../../components/fields.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './backup.module.css';

type Way = 'passphrase' | 'key';
type Recipient = {
  readonly recipient: string;
  readonly fileName: string;
  readonly fingerprint: string;
};
type Problems = Readonly<Partial<Record<'accounts' | 'passphrase' | 'again' | 'key', string>>>;

type DialogProps = {
  /** The accounts to begin with; all of them where it is none. */
  readonly chosen?: readonly ConnectionId[];
  readonly onClose: () => void;
};

/** Asks which accounts, and how the file is encrypted, and says what was saved. */
export const SaveDialog = ({ chosen = [], onClose }: DialogProps) => {
  const [saved, setSaved] = useState<{ readonly way: Way; readonly result: BackupSaved } | null>(
    null,
  );
  return (
    <Dialog title={saved === null ? words.title : words.done.title} wide onClose={onClose}>
      {saved === null ? (
        <SaveForm
          begun={chosen}
          onClose={onClose}
          onSaved={(way, result) => setSaved({ way, result })}
        />
      ) : (
        <Saved {...saved} onClose={onClose} />
      )}
    </Dialog>
  );
};

type FormProps = {
  readonly begun: readonly ConnectionId[];
  readonly onClose: () => void;
  readonly onSaved: (way: Way, result: BackupSaved) => void;
};

const SaveForm = ({ begun, onClose, onSaved }: FormProps) => {
  const { bridge } = useApp();
  const { connections } = useSnapshot();
  const [some, setSome] = useState(begun.length > 0);
  const [chosen, setChosen] = useState<ReadonlySet<ConnectionId>>(new Set(begun));
  const [way, setWay] = useState<Way>('passphrase');
  const [recipient, setRecipient] = useState<Recipient | null>(null);
  const [problems, setProblems] = useState<Problems>({});
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  const passphrase = useRef<SecretElement>(null);
  const again = useRef<SecretElement>(null);

  const chooseKey = async (): Promise<void> => {
    const reply = await settle(bridge.backup.chooseRecipient());
    setError(reply.ok ? null : reply.error);
    if (reply.ok && reply.value !== null) setRecipient(reply.value);
  };
  const problemsOf = (typed: string): Problems => ({
    ...(some && chosen.size === 0 ? { accounts: words.noneChosen } : {}),
    ...(way === 'key' && recipient === null ? { key: words.key.missing } : {}),
    ...(way === 'passphrase' && typed.length < minPassphraseLength
      ? { passphrase: words.passphrase.tooShort(minPassphraseLength) }
      : {}),
    ...(way === 'passphrase' && typed !== (again.current?.value ?? '')
      ? { again: words.passphrase.differs }
      : {}),
  });
  const save = async (): Promise<void> => {
    if (busy) return;
    const typed = passphrase.current?.value ?? '';
    const found = problemsOf(typed);
    setProblems(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setError(null);
    const reply = await settle(
      bridge.backup.save({
        connectionIds: some ? [...chosen] : null,
        lock:
          way === 'key' && recipient !== null
            ? { kind: 'key', recipient: recipient.recipient }
            : { kind: 'passphrase', passphrase: typed },
      }),
    );
    setBusy(false);
    if (!reply.ok) setError(reply.error);
    // Whoever left the dialog for the place comes back to the form as it was.
    else if (reply.value.fileName !== null) onSaved(way, reply.value);
  };

  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <ChoiceGroup legend={words.which} problem={problems.accounts ?? null}>
        <Choice
          name="which"
          label={words.all(connections.length)}
          checked={!some}
          onChoose={() => setSome(false)}
        />
        <Choice name="which" label={words.some} checked={some} onChoose={() => setSome(true)} />
        {some ? (
          <ManyChoices choices={connections} chosen={chosen} onChange={setChosen} indented />
        ) : null}
      </ChoiceGroup>
      <ChoiceGroup legend={words.lock}>
        <Choice
          name="lock"
          label={words.passphrase.way}
          checked={way === 'passphrase'}
          onChoose={() => setWay('passphrase')}
        />
        <Choice
          name="lock"
          label={words.key.way}
          help={words.key.help}
          checked={way === 'key'}
          onChoose={() => setWay('key')}
        />
      </ChoiceGroup>
      {way === 'passphrase' ? (
        <>
          <Field
            label={words.passphrase.label}
            help={words.passphrase.help}
            problem={problems.passphrase ?? null}
          >
            {(ids) => (
              <SecretInput
                name={words.passphrase.label}
                element={(element) => {
                  passphrase.current = element;
                }}
                ids={ids}
                required
              />
            )}
          </Field>
          <Field label={words.passphrase.again} problem={problems.again ?? null}>
            {(ids) => (
              <SecretInput
                name={words.passphrase.again}
                element={(element) => {
                  again.current = element;
                }}
                ids={ids}
                required
              />
            )}
          </Field>
        </>
      ) : (
        <div className={styles.key}>
          <Button onClick={() => void chooseKey()}>{words.key.choose}</Button>
          {recipient === null ? null : (
            <p>{words.key.chosen(recipient.fileName, recipient.fingerprint)}</p>
          )}
          <FieldProblem id="backup-key-problem" problem={problems.key ?? null} />
        </div>
      )}
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        <Button look="primary" submits busy={busy}>
          {busy ? words.saving : words.save}
        </Button>
      </DialogActions>
    </form>
  );
};

type SavedProps = {
  readonly way: Way;
  readonly result: BackupSaved;
  readonly onClose: () => void;
};

const Saved = ({ way, result, onClose }: SavedProps) => {
  const { connections } = useSnapshot();
  const leftOut = connections.filter(({ id }) => result.leftOut.includes(id));
  return (
    <div className={formClass}>
      <p dir="auto">{words.done.text(result.fileName ?? '', result.accounts)}</p>
      <p>{words.done[way]}</p>
      {leftOut.length === 0 ? null : (
        <Notice tone="warn" title={words.done.leftOut}>
          <ul>
            {leftOut.map(({ id, label }) => (
              <li key={id} dir="auto">
                {label}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      <DialogActions>
        <Button look="primary" autoFocus onClick={onClose}>
          {words.done.close}
        </Button>
      </DialogActions>
    </div>
  );
};
