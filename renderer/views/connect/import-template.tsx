import { useState } from 'react';
import { maxTemplateFileLength } from '../../../shared/limits.ts';
import type { TemplatePreview } from '../../../shared/provider-descriptor.ts';
import { commonWords, connectSheetWords } from '../../../shared/words/common.ts';
import { importTemplateWords } from '../../../shared/words/connect.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { type Provider, providerName } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { TextDrop } from '../../components/text-drop.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { TemplateView } from './template-view.tsx';

type Props = {
  readonly onClose: () => void;
  readonly onImported: (providerId: Provider['id']) => void;
};

type Read = { readonly text: string; readonly preview: TemplatePreview };

/** Takes a template and shows what it is and whom it contacts, before it is used. */
export const ImportTemplateDialog = ({ onClose, onImported }: Props) => {
  const { bridge, providers, reloadProviders, notify } = useApp();
  const [read, setRead] = useState<Read | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const preview = async (text: string): Promise<void> => {
    const reply = await settle(bridge.providers.previewTemplate({ text }));
    if (reply.ok) {
      setProblem(null);
      setRead({ text, preview: reply.value });
      return;
    }
    const words = describeError(reply.error);
    setProblem(`${words.title}. ${words.text} ${words.action}`);
  };
  const add = async ({ text, preview: { descriptor, exists } }: Read): Promise<void> => {
    setBusy(true);
    const reply = await settle(bridge.providers.importTemplate({ text, replace: exists }));
    if (reply.ok) {
      await reloadProviders();
      notify({ tone: 'ok', text: importTemplateWords.imported(providerName(descriptor)) });
      onImported(reply.value.providerId);
      return;
    }
    setBusy(false);
    const words = describeError(reply.error);
    setProblem(`${words.title}. ${words.action}`);
  };

  const existing = providers.find(({ id }) => id === read?.preview.descriptor.id);
  const shipped = read?.preview.exists === true && existing?.origin !== 'imported';
  return (
    <Dialog title={connectSheetWords.import.title} onClose={onClose}>
      {read === null ? (
        <TextDrop
          label={connectSheetWords.import.text}
          accept=".json,.cyberduckprofile,application/json"
          longest={maxTemplateFileLength}
          problem={problem}
          onText={(text) => void preview(text)}
          onProblem={setProblem}
        >
          <p>{importTemplateWords.drop}</p>
        </TextDrop>
      ) : (
        <>
          <TemplateView preview={read.preview} />
          {shipped ? (
            <Notice tone="danger" title={importTemplateWords.shipped.title} alert>
              {importTemplateWords.shipped.text(existing?.name)}
            </Notice>
          ) : read.preview.exists ? (
            <Notice tone="warn" title={importTemplateWords.replaces.title(existing?.name)} alert>
              {importTemplateWords.replaces.text}
            </Notice>
          ) : null}
          {problem === null ? null : (
            <Notice tone="danger" title={importTemplateWords.failed} alert>
              {problem}
            </Notice>
          )}
        </>
      )}
      <DialogActions>
        <Button onClick={onClose}>{commonWords.cancel}</Button>
        {read === null || shipped ? null : (
          <Button look="primary" busy={busy} onClick={() => void add(read)} autoFocus>
            {connectSheetWords.import[read.preview.exists ? 'replace' : 'import']}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};
