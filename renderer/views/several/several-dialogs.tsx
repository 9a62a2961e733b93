import { type ReactNode, useEffect, useState } from 'react';
import type { LeftProfiles } from '../../../shared/aws-profiles.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { severalWords } from '../../../shared/words/several.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { usePlatformWords } from '../../state/platform-words.ts';
import styles from './several.module.css';
import type { Outcome } from './use-several.ts';

const { confirm, outcome: outcomeWords } = severalWords;

/** More than anybody reads, and few enough to draw. */
const maxNames = 200;

type Named = { readonly id: string; readonly label: string; readonly what?: ReactNode };

const Names = ({ accounts }: { readonly accounts: readonly Named[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
  <ul className={styles.names} tabIndex={0}>
    {accounts.slice(0, maxNames).map(({ id, label, what }) => (
      <li key={id}>
        <span dir="auto">{label}</span>
        {what === undefined ? null : <span className={styles.what}>{what}</span>}
      </li>
    ))}
    {accounts.length > maxNames ? <li>{confirm.more(accounts.length - maxNames)}</li> : null}
  </ul>
);

type ConfirmProps = {
  readonly connections: readonly ConnectionView[];
  readonly onClose: () => void;
  /** Their profiles for AWS tools are to go as well, or there are none. */
  readonly onConfirm: (removesProfiles: boolean) => void;
};

/** Names those that go, and says what stays elsewhere, before anything is deleted. */
export const ConfirmDialog = ({ connections, onClose, onConfirm }: ConfirmProps) => {
  const { keychain } = usePlatformWords();
  const count = connections.length;
  const revoked = connections.filter(({ capabilities }) => capabilities.revoke).length;
  const { bridge } = useApp();
  const [profiles, setProfiles] = useState<LeftProfiles | null>(null);
  const [removes, setRemoves] = useState(true);
  useEffect(() => {
    const connectionIds = connections.flatMap(({ id, facts }) => (facts.s3 === null ? [] : [id]));
    if (connectionIds.length === 0) return;
    // What is wrong with the file is said where a profile is added to it.
    void settle(bridge.awsProfiles.ofSeveral({ connectionIds })).then((reply) =>
      setProfiles(reply.ok && reply.value.profiles.length > 0 ? reply.value : null),
    );
  }, [bridge, connections]);
  return (
    <Dialog title={confirm.title(count)} role="alertdialog" onClose={onClose}>
      <div className={styles.texts}>
        <Names accounts={connections} />
        <p>{confirm.text(keychain)}</p>
        <p>{revoked === 0 ? confirm.notRevoked : confirm.revoked(revoked, count)}</p>
      </div>
      {profiles === null ? null : (
        <label className={styles.alsoRemoves}>
          <input
            type="checkbox"
            checked={removes}
            onChange={(event) => setRemoves(event.target.checked)}
          />
          {confirm.profiles(profiles.profiles.length, profiles.file)}
        </label>
      )}
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {confirm.keep}
        </Button>
        <Button look="danger" onClick={() => onConfirm(profiles !== null && removes)}>
          {confirm.disconnect(count)}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

type OutcomeProps = { readonly outcome: Outcome; readonly onClose: () => void };

/** Says of each account what did not come about. */
export const OutcomeDialog = ({ outcome, onClose }: OutcomeProps) => {
  const { act, connections, ended } = outcome;
  const errors = new Map(
    ended.failed.map(({ connectionId, error }) => [connectionId, errorLine(error)]),
  );
  const failed = connections
    .filter(({ id }) => errors.has(id))
    .map(({ id, label }) => ({ id, label, what: errors.get(id) }));
  const notRevoked = connections.filter(({ id }) => ended.notRevoked.includes(id));
  const done = connections.length - failed.length;
  return (
    <Dialog title={outcomeWords.title[act](done, connections.length)} wide onClose={onClose}>
      <div className={styles.texts}>
        {failed.length === 0 ? null : (
          <>
            <p>{outcomeWords.failed}</p>
            <Names accounts={failed} />
          </>
        )}
        {notRevoked.length === 0 ? null : (
          <>
            <p>{outcomeWords.notRevoked}</p>
            <Names accounts={notRevoked} />
          </>
        )}
      </div>
      <DialogActions>
        <Button look="primary" autoFocus onClick={onClose}>
          {outcomeWords.close}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
