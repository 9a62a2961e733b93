import { formatTimer } from '../../../shared/words/time.ts';
import { useClock } from '../../state/app-context.tsx';

/** Minutes and seconds until a deadline. */
export const TimeLeft = ({ epochSeconds }: { readonly epochSeconds: number }) => (
  <>{useClock((nowMs) => formatTimer(epochSeconds - nowMs / 1000))}</>
);
