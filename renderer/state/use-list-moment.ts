import { useMemo } from 'react';
import { lastTurnMs, listTurnsMs } from '../../shared/account-list.ts';
import type { ConnectionView } from '../../shared/schemas.ts';
import { useClock } from './app-context.tsx';

/**
 * Gives a moment, in epoch milliseconds, by which to arrange the accounts; another one only when time has moved
 * one of them, so that nothing is arranged each minute for nothing.
 */
export const useListMoment = (connections: readonly ConnectionView[]): number => {
  const turnsMs = useMemo(() => connections.flatMap(listTurnsMs), [connections]);
  return useClock((nowMs) => lastTurnMs(turnsMs, nowMs));
};
