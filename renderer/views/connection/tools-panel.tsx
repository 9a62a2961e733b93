import { Terminal } from 'lucide-react';
import { Suspense, useState } from 'react';
import { canBeGiven } from '../../../shared/connection-rules.ts';
import type { ConnectionView, ConsumerView } from '../../../shared/schemas.ts';
import { ruleLabels, toolsWords } from '../../../shared/words/consumers.ts';
import { giveToolWords } from '../../../shared/words/give-tool.ts';
import { Button } from '../../components/button.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { LastUse } from '../tools/last-use.tsx';
import { GiveToolDialog } from '../tools/lazy.ts';
import styles from './connection.module.css';

type Props = { readonly connection: ConnectionView; readonly onShowTools: () => void };

/** The tools that may use an account, and by what rule. */
export const ToolsPanel = ({ connection, onShowTools }: Props) => {
  const { consumers } = useSnapshot();
  const [giving, setGiving] = useState(false);
  const tools = consumers.filter(
    ({ connectionIds }) => connectionIds === null || connectionIds.includes(connection.id),
  );
  return (
    <section className={styles.panel} aria-labelledby="tools-title">
      <div className={styles.panelHead}>
        <h3 id="tools-title">
          <Terminal size={15} aria-hidden="true" />
          {toolsWords.withAccess}
        </h3>
        <Button look="ghost" size="small" onClick={onShowTools}>
          {toolsWords.show}
        </Button>
      </div>
      {tools.length === 0 ? (
        <p className={styles.panelText}>{toolsWords.nobodyHasAccess}</p>
      ) : (
        <dl className={styles.facts}>
          {tools.map((consumer) => (
            <Tool key={consumer.handle} consumer={consumer} />
          ))}
        </dl>
      )}
      {canBeGiven(connection) ? (
        <div className={styles.panelFoot}>
          <Button size="small" onClick={() => setGiving(true)}>
            {giveToolWords.open}
          </Button>
        </div>
      ) : null}
      {giving ? (
        <Suspense>
          <GiveToolDialog account={connection.id} onClose={() => setGiving(false)} />
        </Suspense>
      ) : null}
    </section>
  );
};

const Tool = ({ consumer }: { readonly consumer: ConsumerView }) => (
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
