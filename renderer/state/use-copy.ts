import { useCallback } from 'react';
import type { CopyFormat } from '../../shared/copy-formats.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import { commonWords } from '../../shared/words/common.ts';
import { formatWords } from '../../shared/words/copy-formats.ts';
import { errorLine } from '../../shared/words/errors.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

/** Copies in main and tells the person. The window never sees what was copied. */
export const useCopy = (): ((
  connectionId: ConnectionId,
  format: CopyFormat,
) => Promise<boolean>) => {
  const { bridge, notify, announce } = useApp();
  return useCallback(
    async (connectionId, format) => {
      const reply = await settle(bridge.credentials.copy({ connectionId, format }));
      if (!reply.ok) {
        notify({ tone: 'danger', text: errorLine(reply.error) });
        return false;
      }
      const { label } = formatWords[format];
      const { clearsAtEpochMs } = reply.value;
      const seconds =
        clearsAtEpochMs === null ? 0 : Math.round((clearsAtEpochMs - Date.now()) / 1000);
      // The status bar shows by itself what is to be cleared.
      if (seconds > 0) announce(commonWords.copiedFor(label, seconds));
      else notify({ tone: 'ok', text: commonWords.copied(label) });
      return true;
    },
    [bridge, notify, announce],
  );
};
