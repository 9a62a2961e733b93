import { useEffect, useRef } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { operationPanelWords } from '../../../shared/words/common.ts';
import { placeName, whereToEnd } from '../../../shared/words/disconnect.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useProvider } from '../../state/app-context.tsx';
import styles from './operation.module.css';
import { useAnswer } from './use-answer.ts';

type Props = {
  readonly operationId: OperationView['id'];
  readonly promptId: OperationView['promptId'];
  readonly providerId: OperationView['providerId'];
  readonly prompt: Extract<Prompt, { kind: 'same-account' }>;
};

/**
 * Asks what to do with an account that is in the list already. Nothing is revoked either way: some
 * providers end every sign-in of the account with one, so the person is told what stays instead.
 */
export const SameAccountPrompt = ({ operationId, promptId, providerId, prompt }: Props) => {
  const provider = useProvider(providerId);
  const heading = useRef<HTMLHeadingElement>(null);
  const { answered, answer } = useAnswer<'replace' | 'accept'>({ operationId, promptId });
  useEffect(() => heading.current?.focus(), []);
  const words = operationPanelWords.same;
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {words.title(prompt.account)}
      </h3>
      <p>{words.text(prompt.existingLabel)}</p>
      {provider === null ? null : provider.opensBrowser ? (
        <Notice tone="info" title={words.signInStays(placeName(provider))}>
          {whereToEnd(provider)}
        </Notice>
      ) : (
        <Notice tone="info" title={words.keysStay}>
          {provider.afterDisconnect ?? undefined}
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button look="primary" busy={answered} onClick={() => void answer('replace')}>
          {words.replace}
        </Button>
        <Button busy={answered} onClick={() => void answer('accept')}>
          {words.keepBoth}
        </Button>
      </div>
    </div>
  );
};
