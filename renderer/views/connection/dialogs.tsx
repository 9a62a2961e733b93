import { Globe, Trash2 } from 'lucide-react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { deletedHere, leftAtProvider } from '../../../shared/words/disconnect.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import styles from './connection.module.css';

type Props = {
  readonly connection: ConnectionView;
  /** Null when an imported provider was removed since. */
  readonly provider: Provider | null;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
};

const unknownProvider = (id: string) =>
  ({ name: id, afterDisconnect: null, group: 'own', origin: 'imported' }) as const;

/** Says what goes here and what stays at the provider, before anything is deleted. */
export const DisconnectDialog = ({ connection, provider, onClose, onConfirm }: Props) => {
  const there = leftAtProvider(connection, provider ?? unknownProvider(connection.providerId));
  return (
    <Dialog title={`Disconnect ${connection.label}?`} role="alertdialog" onClose={onClose}>
      <div className={styles.deletes}>
        <section>
          <Trash2 size={16} aria-hidden="true" />
          <div>
            <h3>Deleted on this computer</h3>
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
};
