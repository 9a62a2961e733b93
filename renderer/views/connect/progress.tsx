import { CircleCheck, LoaderCircle } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { ErrorCode } from '../../../shared/result.ts';
import type { OperationView, StepId } from '../../../shared/schemas.ts';
import { commonWords, connectSheetWords, frameWords } from '../../../shared/words/common.ts';
import { connectedText } from '../../../shared/words/connect.ts';
import { placeName, whereToEnd } from '../../../shared/words/disconnect.ts';
import { describeOperation, statusLine } from '../../../shared/words/operations.ts';
import { inSequence } from '../../../shared/words/sentences.ts';
import { Button, spinClass } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { CopyMenu } from '../../components/copy-menu.tsx';
import { ErrorNotice } from '../../components/notice.tsx';
import { useApp, useProvider, useSnapshot } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { copyNoun, quickFormatsOf } from '../../state/copyable.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useTick } from '../../state/use-tick.ts';
import { useAnnounced } from '../operation/operation-panel.tsx';
import { isDiscardable, PromptView } from '../operation/prompts.tsx';
import { Steps } from '../operation/steps.tsx';
import styles from './connect.module.css';

type Props = {
  /** Null until main's next snapshot, or after it was dismissed. */
  readonly operation: OperationView | null;
  readonly label: string;
  readonly onTryAgain: () => void;
  /** Goes back to the form with the device code chosen; null where that is no way in. */
  readonly onDeviceCode: (() => void) | null;
  /** Leaves for the list, and for the account if it is connected. */
  readonly onClose: () => void;
};

/** Failures of the way back from the browser, which a device code has no need of. */
const withoutWayBack: readonly ErrorCode[] = [
  'oauth.port-in-use',
  'oauth.port-reserved',
  'oauth.timeout',
];

/** The browser did not open, or cannot come back. */
const browserIsNoWay = ({ prompt, error }: OperationView): boolean =>
  (prompt?.kind === 'browser' && !prompt.browserOpened) ||
  (error !== null && withoutWayBack.includes(error.code));

/** Connecting as it happens: what is asked of the person, or one line of status. */
export const Progress = ({ operation, label, onTryAgain, onDeviceCode, onClose }: Props) => {
  const { bridge } = useApp();
  const [cancelling, setCancelling] = useState(false);
  useAnnounced(operation === null ? null : titleOf(operation, label));
  const running = operation === null || operation.status === 'running';

  const switchToDeviceCode = async (): Promise<void> => {
    if (operation === null || onDeviceCode === null) return;
    if (running) {
      setCancelling(true);
      await settle(bridge.operations.cancel({ operationId: operation.id }));
    }
    void settle(bridge.operations.dismiss({ operationId: operation.id }));
    onDeviceCode();
  };
  const deviceCode =
    operation !== null && onDeviceCode !== null && browserIsNoWay(operation) ? (
      <Button look="ghost" busy={cancelling} onClick={() => void switchToDeviceCode()}>
        {connectSheetWords.progress.deviceCode}
      </Button>
    ) : null;
  return (
    <>
      <div className={styles.scroll}>
        <section className={styles.progress} aria-labelledby="progress">
          <h2 id="progress" className="visually-hidden">
            {connectSheetWords.progress.title}
          </h2>
          {operation === null || operation.status === 'running' ? (
            <Running operation={operation} />
          ) : operation.status === 'done' ? (
            <Connected
              title={titleOf(operation, label)}
              connectionId={operation.connectionId}
              notice={operation.notice}
              onOpen={onClose}
            />
          ) : (
            <Ended
              operation={operation}
              title={titleOf(operation, label)}
              buttons={
                <>
                  <Button look="primary" onClick={onTryAgain}>
                    {operation.status === 'failed'
                      ? commonWords.tryAgain
                      : connectSheetWords.progress.startAgain}
                  </Button>
                  {deviceCode}
                </>
              }
            />
          )}
        </section>
      </div>
      {operation !== null && isDiscardable(operation) ? null : (
        <footer className={styles.foot}>
          {running ? (
            <>
              {deviceCode}
              <Button
                busy={cancelling || operation === null}
                onClick={() => {
                  if (operation === null) return;
                  setCancelling(true);
                  void settle(bridge.operations.cancel({ operationId: operation.id }));
                }}
              >
                {cancelling ? commonWords.cancelling : commonWords.cancel}
              </Button>
            </>
          ) : (
            <Button onClick={onClose}>
              {operation.status === 'done' ? commonWords.done : commonWords.close}
            </Button>
          )}
        </footer>
      )}
    </>
  );
};

