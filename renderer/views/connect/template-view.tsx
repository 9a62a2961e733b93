import type { TemplatePreview } from '../../../shared/provider-descriptor.ts';
import { connectSheetWords } from '../../../shared/words/common.ts';
import { describeNotMapped } from '../../../shared/words/providers/not-mapped.ts';
import { withWords } from '../../../shared/words/providers.ts';
import { ProviderMark } from '../../components/provider-mark.tsx';
import styles from './connect.module.css';
import { asksForAddresses, Contacts } from './contacts.tsx';

type Props = { readonly preview: Pick<TemplatePreview, 'descriptor' | 'notMapped'> };

/** Shows what a template is, whom it contacts and what it asks for, before it is used. */
export const TemplateView = ({ preview: { descriptor, notMapped } }: Props) => {
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
        <h3>{connectSheetWords.import.contacts}</h3>
        {contacts.length === 0 ? (
          <p>{connectSheetWords.import.typedOnly}</p>
        ) : (
          <Contacts hosts={contacts} andTyped={asksForAddresses(provider)} />
        )}
      </section>
      {secrets.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>{connectSheetWords.import.secrets}</h3>
          <p>{secrets.join(', ')}</p>
        </section>
      )}
      {links.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>{connectSheetWords.import.links}</h3>
          <Contacts hosts={links.map(({ url }) => url)} />
        </section>
      )}
      {notMapped.length === 0 ? null : (
        <section className={styles.contacts}>
          <h3>{connectSheetWords.import.notTaken}</h3>
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
