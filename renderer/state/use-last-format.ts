import { useCallback, useMemo, useSyncExternalStore } from 'react';
import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionFacts } from '../../shared/schemas.ts';
import { useApp, useSnapshot } from './app-context.tsx';
import { copyFormatsOf } from './copyable.ts';

/** What is offered before anything was chosen. */
const usualFormats = {
  win32: 'env-powershell',
  others: ['env-sh', 'authorization-header', 'connection-id-env'],
} as const;

/**
 * Lists forms by how likely they are to be wanted: what the settings name, what was
 * chosen, the last first, and what is usual.
 */
export const useLikelyFormats = (): readonly CopyFormat[] => {
  const { lastFormats, info } = useApp();
  const chosen = useSyncExternalStore(lastFormats.subscribe, lastFormats.get, lastFormats.get);
  const { copyFormat } = useSnapshot().settings;
  const isWindows = info?.platform === 'win32';
  return useMemo(() => {
    const usual = isWindows ? [usualFormats.win32] : [];
    return [
      ...new Set([
        ...(copyFormat === null ? [] : [copyFormat]),
        ...chosen,
        ...usual,
        ...usualFormats.others,
      ]),
    ];
  }, [copyFormat, chosen, isWindows]);
};

/** Gives the form that was chosen last of those that a connection has; null when it has none. */
export const useLastFormat = (): ((facts: ConnectionFacts) => CopyFormat | null) => {
  const likely = useLikelyFormats();
  return useCallback(
    (facts) => {
      const has = copyFormatsOf(facts);
      return likely.find((each) => has.includes(each)) ?? null;
    },
    [likely],
  );
};
