import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { type ConfirmPromptKind, confirmPromptWording } from '../../../shared/words/prompts.ts';
import { Question } from './question.tsx';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly prompt: Extract<Prompt, { kind: ConfirmPromptKind }>;
};

/** Asks whether to go on with what was received, or without what the server does not know. */
export const ConfirmPrompt = ({ prompt, ...ids }: Props) => {
  const { title, text, accept, refuse } = confirmPromptWording[prompt.kind];
  const named = prompt.kind === 'review-account' ? prompt.account : prompt.host;
  return (
    <Question {...ids} title={title(named)} accept={accept} refuse={refuse}>
      <p>{text}</p>
    </Question>
  );
};
