import { formatAgo, formatMoment } from '../../../shared/words/time.ts';
import { useClock } from '../../state/app-context.tsx';
import styles from './connection.module.css';

/** A moment in the past, and how long ago that is. */
export const Moment = ({ epochSeconds }: { readonly epochSeconds: number }) => {
  const ago = useClock((nowMs) => formatAgo(epochSeconds, nowMs));
  return (
    <span>
      {formatMoment(epochSeconds)} <span className={styles.faint}>· {ago}</span>
    </span>
  );
};
