import { connectSheetWords } from '../../../shared/words/common.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import styles from './connect.module.css';

type Props = {
  readonly hosts: readonly string[];
  /** The form asks for addresses besides. */
  readonly andTyped?: boolean;
};

export const asksForAddresses = ({ fields }: Pick<Provider, 'fields'>): boolean =>
  fields.some(({ kind }) => kind === 'url');

/** Hosts that a provider is known to contact, as they are written. */
export const Contacts = ({ hosts, andTyped = false }: Props) => (
  <ul className={styles.hosts}>
    {hosts.map((host) => (
      <li key={host}>
        <code>{host}</code>
      </li>
    ))}
    {andTyped ? <li>{connectSheetWords.guide.typed}</li> : null}
  </ul>
);
