import { useEffect } from 'react';
import type { ConnectionId } from '../../shared/ids.ts';
import { useApp, useSnapshot } from './app-context.tsx';
import { settle } from './bridge.ts';

/** Arrows open one account after the other; where they end is worth a line on the disk. */
const restedMs = 800;

/** Has main remember which account is open. That it could not is no news to anybody. */
export const useRememberOpen = (openId: string | null): void => {
  const { bridge } = useApp();
  const { connections, settings } = useSnapshot();
  const { lastOpen } = settings;
  const open: ConnectionId | null = connections.find(({ id }) => id === openId)?.id ?? null;
  useEffect(() => {
    if (open === null || open === lastOpen) return;
    const timer = setTimeout(
      () => void settle(bridge.settings.change({ lastOpen: open })),
      restedMs,
    );
    return () => clearTimeout(timer);
  }, [open, lastOpen, bridge]);
};