/** What is asked of the person; while nothing is, one line that says what goes on. */
const Running = ({ operation }: { readonly operation: OperationView | null }) =>
  operation === null || operation.prompt === null ? (
    <p className={styles.working}>
      <LoaderCircle size={18} aria-hidden="true" className={spinClass} />
      {statusLine(operation ?? { steps: [] }, false)}
    </p>
  ) : (
    <PromptView operation={operation} />
  );

type EndedProps = {
  readonly operation: OperationView;
  readonly title: string;
  readonly buttons: ReactNode;
};

/** Why nothing came of it, what helps, and how far it got. */
const Ended = ({ operation, title, buttons }: EndedProps) => (
  <div className={styles.ended}>
    <h2>{title}</h2>
    {operation.status === 'cancelled' ? (
      <>
        <Cancelled operation={operation} />
        <div className={styles.endedButtons}>{buttons}</div>
      </>
    ) : operation.error === null ? null : (
      <ErrorNotice error={operation.error} buttons={buttons} alert />
    )}
    {operation.steps.length === 0 ? null : (
      <Steps steps={operation.steps} prompt={operation.prompt} />
    )}
  </div>
);

const titleOf = (operation: OperationView, label: string): string =>
  describeOperation(operation, { name: label, holdsTokens: false });

/** Steps after which the provider has given access, or is about to. */
const allowing: readonly StepId[] = ['wait-for-browser', 'wait-for-device', 'exchange-code'];

const Cancelled = ({ operation: { providerId, steps } }: { readonly operation: OperationView }) => {
  const provider = useProvider(providerId);
  const allowed = steps.some(({ id, status }) => status === 'done' && allowing.includes(id));
  return (
    <>
      <p>{connectSheetWords.progress.nothingSaved}</p>
      {allowed && provider !== null ? (
        <p>
          {inSequence([
            connectSheetWords.progress.mayStay(placeName(provider)),
            whereToEnd(provider),
          ])}
        </p>
      ) : null}
    </>
  );
};

type ConnectedProps = {
  readonly title: string;
  readonly connectionId: OperationView['connectionId'];
  readonly notice: OperationView['notice'];
  readonly onOpen: () => void;
};

const Connected = ({ title, connectionId, notice, onOpen }: ConnectedProps) => {
  const { connections } = useSnapshot();
  const copy = useCopy();
  const trigger = useRef<HTMLButtonElement>(null);
  const [menuOpen, setMenuOpen] = useState(false);
  const [ticked, tick] = useTick();
  useEffect(() => trigger.current?.focus(), []);
  const facts = connections.find(({ id }) => id === connectionId)?.facts;
  const formats = facts === undefined ? [] : quickFormatsOf(facts);
  const noun = facts === undefined ? 'keys' : copyNoun(facts);
  return (
    <div className={styles.ended}>
      <CircleCheck size={30} strokeWidth={1.8} aria-hidden="true" className={styles.endedIcon} />
      <h2>{title}</h2>
      <p>{connectedText(noun)}</p>
      {notice === null ? null : <ErrorNotice error={notice} tone="warn" />}
      <div className={styles.endedButtons}>
        {formats.length > 0 && connectionId !== null ? (
          <>
            <Button
              ref={trigger}
              look="primary"
              icon={<CopyIcon ticked={ticked} size={14} />}
              aria-haspopup="menu"
              aria-expanded={menuOpen}
              onClick={() => setMenuOpen(true)}
            >
              {frameWords.copyNoun[noun]}
            </Button>
            {menuOpen ? (
              <CopyMenu
                formats={formats}
                trigger={trigger}
                onCopy={(format) => {
                  void copy(connectionId, format).then((done) => {
                    if (done) tick();
                  });
                }}
                onMore={null}
                onClose={() => setMenuOpen(false)}
              />
            ) : null}
          </>
        ) : null}
        <Button onClick={onOpen}>{connectSheetWords.progress.open}</Button>
      </div>
    </div>
  );
};
