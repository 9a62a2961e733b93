import { Terminal } from 'lucide-react';
import type { ConnectionView, ConsumerView } from '../../../shared/schemas.ts';
import { ruleLabels, toolsWords } from '../../../shared/words/consumers.ts';
import { Button } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { LastUse } from '../tools/last-use.tsx';
import styles from './connection.module.css';

type Props = { readonly connection: ConnectionView; readonly onShowTools: () => void };

/** The tools that may use an account, and by what rule. */
export const UsedByPanel = ({ connection, onShowTools }: Props) => {
  const { consumers } = useSnapshot();
  const users = consumers.filter(
    ({ connectionIds }) => connectionIds === null || connectionIds.includes(connection.id),
  );
  return (
    <section className={styles.panel} aria-labelledby="used-by-title">
      <div className={styles.panelHead}>
        <h3 id="used-by-title">
          <Terminal size={15} aria-hidden="true" />
          {toolsWords.usedBy}
        </h3>
        <Button look="ghost" size="small" onClick={onShowTools}>
          {toolsWords.show}
        </Button>
      </div>
      {users.length === 0 ? (
        <p className={styles.nobody}>{toolsWords.usedByNobody}</p>
      ) : (
        <dl className={styles.facts}>
          {users.map((consumer) => (
            <Used key={consumer.handle} consumer={consumer} />
          ))}
        </dl>
      )}
    </section>
  );
};

const Used = ({ consumer }: { readonly consumer: ConsumerView }) => (
  <>
    <dt dir="auto">{consumer.name}</dt>
    <dd>
      {ruleLabels[consumer.rule]}{' '}
      <span className={styles.faint}>
        · <LastUse consumer={consumer} />
      </span>
    </dd>
  </>
);
