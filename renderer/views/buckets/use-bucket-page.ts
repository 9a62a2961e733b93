import { useCallback, useEffect, useState } from 'react';
import type { BucketPage } from '../../../shared/buckets.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ErrorView } from '../../../shared/result.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';

/** Where somebody looks: all buckets, or a folder of one. */
export type Place = { readonly bucket: string; readonly prefix: string } | null;

type Loaded = BucketPage | { readonly error: ErrorView } | 'loading';

/** Asks what lies there, and again when told to. */
export const useBucketPage = (connectionId: ConnectionId, place: Place) => {
  const { bridge } = useApp();
  const [loaded, setLoaded] = useState<Loaded>('loading');
  const [asked, setAsked] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `asked` asks again
  useEffect(() => {
    let isWanted = true;
    setLoaded('loading');
    const reply =
      place === null
        ? bridge.buckets.list({ connectionId })
        : bridge.buckets.entries({ connectionId, ...place });
    void settle(reply).then((answer) => {
      if (isWanted) setLoaded(answer.ok ? answer.value : { error: answer.error });
    });
    return () => {
      isWanted = false;
      void settle(bridge.buckets.leave({ connectionId }));
    };
  }, [bridge, connectionId, place, asked]);
  return { loaded, again: useCallback(() => setAsked((count) => count + 1), []) };
};
