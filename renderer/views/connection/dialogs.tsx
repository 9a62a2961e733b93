import { Globe, Trash2 } from 'lucide-react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import styles from './connection.module.css';
import { leftAtProvider } from './left-at-provider.ts';

type Props = {
  readonly connection: ConnectionView;
  readonly providerName: string;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

/** Says what goes here and what stays at the provider, before anything is deleted. */
export const DisconnectDialog = ({ connection, providerName, onClose, onConfirm }: Props) => (
  <Dialog title={`Disconnect ${connection.label}?`} role="alertdialog" onClose={onClose}>
    <div className={styles.deletes}>
      <section>
        <Trash2 size={16} aria-hidden="true" />
        <div>
          <h3>Deleted on this computer</h3>
          <p>
            The storage keys, the access grant and any client secret kept for this account, and its
            entry in the list. Files in your storage are not touched.
          </p>
        </div>
      </section>
      <section>
        <Globe size={16} aria-hidden="true" />
        <div>
          <h3>Stays at {providerName} until you revoke it</h3>
          <p>{leftAtProvider(connection.providerId, providerName)}</p>
        </div>
      </section>
    </div>
    <DialogActions>
      <Button onClick={onClose} autoFocus>
        Keep it
      </Button>
      <Button look="danger" onClick={onConfirm}>
        Disconnect
      </Button>
    </DialogActions>
  </Dialog>
);
