import { useCallback, useEffect, useState } from 'react';
import type { ProfileList } from '../../shared/aws-profiles.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ErrorView } from '../../shared/result.ts';
import { useApp } from './app-context.tsx';
import { settle } from './bridge.ts';

export type AwsProfiles = {
  /** Null until main has answered, and where there is an error instead. */
  readonly list: ProfileList | null;
  readonly error: ErrorView | null;
  readonly reload: () => Promise<void>;
};

/** The profiles that an account has in the AWS config file: looked up again whenever the window is. */
export const useAwsProfiles = (connectionId: ConnectionId, has: boolean): AwsProfiles => {
  const { bridge } = useApp();
  const [found, setFound] = useState<Omit<AwsProfiles, 'reload'>>({ list: null, error: null });
  const reload = useCallback(async () => {
    if (!has) return;
    const reply = await settle(bridge.awsProfiles.list({ connectionId }));
    setFound(reply.ok ? { list: reply.value, error: null } : { list: null, error: reply.error });
  }, [bridge, connectionId, has]);
  useEffect(() => {
    void reload();
    const look = (): void => void reload();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [reload]);
  return { ...found, reload };
};
