import { useEffect, useRef } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { type ConfirmPromptKind, confirmPromptWording } from '../../../shared/words/prompts.ts';
import { Button } from '../../components/button.tsx';
import styles from './operation.module.css';
import { useAnswer } from './use-answer.ts';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: ConfirmPromptKind }>;
};

/** Asks a question that is answered by yes or no. */
export const ConfirmPrompt = ({ operationId, promptId, prompt }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { answered, answer } = useAnswer<'accept' | 'refuse'>({ operationId, promptId });
  useEffect(() => heading.current?.focus(), []);
  const { title, text, accept, refuse } = confirmPromptWording[prompt.kind];
  const named = prompt.kind === 'review-account' ? prompt.account : prompt.host;
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {title.replace('{name}', () => named)}
      </h3>
      <p>{text}</p>
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
