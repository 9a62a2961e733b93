import { History } from 'lucide-react';
import { endOf, renewsQuietly } from '../../../shared/connection-rules.ts';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { withoutEnd } from '../../../shared/words/status.ts';
import { formatAgo, formatMoment } from '../../../shared/words/time.ts';
import { useClock } from '../../state/app-context.tsx';
import styles from './connection.module.css';
import { RenewalPolicy } from './renewal-policy.tsx';

export const TimesPanel = ({ connection }: { readonly connection: ConnectionView }) => {
  const { facts, createdAtEpochSeconds, updatedAtEpochSeconds } = connection;
  const quiet = renewsQuietly(connection);
  const end = quiet ? facts.expiresAtEpochSeconds : endOf(facts);
  const changedAt = updatedAtEpochSeconds > createdAtEpochSeconds ? updatedAtEpochSeconds : null;
  return (
    <section className={styles.panel} aria-labelledby="times-title">
      <div className={styles.panelHead}>
        <h3 id="times-title">
          <History size={15} aria-hidden="true" />
          Times
        </h3>
      </div>
      <dl className={styles.facts}>
        <dt>Connected</dt>
        <dd>
          <Moment epochSeconds={createdAtEpochSeconds} />
        </dd>
        {connection.capabilities.refresh ? (
          <>
            <dt>Renewed</dt>
            <dd>{changedAt === null ? 'Not yet' : <Moment epochSeconds={changedAt} />}</dd>
          </>
        ) : changedAt === null ? null : (
          <>
            <dt>Reconnected</dt>
            <dd>
              <Moment epochSeconds={changedAt} />
            </dd>
          </>
        )}
        {connection.capabilities.verify ? (
          <>
            <dt>Verified</dt>
            <dd>
              {connection.verifiedAtEpochSeconds === null ? (
                'Not yet'
              ) : (
                <Moment epochSeconds={connection.verifiedAtEpochSeconds} />
              )}
            </dd>
          </>
        ) : null}
        {/* What a broker keeps runs out there, if ever. */}
        {facts.broker !== null ? null : (
          <>
            <dt>Expires</dt>
            <dd>
              {end !== null ? formatMoment(end) : quiet ? 'Renews itself' : withoutEnd(facts)}
              {end !== null && quiet ? (
                <span className={styles.faint}> (renews itself before)</span>
              ) : null}
            </dd>
          </>
        )}
      </dl>
      {endOf(facts) === null ? null : <RenewalPolicy connection={connection} />}
    </section>
  );
};

const Moment = ({ epochSeconds }: { readonly epochSeconds: number }) => {
  const ago = useClock((nowMs) => formatAgo(epochSeconds, nowMs));
  return (
    <>
      {formatMoment(epochSeconds)} <span className={styles.faint}>({ago})</span>
    </>
  );
};
