import { lifeOf, renewsQuietly } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { detailsWords } from '../../../shared/words/connection.ts';
import { type Status, statusOf, withoutEnd } from '../../../shared/words/status.ts';
import { formatDuration, formatMoment, formatSpan } from '../../../shared/words/time.ts';
import { useClock, useSnapshot } from '../../state/app-context.tsx';
import styles from './connection.module.css';
import { Row } from './section.tsx';

/** When what an account gives ends, and how much of its life is left. */
export const ExpiryRow = ({ connection }: { readonly connection: ConnectionView }) => {
  const { keychain } = useSnapshot();
  const renews = renewsQuietly(connection);
  const [left, percent, tone] = useClock((nowMs) => {
    const life = lifeOf(connection, nowMs);
    if (life === null) return '';
    const { leftSeconds, lifetimeSeconds } = life;
    // What renews itself need not be counted down to the second.
    const span = renews ? formatDuration(leftSeconds) : formatSpan(leftSeconds);
    const words =
      leftSeconds <= 0
        ? detailsWords.nothingLeft(renews)
        : detailsWords.left(span, formatDuration(lifetimeSeconds));
    const status = statusOf({ connection, operation: null, keychain, nowMs });
    return `${words}\n${Math.round((leftSeconds / lifetimeSeconds) * 100)}\n${status.tone}`;
  }).split('\n') as [string, string?, Status['tone']?];
  const end = lifeOf(connection, 0)?.endEpochSeconds ?? null;
  if (end === null) return <Row name={detailsWords.expires}>{withoutEnd(connection.facts)}</Row>;
  return (
    <Row name={detailsWords.expires}>
      <span>
        {formatMoment(end)}
        {renews ? <span className={styles.faint}> · {detailsWords.renewsBefore}</span> : null}
      </span>
      <meter
        className={styles.meter}
        data-tone={tone}
        aria-label={detailsWords.lifetimeLeft}
        aria-valuetext={left}
        min={0}
        max={100}
        value={Number(percent)}
      />
      <span className={styles.faint} aria-hidden="true">
        {left}
      </span>
    </Row>
  );
};
