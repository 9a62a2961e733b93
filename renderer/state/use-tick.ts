import { useCallback, useEffect, useRef, useState } from 'react';

const tickedMs = 1_600;

/** Says for a moment that what was pressed was done, so that a tick can stand where it was pressed. */
export const useTick = (): readonly [ticked: boolean, tick: () => void] => {
  const [ticked, setTicked] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const tick = useCallback(() => {
    setTicked(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setTicked(false), tickedMs);
  }, []);
  return [ticked, tick];
};
