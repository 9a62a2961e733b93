import { type ReactNode, Suspense, useId, useState } from 'react';
import { canBeGiven } from '../../../shared/connection-rules.ts';
import type { ConnectionView, ConsumerView } from '../../../shared/schemas.ts';
import { detailsWords } from '../../../shared/words/connection.ts';
import { consumerName, ruleLabels, toolsWords } from '../../../shared/words/consumers.ts';
import { giveToolWords } from '../../../shared/words/give-tool.ts';
import { Button } from '../../components/button.tsx';
import { LockedNote } from '../../components/locked-note.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useToolsLock } from '../../state/use-lock.ts';
import { LastUse } from '../tools/last-use.tsx';
import { GiveToolDialog } from '../tools/lazy.ts';
import styles from './connection.module.css';
import { Row, Section } from './section.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly onShowTools: () => void;
  /** The profiles of AWS tools, as rows. */
  readonly children: ReactNode;
};

/** The tools that may use an account, and by what rule. */
export const ToolsSection = ({ connection, onShowTools, children }: Props) => {
  const { consumers } = useSnapshot();
  const why = useToolsLock();
  const lockId = useId();
  const [giving, setGiving] = useState(false);
  const tools = consumers.filter(
    ({ connectionIds }) => connectionIds === null || connectionIds.includes(connection.id),
  );
  return (
    <Section
      title={detailsWords.tools}
      buttons={
        <Button look="ghost" size="small" onClick={onShowTools}>
          {toolsWords.show}
        </Button>
      }
    >
      <dl>
        {children}
        <Row name={toolsWords.withAccess}>
          {tools.length === 0 ? (
            <span className={styles.faint}>{toolsWords.nobodyHasAccess}</span>
          ) : (
            <ul className={styles.lines}>
              {tools.map((consumer) => (
                <Tool key={consumer.handle} consumer={consumer} />
              ))}
            </ul>
          )}
          {canBeGiven(connection) ? (
            <>
              <Button
                size="small"
                busy={why !== null}
                aria-describedby={why === null ? undefined : lockId}
                onClick={() => setGiving(true)}
              >
                {giveToolWords.open}
              </Button>
              <LockedNote id={lockId} text={why} />
            </>
          ) : null}
        </Row>
      </dl>
      {giving ? (
        <Suspense>
          <GiveToolDialog account={connection.id} onClose={() => setGiving(false)} />
        </Suspense>
      ) : null}
    </Section>
  );
};

const Tool = ({ consumer }: { readonly consumer: ConsumerView }) => (
  <li>
    <span dir="auto">{consumerName(consumer.name)}</span>{' '}
    <span className={styles.faint}>
      · {ruleLabels[consumer.rule]} · <LastUse consumer={consumer} />
    </span>
  </li>
);
