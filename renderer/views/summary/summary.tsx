import { CircleCheck } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { conditionOf, nextActionOf, operationOf } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { frameWords } from '../../../shared/words/common.ts';
import { mendingOf, mendingWords } from '../../../shared/words/list.ts';
import { formatSpan } from '../../../shared/words/time.ts';
import { summaryWords as words } from '../../../shared/words/window.ts';
import { Button } from '../../components/button.tsx';
import { ProviderMark } from '../../components/provider-mark.tsx';
import { StatusChip } from '../../components/status-chip.tsx';
import { useClock, useProvider, useSnapshot } from '../../state/app-context.tsx';
import { usePlatformWords } from '../../state/platform-words.ts';
import { useStart } from '../../state/use-start.ts';
import styles from './summary.module.css';
import { summarize } from './summary-model.ts';

type Props = {
  /** See `useListMoment`. */
  readonly nowMs: number;
  /** Opens an account and gives it the focus. */
  readonly onEnter: (id: string) => void;
  /** Shows in the list all that needs the person. */
  readonly onShowNeeding: () => void;
};

/** What stands beside the list while no account is open: what needs the person, and what ends next. */
export const Summary = ({ nowMs, onEnter, onShowNeeding }: Props) => {
  const { connections, keychain } = useSnapshot();
  const { shortcut } = usePlatformWords();
  const { needCount, needing, next } = useMemo(
    () => summarize(connections, { keychain, nowMs }),
    [connections, keychain, nowMs],
  );
  return (
    <div className={styles.summary}>
      <section aria-labelledby="summary-title">
        <h2 id="summary-title" className={styles.title}>
          {needCount === 0 ? (
            <>
              <CircleCheck size={20} aria-hidden="true" />
              {words.well.title}
            </>
          ) : (
            words.needYou(needCount)
          )}
        </h2>
        {needCount === 0 ? (
          <p className={styles.text}>{words.well.text(connections.length)}</p>
        ) : null}
        {needing.length === 0 ? null : (
          <ul className={styles.rows}>
            {needing.map((connection) => (
              <Needing key={connection.id} connection={connection} onEnter={onEnter} />
            ))}
          </ul>
        )}
        {needCount > needing.length ? (
          <Button look="ghost" size="small" onClick={onShowNeeding}>
            {words.showAll(needCount)}
          </Button>
        ) : null}
      </section>
      {next.length === 0 ? null : (
        <section aria-labelledby="summary-next">
          <h3 id="summary-next">{words.next}</h3>
          <ul className={styles.rows}>
            {next.map(({ connection, end }) => (
              <Row key={connection.id} connection={connection} onEnter={onEnter}>
                <Left end={end} />
              </Row>
            ))}
          </ul>
        </section>
      )}
      <p className={styles.text}>{words.find(shortcut('K'))}</p>
    </div>
  );
};

type RowProps = Pick<Props, 'onEnter'> & {
  readonly connection: ConnectionView;
  readonly children: ReactNode;
  readonly button?: ReactNode;
};

const Row = ({ connection, onEnter, children, button }: RowProps) => {
  const provider = useProvider(connection.providerId);
  return (
    <li className={styles.row}>
      <button type="button" className={styles.open} onClick={() => onEnter(connection.id)}>
        <ProviderMark provider={provider ?? connection.providerId} />
        <span className={styles.words}>
          <span className={styles.name} dir="auto" data-whole={connection.label}>
            {connection.label}
          </span>
          <span className={styles.says}>{children}</span>
        </span>
      </button>
      {button}
    </li>
  );
};

const Needing = ({ connection, onEnter }: Pick<RowProps, 'connection' | 'onEnter'>) => {
  const { keychain, operations } = useSnapshot();
  const start = useStart();
  const provider = useProvider(connection.providerId);
  const operation = operationOf(operations, connection.id);
  const kind = useClock((nowMs) => conditionOf({ connection, operation, keychain, nowMs }).kind);
  const action = nextActionOf(connection, kind);
  return (
    <Row
      connection={connection}
      onEnter={onEnter}
      button={
        action === null ? null : (
          <Button
            size="small"
            aria-label={frameWords.mendShort(
              mendingWords[mendingOf(action, kind, provider)],
              connection.label,
            )}
            disabled={keychain.status === 'trouble'}
            onClick={() => {
              void start(action, connection.id);
              // What is asked for then is asked there.
              onEnter(connection.id);
            }}
          >
            {mendingWords[mendingOf(action, kind, provider)]}
          </Button>
        )
      }
    >
      <StatusChip
        connection={connection}
        operation={operation}
        keychain={keychain}
        look="sentence"
      />
    </Row>
  );
};

const Left = ({ end }: { readonly end: number }) => (
  <>{useClock((nowMs) => words.endsIn(formatSpan(end - nowMs / 1000)))}</>
);
