import { FileKey2 } from 'lucide-react';
import type { GrantView } from '../../../shared/schemas.ts';
import { cx } from '../../components/cx.ts';
import styles from './connection.module.css';
import { GrantFacts } from './grant-facts.tsx';

/** What the access grant behind the keys allows. */
export const GrantPanel = ({ grant }: { readonly grant: GrantView }) => (
  <section className={cx(styles.panel, styles.beside)} aria-labelledby="grant-title">
    <div className={styles.panelHead}>
      <h3 id="grant-title">
        <FileKey2 size={15} aria-hidden="true" />
        Access grant
      </h3>
    </div>
    <GrantFacts grant={grant} />
  </section>
);
