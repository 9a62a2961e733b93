import { useEffect, useRef } from 'react';
import { describeError } from '../../../shared/error-wording.ts';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import styles from './operation.module.css';
import { useAnswer } from './use-answer.ts';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: 'keep-unchecked' }>;
};

/** Asks what to do with credentials whose server cannot be reached to check them. */
export const KeepUncheckedPrompt = ({ operationId, promptId, prompt }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { answered, answer } = useAnswer<'accept' | 'refuse'>({ operationId, promptId });
  useEffect(() => heading.current?.focus(), []);
  const { title, text, action } = describeError(prompt.error);
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        The keys could not be checked
      </h3>
      <Notice tone="warn" title={title} alert>
        {text} {action}
      </Notice>
      <p>
        You can keep them as they are and check them later. Until then nobody knows if they work.
      </p>
      <div className={styles.buttons}>
        <Button look="primary" busy={answered} onClick={() => void answer('accept')}>
          Keep without checking
        </Button>
        <Button busy={answered} onClick={() => void answer('refuse')}>
          Do not keep
        </Button>
      </div>
    </div>
  );
};
