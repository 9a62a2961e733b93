import { useEffect, useRef, useState } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { describeError } from '../../../shared/wording.ts';
import { Button } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './operation.module.css';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: 'same-account' }>;
};

/** Asks what to do with an account that is in the list already. */
export const SameAccountPrompt = ({ operationId, promptId, prompt }: Props) => {
  const { bridge, notify } = useApp();
  const heading = useRef<HTMLHeadingElement>(null);
  const [answered, setAnswered] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const answer = async (kind: 'replace' | 'accept' | 'refuse'): Promise<void> => {
    setAnswered(true);
    const reply = await settle(
      bridge.operations.answer({ operationId, promptId, answer: { kind } }),
    );
    if (reply.ok) return;
    setAnswered(false);
    notify({ tone: 'danger', text: describeError(reply.error).title });
  };
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {prompt.account} is connected already
      </h3>
      <p>
        It is in your list as “{prompt.existingLabel}”. Replace what is stored there with what you
        just got, or keep both side by side.
      </p>
      <div className={styles.buttons}>
        <Button look="primary" disabled={answered} onClick={() => void answer('replace')}>
          Replace it
        </Button>
        <Button disabled={answered} onClick={() => void answer('accept')}>
          Keep both
        </Button>
        <Button look="ghost" disabled={answered} onClick={() => void answer('refuse')}>
          Cancel
        </Button>
      </div>
    </div>
  );
};
