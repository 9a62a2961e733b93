import { useEffect, useRef, useState } from 'react';
import type { BackupFound, BackupPreview, RestoreChoice } from '../../../shared/backup.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { restoreWords as words } from '../../../shared/words/backup.ts';
import { formatAgo, formatMoment } from '../../../shared/words/time.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Field, formClass, type SecretElement, SecretInput } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { RestorePreview } from './restore-preview.tsx';

type Props = { readonly found: BackupFound; readonly onClose: () => void };

/** Opens a backup, shows what is in it, and takes over what is chosen. */
export const RestoreDialog = ({ found, onClose }: Props) => {
  const { bridge, reloadProviders, notify } = useApp();
  const [preview, setPreview] = useState<BackupPreview | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  // Whichever way it is left, main need not keep what it read.
  useEffect(() => () => void settle(bridge.backup.forget()), [bridge]);

  const restore = async (choices: readonly RestoreChoice[]): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setError(null);
    const reply = await settle(
      bridge.backup.restore({ backup: found.backup, choices: [...choices] }),
    );
    setBusy(false);
    if (!reply.ok) return setError(reply.error);
    if (preview !== null && preview.templates.length > 0) await reloadProviders();
    notify({ tone: 'ok', text: words.done(reply.value.added, reply.value.replaced) });
    onClose();
  };
  return (
    <Dialog title={words.title(found.fileName)} wide onClose={onClose}>
      <div className={formClass}>
        <About found={found} />
        {preview === null ? (
          <Open found={found} onOpened={setPreview} onClose={onClose} />
        ) : (
          <RestorePreview
            preview={preview}
            busy={busy}
            trouble={error === null ? null : <ErrorNotice error={error} alert />}
            onRestore={(choices) => void restore(choices)}
            onClose={onClose}
          />
        )}
      </div>
    </Dialog>
  );
};

const About = ({ found }: Pick<Props, 'found'>) => {
  const { clock } = useApp();
  const { accounts, createdAtEpochSeconds } = found;
  const moment = formatMoment(createdAtEpochSeconds);
  return <p>{words.about(accounts, moment, formatAgo(createdAtEpochSeconds, clock.now()))}</p>;
};

type OpenProps = Props & { readonly onOpened: (preview: BackupPreview) => void };

const Open = ({ found, onOpened, onClose }: OpenProps) => {
  const { bridge } = useApp();
  const [error, setError] = useState<ErrorView | null>(null);
  const [busy, setBusy] = useState(false);
  const secret = useRef<SecretElement>(null);
  const isKey = found.lockedWith === 'key';

  const open = async (): Promise<void> => {
    const typed = secret.current?.value ?? '';
    if (busy || (typed === '' && !isKey)) return secret.current?.focus();
    setBusy(true);
    setError(null);
    const reply = await settle(
      bridge.backup.open({
        backup: found.backup,
        key: isKey
          ? { kind: 'key', passphrase: typed === '' ? null : typed }
          : { kind: 'passphrase', passphrase: typed },
      }),
    );
    setBusy(false);
    if (!reply.ok) {
      setError(reply.error);
      secret.current?.select();
    } else if (reply.value !== null) onOpened(reply.value);
  };
  const label = isKey ? words.keyPassphrase : words.passphrase;
  return (
    <form
      className={formClass}
      onSubmit={(event) => {
        event.preventDefault();
        void open();
      }}
    >
      {isKey ? <p>{words.keyText}</p> : null}
      <Field label={label} optional={isKey}>
        {(ids) => (
          <SecretInput
            name={label}
            element={(element) => {
              secret.current = element;
            }}
            ids={ids}
            required={!isKey}
          />
        )}
      </Field>
      {error === null ? null : <ErrorNotice error={error} alert />}
      <DialogActions>
        <Button onClick={onClose}>{words.cancel}</Button>
        <Button look="primary" submits busy={busy}>
          {busy ? words.opening : isKey ? words.openWithKey : words.open}
        </Button>
      </DialogActions>
    </form>
  );
};
