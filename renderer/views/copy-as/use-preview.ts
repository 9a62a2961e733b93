import { useEffect, useState } from 'react';
import type { CopyFormat } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

/** So long a format stands before main is asked: keys that are held run through many. */
const restMs = 90;

export type Preview = { readonly text: string } | { readonly error: ErrorView };

/** Asks main for the text that a copy would give, masked; null until it has come. */
export const usePreview = (
  connectionId: ConnectionId,
  format: CopyFormat | null,
): Preview | null => {
  const { bridge } = useApp();
  const [shown, setShown] = useState<{ readonly of: CopyFormat; readonly preview: Preview }>();
  useEffect(() => {
    if (format === null) return;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const reply = await settle(bridge.credentials.preview({ connectionId, format }));
      if (!isWanted) return;
      setShown({
        of: format,
        preview: reply.ok ? { text: reply.value.text } : { error: reply.error },
      });
    };
    const timer = setTimeout(() => void ask(), restMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [bridge, connectionId, format]);
  return shown !== undefined && shown.of === format ? shown.preview : null;
};
