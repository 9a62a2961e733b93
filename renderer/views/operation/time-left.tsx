import { useClock } from '../../state/app-context.tsx';
import { formatTimer } from '../../state/time-text.ts';

/** Minutes and seconds until a deadline. */
export const TimeLeft = ({ epochSeconds }: { readonly epochSeconds: number }) => (
  <>{useClock((nowMs) => formatTimer(epochSeconds - nowMs / 1000))}</>
);
