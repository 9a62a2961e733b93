import { useEffect, useRef } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { troublePromptWording } from '../../../shared/words/prompts.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import styles from './operation.module.css';
import { useAnswer } from './use-answer.ts';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: keyof typeof troublePromptWording }>;
};

/** Says what is in the way of what was received, and asks whether to go on with it. */
export const TroublePrompt = ({ operationId, promptId, prompt }: Props) => {
  const { title, note, accept, refuse } = troublePromptWording[prompt.kind];
  const heading = useRef<HTMLHeadingElement>(null);
  const { answered, answer } = useAnswer<'accept' | 'refuse'>({ operationId, promptId });
  useEffect(() => heading.current?.focus(), []);
  const trouble = describeError(prompt.error);
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      <Notice tone="warn" title={trouble.title} alert>
        {trouble.text} {trouble.action}
      </Notice>
      <p>{note}</p>
      <div className={styles.buttons}>
        <Button look="primary" busy={answered} onClick={() => void answer('accept')}>
          {accept}
        </Button>
        <Button busy={answered} onClick={() => void answer('refuse')}>
          {refuse}
        </Button>
      </div>
    </div>
  );
};
