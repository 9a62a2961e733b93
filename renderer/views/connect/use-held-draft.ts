import { useEffect, useRef } from 'react';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

/** Has main drop the draft that a form holds, once it takes another or is left. */
export const useHeldDraft = (first: string | null) => {
  const { bridge } = useApp();
  const held = useRef(first);
  const isLeft = useRef(false);
  const forget = useRef((draft: string | null): void => {
    if (draft !== null) void settle(bridge.connections.forgetDraft({ draft }));
  }).current;

  useEffect(
    () => () => {
      isLeft.current = true;
      forget(held.current);
    },
    [forget],
  );

  return {
    take: (next: string | null): void => {
      if (next !== held.current) forget(held.current);
      held.current = next;
      // A file may be read only after its form was left.
      if (isLeft.current) forget(next);
    },
    /** From now on it belongs to the connect that it was sent with. */
    handOver: (): void => {
      held.current = null;
    },
  };
};
