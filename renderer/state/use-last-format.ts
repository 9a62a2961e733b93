import { useSyncExternalStore } from 'react';
import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionFacts } from '../../shared/schemas.ts';
import { useApp } from './app-context.tsx';
import { copyFormatsOf } from './copyable.ts';

/** What is offered before anything was chosen. */
const usualFormats = {
  win32: 'env-powershell',
  others: ['env-sh', 'authorization-header', 'connection-id-env'],
} as const;

/** Gives the form that was chosen last of those that a connection has; null when it has none. */
export const useLastFormat = (facts: ConnectionFacts): CopyFormat | null => {
  const { lastFormats, info } = useApp();
  const chosen = useSyncExternalStore(lastFormats.subscribe, lastFormats.get, lastFormats.get);
  const has = copyFormatsOf(facts);
  const usual = info?.platform === 'win32' ? [usualFormats.win32] : [];
  return [...chosen, ...usual, ...usualFormats.others].find((each) => has.includes(each)) ?? null;
};
