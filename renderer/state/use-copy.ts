import { useCallback } from 'react';
import type { ConnectionId } from '../../shared/ids.ts';
import type { CopyFormat } from '../../shared/schemas.ts';
import { copyFormatWording, describeError } from '../../shared/wording.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

/** Copies in main and tells the person. The window never sees what was copied. */
export const useCopy = (): ((
  connectionId: ConnectionId,
  format: CopyFormat,
) => Promise<boolean>) => {
  const { bridge, notify } = useApp();
  return useCallback(
    async (connectionId, format) => {
      const reply = await settle(bridge.credentials.copy({ connectionId, format }));
      if (!reply.ok) {
        const { title, action } = describeError(reply.error);
        notify({ tone: 'danger', text: `${title}. ${action}` });
        return false;
      }
      const { noun } = copyFormatWording[format];
      const { clearsAtEpochMs } = reply.value;
      const seconds =
        clearsAtEpochMs === null ? 0 : Math.round((clearsAtEpochMs - Date.now()) / 1000);
      notify({
        tone: 'ok',
        text: seconds > 0 ? `${noun} copied. Clears in ${seconds} seconds.` : `${noun} copied.`,
      });
      return true;
    },
    [bridge, notify],
  );
};
