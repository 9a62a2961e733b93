import { useEffect, useRef, useState } from 'react';
import type { ProfileList, ProfilePreview } from '../../../shared/aws-profiles.ts';
import type { ErrorView } from '../../../shared/result.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { listCommand, awsProfileWords as words } from '../../../shared/words/aws-profiles.ts';
import { accountWords, commonWords } from '../../../shared/words/common.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { codeClass, Field, inputClass } from '../../components/fields.tsx';
import { FileDiff } from '../../components/file-diff.tsx';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './aws-profile.module.css';
import { CopyTextButton } from './copy-text-button.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly list: ProfileList;
  readonly onChanged: () => void;
  readonly onClose: () => void;
};

/** Adds a profile to the AWS config file: name and preview, then how to use it, and undo. */
export const AwsProfileDialog = ({ connection, list, onChanged, onClose }: Props) => {
  const [added, setAdded] = useState<{ profile: string; undo: string | null } | null>(null);
  // One dialog for both, so that it gives the focus back to where it came from.
  return (
    <Dialog
      title={added === null ? words.dialog(connection.label) : words.done(added.profile)}
      wide
      onClose={onClose}
    >
      {added === null ? (
        <AddProfile
          connection={connection}
          list={list}
          onClose={onClose}
          onAdded={(profile, undo) => {
            setAdded({ profile, undo });
            onChanged();
          }}
        />
      ) : (
        <Added file={list.file} {...added} onChanged={onChanged} onClose={onClose} />
      )}
    </Dialog>
  );
};

type AddProps = Pick<Props, 'connection' | 'list' | 'onClose'> & {
  readonly onAdded: (profile: string, undo: string | null) => void;
};

const isSame = ({ lines }: ProfilePreview): boolean => lines.every(({ kind }) => kind === 'kept');

const ofName = ['aws-config.name-taken', 'aws-config.unfit-name'];

const AddProfile = ({ connection, list, onClose, onAdded }: AddProps) => {
  const { bridge } = useApp();
  const { id: connectionId } = connection;
  const [name, setName] = useState(list.proposed);
  const [preview, setPreview] = useState<ProfilePreview | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [hasChanged, setHasChanged] = useState(false);
  const [busy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  /** Counts the questions: only the answer to the last one is shown. */
  const asked = useRef(0);

  const look = async (profile: string): Promise<void> => {
    asked.current += 1;
    const question = asked.current;
    const reply = await settle(bridge.awsProfiles.preview({ connectionId, profile }));
    if (question !== asked.current) return;
    setPreview(reply.ok ? reply.value : null);
    setError(reply.ok ? null : reply.error);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed later asks by itself
  useEffect(() => {
    input.current?.select();
    void look(list.proposed);
  }, []);

  const add = async (): Promise<void> => {
    if (preview === null || busy) return;
    setBusy(true);
    const { basis } = preview;
    const reply = await settle(bridge.awsProfiles.write({ connectionId, profile: name, basis }));
    setBusy(false);
    if (reply.ok) return onAdded(name, reply.value.undo);
    const changed = reply.error.code === 'aws-config.changed';
    setHasChanged(changed);
    if (changed) await look(name);
    else setError(reply.error);
  };

  const isOfName = error !== null && ofName.includes(error.code);
  const problem = isOfName ? describeError(error) : null;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <Field
        label={words.name}
        help={words.nameHelp(name)}
        problem={problem === null ? null : `${problem.title}. ${problem.text}`}
      >
        {(ids) => (
          <input
            {...ids}
            ref={input}
            className={cx(inputClass, codeClass)}
            value={name}
            maxLength={64}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => {
              setName(event.target.value);
              void look(event.target.value);
            }}
          />
        )}
      </Field>
      {hasChanged ? <Notice tone="warn" alert title={words.changed} /> : null}
      {error === null || isOfName ? null : <ErrorNotice error={error} alert />}
      {preview === null ? null : (
        <FileDiff
          file={list.file}
          lines={preview.lines}
          about={isSame(preview) ? words.same : words.place(preview.linesBefore)}
        />
      )}
      <DialogActions>
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        <Button look="primary" submits busy={busy} disabled={preview === null}>
          {words.add}
        </Button>
      </DialogActions>
    </form>
  );
};

type AddedProps = Pick<Props, 'onChanged' | 'onClose'> & {
  readonly profile: string;
  readonly undo: string | null;
  readonly file: string;
};

const Added = ({ profile, undo, file, onChanged, onClose }: AddedProps) => {
  const { bridge, notify } = useApp();
  const [error, setError] = useState<ErrorView | null>(null);
  const takeBack = async (change: string): Promise<void> => {
    const reply = await settle(bridge.awsProfiles.undo({ change }));
    if (!reply.ok) return setError(reply.error);
    notify({ tone: 'ok', text: words.undone(file) });
    onChanged();
    onClose();
  };
  const command = listCommand(profile);
  return (
    <>
      <p>{words.doneText(file)}</p>
      <div className={styles.command}>
        <code>{command}</code>
        <CopyTextButton text={command} label={accountWords.copyCommand} />
      </div>
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        {undo === null ? null : (
          <Button onClick={() => void takeBack(undo)}>{commonWords.undo}</Button>
        )}
        <Button look="primary" autoFocus onClick={onClose}>
          {commonWords.done}
        </Button>
      </DialogActions>
    </>
  );
};
