import { useCallback } from 'react';
import type { Settings } from '../../shared/settings.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

/** Has main keep what was chosen, and tells the person why it could not. */
export const useChangeSettings = (): ((changes: Partial<Settings>) => void) => {
  const { bridge, notify } = useApp();
  return useCallback(
    (changes) => {
      void settle(bridge.settings.change(changes)).then((reply) => {
        if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
      });
    },
    [bridge, notify],
  );
};
