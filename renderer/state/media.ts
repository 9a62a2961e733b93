import { useCallback, useSyncExternalStore } from 'react';

/** Says whether a media query holds, and follows it. */
export const useMedia = (query: string): boolean =>
  useSyncExternalStore(
    useCallback(
      (listener) => {
        const list = window.matchMedia(query);
        list.addEventListener('change', listener);
        return () => list.removeEventListener('change', listener);
      },
      [query],
    ),
    () => window.matchMedia(query).matches,
  );

/** Says whether an account is shown beside the list, and not in its place. */
export const isBesideList = (): boolean => !window.matchMedia('(max-width: 639px)').matches;
