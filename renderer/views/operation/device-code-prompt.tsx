import { ExternalLink, Hourglass } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { operationPanelWords } from '../../../shared/words/common.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { Button } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { withElement } from '../../components/with-element.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { copyPlainText } from '../../state/copy-text.ts';
import { useTick } from '../../state/use-tick.ts';
import { groupUserCode } from '../../state/user-code.ts';
import styles from './operation.module.css';
import { TimeLeft } from './time-left.tsx';

type Props = {
  readonly operationId: OperationView['id'];
  readonly prompt: Extract<Prompt, { kind: 'device-code' }>;
};

/** Shows the code to type on the provider's page, on this computer or any other device. */
export const DeviceCodePrompt = ({ operationId, prompt }: Props) => {
  const { bridge, notify } = useApp();
  const [ticked, tick] = useTick();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const { userCode, verificationUri, deadlineEpochSeconds } = prompt;
  const groups = groupUserCode(userCode);
  const starts = groups.map((_, index) => groups.slice(0, index).join('').length);
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {operationPanelWords.enterCode}
      </h3>
      <p>
        {withElement(
          operationPanelWords.openAddress,
          <code className={styles.address}>{verificationUri}</code>,
        )}
      </p>
      <div className={styles.userCode}>
        <span aria-hidden="true">
          {groups.map((group, index) => (
            <span key={starts[index]}>{group}</span>
          ))}
        </span>
        <span className="visually-hidden">{operationPanelWords.code([...userCode].join(' '))}</span>
      </div>
      <div className={styles.waitLine}>
        <Hourglass size={16} aria-hidden="true" />
        <span>
          {withElement(
            operationPanelWords.waitingForCode,
            <TimeLeft epochSeconds={deadlineEpochSeconds} />,
          )}
        </span>
      </div>
      <div className={styles.buttons}>
        <Button
          look="primary"
          icon={<ExternalLink size={14} aria-hidden="true" />}
          onClick={() => {
            void settle(bridge.operations.openBrowser({ operationId })).then((reply) => {
              if (!reply.ok) notify({ tone: 'danger', text: describeError(reply.error).title });
            });
          }}
        >
          {operationPanelWords.openPage}
        </Button>
        <Button
          icon={<CopyIcon ticked={ticked} size={14} />}
          onClick={() => {
            const copied = copyPlainText(userCode);
            if (copied) tick();
            notify({
              tone: copied ? 'ok' : 'danger',
              text: copied ? operationPanelWords.codeCopied : operationPanelWords.codeNotCopied,
            });
          }}
        >
          {operationPanelWords.copyCode}
        </Button>
      </div>
    </div>
  );
};
