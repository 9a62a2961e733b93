import { CircleAlert, CircleCheck, CircleSlash, Hourglass, LoaderCircle, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ConnectionView, OperationView } from '../../../shared/schemas.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { describeOperation } from '../../../shared/words/operations.ts';
import { Button, IconButton, spinClass } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useProvider } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './operation.module.css';
import { isDiscardable, PromptView } from './prompts.tsx';
import { Steps } from './steps.tsx';

type Props = {
  readonly operation: OperationView;
  readonly connection: Pick<ConnectionView, 'label' | 'facts' | 'capabilities'>;
  readonly onTryAgain: () => void;
};

const icons = {
  running: LoaderCircle,
  done: CircleCheck,
  failed: CircleAlert,
  cancelled: CircleSlash,
};

/** How long the good news stays before it makes room. */
const goodNewsMs = 6_000;

/** Says each change of an operation's title aloud, once. */
export const useAnnounced = (title: string | null): void => {
  const { announce } = useApp();
  useEffect(() => {
    if (title !== null) announce(title);
  }, [title, announce]);
};

/** An operation on one account, above its details: steps, what is asked, how it ended. */
export const OperationPanel = ({ operation, connection, onTryAgain }: Props) => {
  const { bridge } = useApp();
  const { id, status, kind, notice } = operation;
  const [cancelling, setCancelling] = useState(false);
  const provider = useProvider(operation.providerId);
  const holdsTokens = connection.facts.tokens !== null;
  const title = describeOperation(operation, {
    name: connection.label,
    holdsTokens,
    pasted: provider?.opensBrowser === false,
  });
  useAnnounced(title);

  useEffect(() => {
    // What the person should know stays until they close it.
    if ((status !== 'done' && status !== 'cancelled') || notice !== null) return;
    const timer = setTimeout(
      () => void settle(bridge.operations.dismiss({ operationId: id })),
      goodNewsMs,
    );
    return () => clearTimeout(timer);
  }, [status, notice, id, bridge]);

  // While it is the person's turn nothing spins.
  const isWorking = status === 'running' && operation.prompt === null;
  const Icon = status === 'running' && !isWorking ? Hourglass : icons[status];
  const dismiss = (): void => {
    void settle(bridge.operations.dismiss({ operationId: id }));
  };
  return (
    <section className={styles.panel} data-status={status} aria-labelledby={`operation-${id}`}>
      <div className={styles.head}>
        <Icon size={17} aria-hidden="true" className={cx(styles[status], isWorking && spinClass)} />
        <h3 id={`operation-${id}`}>{title}</h3>
        {status !== 'running' ? (
          <>
            {status === 'failed' && kind !== 'connect' ? (
              <Button
                size="small"
                onClick={() => {
                  dismiss();
                  onTryAgain();
                }}
              >
                {commonWords.tryAgain}
              </Button>
            ) : null}
            <IconButton
              label={commonWords.close}
              icon={<X size={15} aria-hidden="true" />}
              onClick={dismiss}
            />
          </>
        ) : isDiscardable(operation) ? null : (
          <Button
            look="ghost"
            size="small"
            busy={cancelling}
            onClick={() => {
              setCancelling(true);
              void settle(bridge.operations.cancel({ operationId: id }));
            }}
          >
            {cancelling ? commonWords.cancelling : commonWords.cancel}
          </Button>
        )}
      </div>
      {status === 'failed' && operation.error !== null ? (
        <>
          <div className={styles.error}>
            <ErrorNotice
              error={operation.error}
              refreshable={connection.capabilities.refresh}
              alert
            />
          </div>
          {operation.steps.length === 0 ? null : (
            <Steps steps={operation.steps} prompt={null} holdsTokens={holdsTokens} />
          )}
        </>
      ) : null}
      {status === 'done' && notice !== null ? (
        <div className={styles.error}>
          <ErrorNotice error={notice} tone="warn" alert />
        </div>
      ) : null}
      <PromptView operation={operation} />
    </section>
  );
};
