import { useEffect, useRef, useState } from 'react';
import { describeError } from '../../../shared/error-wording.ts';
import type { OperationView, Prompt } from '../../../shared/schemas.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useApp, useProvider } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import { placeName, whereToEnd } from '../connection/after-disconnect.ts';
import styles from './operation.module.css';

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
  const { bridge, notify } = useApp();
  const provider = useProvider(providerId);
  const heading = useRef<HTMLHeadingElement>(null);
  const [answered, setAnswered] = useState(false);
  useEffect(() => heading.current?.focus(), []);
  const answer = async (kind: 'replace' | 'accept'): Promise<void> => {
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
      {provider === null ? null : provider.opensBrowser ? (
        <Notice tone="info" title={`Nothing ends at ${placeName(provider)} by this`}>
          If you replace, the earlier access stays valid there; if you cancel, the new one does.
          Stowkey ends neither by itself, because that could end the other too.{' '}
          {whereToEnd(provider)}
        </Notice>
      ) : (
        <Notice tone="info" title="No keys end by this">
          {provider.afterDisconnect ??
            'Keys that are not kept here stay valid until you delete them where they were made.'}
        </Notice>
      )}
      <div className={styles.buttons}>
        <Button look="primary" disabled={answered} onClick={() => void answer('replace')}>
          Replace it
        </Button>
        <Button disabled={answered} onClick={() => void answer('accept')}>
          Keep both
        </Button>
      </div>
    </div>
  );
};
