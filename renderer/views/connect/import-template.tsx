import { useState } from 'react';
import { maxTemplateFileLength } from '../../../shared/limits.ts';
import type { TemplatePreview } from '../../../shared/provider-descriptor.ts';
import { importTemplateWords } from '../../../shared/words/connect.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { describeNotMapped } from '../../../shared/words/providers/not-mapped.ts';
import { type Provider, providerName, withWords } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogActions } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { TextDrop } from '../../components/text-drop.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connect.module.css';
import { asksForAddresses, Contacts } from './contacts.tsx';

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
      notify({ tone: 'ok', text: `${providerName(descriptor)} imported.` });
      onImported(reply.value.providerId);
      return;
    }
    setBusy(false);
    const words = describeError(reply.error);
    setProblem(`${words.title}. ${words.action}`);
  };

  const existing = providers.find(({ id }) => id === read?.preview.descriptor.id);
  const shipped = read?.preview.exists === true && existing?.origin !== 'imported';
  const clash = {
    shipped: importTemplateWords.shipped(existing?.name),
    replaces: importTemplateWords.replaces(existing?.name),
  };
  return (
    <Dialog title="Import a template" onClose={onClose}>
      {read === null ? (
        <TextDrop
          label="Text of the template"
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
          <Preview preview={read.preview} />
          {shipped ? (
            <Notice tone="danger" title={clash.shipped.title} alert>
              {clash.shipped.text}
            </Notice>
          ) : read.preview.exists ? (
            <Notice tone="warn" title={clash.replaces.title} alert>
              {clash.replaces.text}
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
        <Button onClick={onClose}>Cancel</Button>
        {read === null || shipped ? null : (
          <Button look="primary" busy={busy} onClick={() => void add(read)} autoFocus>
            {read.preview.exists ? 'Replace' : 'Import'}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
};

const Preview = ({ preview: { descriptor, notMapped } }: { readonly preview: TemplatePreview }) => {
  const provider = withWords(descriptor);
  const { name, summary, contacts, links, fields } = provider;
  const secrets = fields.filter(({ kind }) => kind === 'secret').map(({ label }) => label);
  return (
    <div className={styles.preview}>
      <div className={styles.previewHead}>
        <ProviderMark provider={provider} />
        <div className={styles.cardWords}>
          <h3 className={styles.cardName}>{name}</h3>
          <p className={styles.cardSummary}>{summary}</p>
        </div>
      </div>
      <section className={styles.contacts}>
        <h3>It will contact</h3>
        {contacts.length === 0 ? (
          <p>Only the addresses that you enter in its form.</p>
        ) : (
          <Contacts hosts={contacts} andTyped={asksForAddresses(provider)} />
        )}
      </section>
      {secrets.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>It asks for these secrets and sends them there</h3>
          <p>{secrets.join(', ')}</p>
        </section>
      )}
      {links.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>Its links lead to</h3>
          <Contacts hosts={links.map(({ url }) => url)} />
        </section>
      )}
      {notMapped.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>Not taken over</h3>
          <ul className={styles.notMapped}>
            {notMapped.map(describeNotMapped).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
