import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { describeError } from '../../../shared/words/errors.ts';
import { troublePromptWording } from '../../../shared/words/prompts.ts';
import { Notice } from '../../components/notice.tsx';
import { Question } from './question.tsx';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: keyof typeof troublePromptWording }>;
};

/** Says what is in the way of what was received, and asks whether to go on with it. */
export const TroublePrompt = ({ prompt, ...ids }: Props) => {
  const { note, ...question } = troublePromptWording[prompt.kind];
  const trouble = describeError(prompt.error);
  return (
    <Question {...ids} {...question}>
      <Notice tone="warn" title={trouble.title} alert>
        {trouble.text} {trouble.action}
      </Notice>
      <p>{note}</p>
    </Question>
  );
};
