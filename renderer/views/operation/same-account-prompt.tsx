import { useEffect, useRef } from 'react';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
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
  return (
    <div className={styles.prompt}>
      <h3 ref={heading} tabIndex={-1}>
        {prompt.account} is connected already
      </h3>
      <p>
        It is in your list as “{prompt.existingLabel}”. Replace what is stored there with what you
        just got, or keep both side by side.
      </p>
      {provider === null ? null : provider.opensBrowser ? (
        <Notice
          tone="info"
          title={`The older sign-in stays active at ${placeName(provider)} until you remove it there.`}
        >
          {whereToEnd(provider)}
        </Notice>
      ) : (
        <Notice
          tone="info"
          title="The older keys stay valid until you delete them where they were made."
        >
          {provider.afterDisconnect ?? undefined}
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button look="primary" busy={answered} onClick={() => void answer('replace')}>
          Replace it
        </Button>
        <Button busy={answered} onClick={() => void answer('accept')}>
          Keep both
        </Button>
      </div>
    </div>
  );
};
