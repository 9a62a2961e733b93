import type { ConsumerView } from '../../../shared/schemas.ts';
import { toolsWords } from '../../../shared/words/consumers.ts';
import { formatAgo } from '../../../shared/words/time.ts';
import { useClock } from '../../state/app-context.tsx';

/** When a tool last took credentials. */
export const LastUse = ({ consumer }: { readonly consumer: ConsumerView }) => {
  const { lastUsedAtEpochSeconds } = consumer;
  return (
    <>
      {useClock((nowMs) =>
        lastUsedAtEpochSeconds === null
          ? toolsWords.neverUsed
          : toolsWords.used(formatAgo(lastUsedAtEpochSeconds, nowMs)),
      )}
    </>
  );
};
