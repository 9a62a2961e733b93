import { removeTemplateText } from '../../../shared/words/connect.ts';
import { describeError } from '../../../shared/words/errors.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

type Props = { readonly provider: Provider; readonly onClose: () => void };

/** Asks before a template goes, and says what that means for accounts connected with it. */
export const RemoveTemplateDialog = ({ provider, onClose }: Props) => {
  const { bridge, reloadProviders, notify } = useApp();
  const { connections } = useSnapshot();
  const count = connections.filter(({ providerId }) => providerId === provider.id).length;
  const remove = async (): Promise<void> => {
    const reply = await settle(bridge.providers.removeTemplate({ providerId: provider.id }));
    if (reply.ok) {
      await reloadProviders();
      notify({ tone: 'ok', text: `${provider.name} removed.` });
    } else notify({ tone: 'danger', text: describeError(reply.error).title });
    onClose();
  };
  return (
    <Dialog title={`Remove ${provider.name}?`} role="alertdialog" onClose={onClose}>
      <p>{removeTemplateText(count)}</p>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          Keep it
        </Button>
        <Button look="danger" onClick={() => void remove()}>
          Remove
        </Button>
      </DialogActions>
    </Dialog>
  );
};
