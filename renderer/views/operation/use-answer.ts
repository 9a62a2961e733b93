import { useState } from 'react';
import type { OperationView } from '../../../shared/schemas.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

type Question = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
};

/** Sends a button's answer to a prompt once; an answer that was not taken can be given again. */
export const useAnswer = <K extends 'accept' | 'refuse' | 'replace'>(question: Question) => {
  const { bridge, notify } = useApp();
  const [answered, setAnswered] = useState(false);
  const answer = async (kind: K): Promise<void> => {
    setAnswered(true);
    const reply = await settle(bridge.operations.answer({ ...question, answer: { kind } }));
    if (reply.ok) return;
    setAnswered(false);
    notify({ tone: 'danger', text: describeError(reply.error).title });
  };
  return { answered, answer };
};
