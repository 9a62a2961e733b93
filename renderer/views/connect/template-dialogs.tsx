import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { describeError } from '../../../shared/error-wording.ts';
import type { ProviderDescriptor } from '../../../shared/provider-descriptor.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { codeClass, Field, inputClass } from '../../components/fields.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { copyPlainText } from '../../state/copy-text.ts';

type Props = { readonly provider: ProviderDescriptor; readonly onClose: () => void };

type Exported = { readonly fileName: string; readonly text: string };

/** Shows a template as text to copy. It never holds a secret. */
export const ExportTemplateDialog = ({ provider, onClose }: Props) => {
  const { bridge, announce } = useApp();
  const [copied, setCopied] = useState<boolean | null>(null);
  const [exported, setExported] = useState<Exported | null>(null);
  const [error, setError] = useState<ErrorView | null>(null);
  const { id } = provider;
  useEffect(() => {
    void settle(bridge.providers.exportTemplate({ providerId: id })).then((reply) => {
      if (reply.ok) setExported(reply.value);
      else setError(reply.error);
    });
  }, [bridge, id]);
  return (
    <Dialog title={`Export ${provider.name}`} onClose={onClose}>
      {error === null ? null : <ErrorNotice error={error} alert />}
      {exported === null ? null : (
        <Field
          label={exported.fileName}
          help="Save this text as a file of that name to give it to others. It holds addresses and questions, and no secret of yours."
        >
          {(ids) => (
            <textarea
              {...ids}
              className={cx(inputClass, codeClass)}
              rows={10}
              readOnly
              spellCheck={false}
              value={exported.text}
            />
          )}
        </Field>
      )}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          look="primary"
          icon={
            copied === true ? (
              <Check size={14} aria-hidden="true" />
            ) : (
              <Copy size={14} aria-hidden="true" />
            )
          }
          disabled={exported === null}
          onClick={() => {
            const done = exported !== null && copyPlainText(exported.text);
            // Said here: the status bar lies behind the dialog.
            setCopied(done);
            announce(done ? 'Template copied.' : 'The template could not be copied.');
          }}
        >
          {copied === null ? 'Copy text' : copied ? 'Copied' : 'Could not be copied'}
        </Button>
      </DialogActions>
    </Dialog>
  );
};

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
      <p>
        The template goes from your list of providers.{' '}
        {count === 0
          ? 'No account is connected with it.'
          : `${count === 1 ? 'One account was' : `${count} accounts were`} connected with it: what is stored can still be copied and disconnected, but not renewed until you import the template again.`}
      </p>
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
