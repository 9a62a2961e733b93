import type { ReactNode } from 'react';
import { conditionOf } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { stateNoticeOf } from '../../../shared/words/connection.ts';
import { ErrorNotice, Notice } from '../../components/notice.tsx';
import { useClock, useSnapshot } from '../../state/app-context.tsx';

type Props = {
  readonly connection: ConnectionView;
  /** The one thing that mends it. */
  readonly button: ReactNode | undefined;
};

/** Says what is wrong with an account; nothing while all is well. */
export const TroubleCard = ({ connection, button }: Props) => {
  const { keychain } = useSnapshot();
  const [title, text] = useClock((nowMs) => {
    const condition = conditionOf({ connection, operation: null, keychain, nowMs });
    const notice = stateNoticeOf(condition, nowMs);
    return `${notice?.title ?? ''}\n${notice?.text ?? ''}`;
  }).split('\n') as [string, string];
  if (connection.problem !== null)
    return (
      <ErrorNotice
        error={connection.problem}
        tone="warn"
        refreshable={connection.capabilities.refresh}
        buttons={button}
      />
    );
  if (title === '') return null;
  return (
    <Notice tone="warn" title={title} buttons={button}>
      {text === '' ? undefined : text}
    </Notice>
  );
};
