import { useCallback } from 'react';
import { commonWords } from '../../../shared/words/common.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import type { Provider } from '../../../shared/words/providers.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

/** Has main ask where a template goes and write it there; the window sees neither text nor path. */
export const useExportTemplate = (): ((id: Provider['id']) => Promise<void>) => {
  const { bridge, notify } = useApp();
  return useCallback(
    async (providerId) => {
      const reply = await settle(bridge.providers.exportTemplate({ providerId }));
      if (!reply.ok) {
        notify({ tone: 'danger', text: errorLine(reply.error) });
      } else if (reply.value.fileName !== null)
        notify({ tone: 'ok', text: commonWords.savedAs(reply.value.fileName) });
    },
    [bridge, notify],
  );
};
