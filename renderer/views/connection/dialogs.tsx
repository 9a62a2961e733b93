import { Globe, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ProfileList } from '../../../shared/aws-profiles.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { awsProfileWords } from '../../../shared/words/aws-profiles.ts';
import { accountWords, commonWords } from '../../../shared/words/common.ts';
import { deletedHere, leftAtProvider } from '../../../shared/words/disconnect.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import styles from './connection.module.css';

type Props = {
  readonly connection: ConnectionView;
  /** Null when an imported provider was removed since. */
  readonly provider: Provider | null;
  /** What AWS tools know this account by; null when the file could not be read. */
  readonly profiles: ProfileList | null;
  readonly onClose: () => void;
  /** With the profiles to remove first. */
  readonly onConfirm: (profiles: readonly string[]) => void;
};

const unknownProvider = (id: string) =>
  ({ name: id, afterDisconnect: null, group: 'own', origin: 'imported' }) as const;

/** Says what goes here and what stays at the provider, before anything is deleted. */
export const DisconnectDialog = (props: Props) => {
  const { connection, provider, profiles, onClose, onConfirm } = props;
  const [removes, setRemoves] = useState(true);
  const names = profiles?.profiles ?? [];
  const there = leftAtProvider(connection, provider ?? unknownProvider(connection.providerId));
  return (
    <Dialog
      title={accountWords.disconnectTitle(connection.label)}
      role="alertdialog"
      onClose={onClose}
    >
      <div className={styles.deletes}>
        <section>
          <Trash2 size={16} aria-hidden="true" />
          <div>
            <h3>{accountWords.deletedHere}</h3>
            <p>{deletedHere(connection)}</p>
          </div>
        </section>
        <section>
          <Globe size={16} aria-hidden="true" />
          <div>
            <h3>{there.title}</h3>
            <p>{there.text}</p>
          </div>
        </section>
      </div>
      {profiles === null || names.length === 0 ? null : (
        <label className={styles.alsoRemoves}>
          <input
            type="checkbox"
            checked={removes}
            onChange={(event) => setRemoves(event.target.checked)}
          />
          {awsProfileWords.disconnect(names, profiles.file)}
        </label>
      )}
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {commonWords.keepIt}
        </Button>
        <Button look="danger" onClick={() => onConfirm(removes ? names : [])}>
          {accountWords.disconnect}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
