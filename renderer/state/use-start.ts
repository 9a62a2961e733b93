import { useCallback } from 'react';
import type { ConnectionId } from '../../shared/ids.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

export type Task = 'refresh' | 'verify' | 'reconnect' | 'disconnect';

/** Has main begin a task with an account, and tells the person why it could not. */
export const useStart = (): ((task: Task, connectionId: ConnectionId) => Promise<void>) => {
  const { bridge, notify } = useApp();
  return useCallback(
    async (task, connectionId) => {
      const reply = await settle(bridge.connections[task]({ connectionId }));
      if (!reply.ok) notify({ tone: 'danger', text: errorLine(reply.error) });
    },
    [bridge, notify],
  );
};
