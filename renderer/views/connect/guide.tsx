import { ExternalLink, FileText } from 'lucide-react';
import { connectSheetWords } from '../../../shared/words/common.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connect.module.css';
import { asksForAddresses, Contacts } from './contacts.tsx';
import { useExportTemplate } from './use-export-template.ts';

type Props = {
  readonly provider: Provider;
  /** Shows one line that opens, where the guide would push the form out of sight. */
  readonly folded: boolean;
};

/** What to do and to know before connecting, and whom Stowkey will contact. */
export const Guide = ({ provider, folded }: Props) => {
  const { bridge } = useApp();
  const exportTemplate = useExportTemplate();
  const { guide, notes, links, contacts, isTemplate } = provider;
  if ([guide, notes, links, contacts].every(({ length }) => length === 0) && !isTemplate)
    return null;
  const content = (
    <>
      {guide.length === 0 && links.length === 0 ? null : (
        <section>
          {folded ? null : (
            <h2>{connectSheetWords.guide[guide.length === 0 ? 'more' : 'before']}</h2>
          )}
          {guide.length === 0 ? null : (
            <ol>
              {guide.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
          )}
          {links.length === 0 ? null : (
            <div className={styles.links}>
              {links.map((link, index) => (
                <Button
                  key={link.url}
                  look="ghost"
                  size="small"
                  data-tip={link.url}
                  icon={<ExternalLink size={13} aria-hidden="true" />}
                  onClick={() =>
                    void settle(bridge.app.openLink({ providerId: provider.id, index }))
                  }
                >
                  {link.label}
                </Button>
              ))}
            </div>
          )}
        </section>
      )}
      {notes.length === 0 ? null : (
        <section>
          <h2>{connectSheetWords.guide.notes}</h2>
          <ul className={styles.notes}>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      {contacts.length === 0 ? null : (
        <section>
          <h2>{connectSheetWords.guide.contacts}</h2>
          <Contacts hosts={contacts} andTyped={asksForAddresses(provider)} />
        </section>
      )}
      {isTemplate ? (
        <div className={styles.links}>
          <Button
            look="ghost"
            size="small"
            icon={<FileText size={13} aria-hidden="true" />}
            onClick={() => void exportTemplate(provider.id)}
          >
            {connectSheetWords.guide.export}
          </Button>
        </div>
      ) : null}
    </>
  );
  return (
    <aside className={styles.guide} aria-label={connectSheetWords.guide.about}>
      {folded ? (
        <details>
          <summary>{connectSheetWords.guide.before}</summary>
          {content}
        </details>
      ) : (
        content
      )}
    </aside>
  );
};
