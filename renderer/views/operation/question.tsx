import { type ReactNode, useEffect, useRef } from 'react';
import type { OperationView } from '../../../shared/schemas.ts';
import { Button } from '../../components/button.tsx';
import styles from './operation.module.css';
import { useAnswer } from './use-answer.ts';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly title: string;
  /** What the two buttons say. */
  readonly accept: string;
  readonly refuse: string;
  readonly children: ReactNode;
};

/** Asks a question that is answered by one of two buttons. */
export const Question = ({ operationId, promptId, title, accept, refuse, children }: Props) => {
  const heading = useRef<HTMLHeadingElement>(null);
  const { answered, answer } = useAnswer<'accept' | 'refuse'>({ operationId, promptId });
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {title}
      </h3>
      {children}
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
