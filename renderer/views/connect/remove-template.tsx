import { commonWords, connectSheetWords } from '../../../shared/words/common.ts';
import { removeTemplateText, templateRemoved } from '../../../shared/words/connect.ts';
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
      const { text } = reply.value;
      notify({
        tone: 'ok',
        text: templateRemoved(provider.name),
        undo: async () => {
          const back = await settle(bridge.providers.importTemplate({ text, replace: false }));
          if (back.ok) await reloadProviders();
          return back;
        },
      });
    } else notify({ tone: 'danger', text: describeError(reply.error).title });
    onClose();
  };
  return (
    <Dialog
      title={connectSheetWords.gallery.removeTitle(provider.name)}
      role="alertdialog"
      onClose={onClose}
    >
      <p>{removeTemplateText(count)}</p>
      <DialogActions>
        <Button onClick={onClose} autoFocus>
          {commonWords.keepIt}
        </Button>
        <Button look="danger" onClick={() => void remove()}>
          {commonWords.remove}
        </Button>
      </DialogActions>
    </Dialog>
  );
};
