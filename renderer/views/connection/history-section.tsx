import { ChevronDown } from 'lucide-react';
import { useId, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { activityWords, describeActivity, timesText } from '../../../shared/words/activity.ts';
import { detailsWords } from '../../../shared/words/connection.ts';
import { consumerName } from '../../../shared/words/consumers.ts';
import { formatAgo, formatMoment } from '../../../shared/words/time.ts';
import { Button } from '../../components/button.tsx';
import { useClock } from '../../state/app-context.tsx';
import { useActivity } from '../../state/use-activity.ts';
import styles from './connection.module.css';
import { Moment } from './moment.tsx';
import { Row } from './section.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly onShowAll: () => void;
};

/** What happened to an account, and who takes its credentials; closed until it is wanted. */
export const HistorySection = (props: Props) => {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={`${id}title`}>
      <div className={styles.sectionHead}>
        <h3 id={`${id}title`}>
          <button
            type="button"
            className={styles.disclosure}
            aria-expanded={isOpen}
            aria-controls={`${id}body`}
            onClick={() => setOpen(!isOpen)}
          >
            {activityWords.history}
            <ChevronDown size={15} aria-hidden="true" />
          </button>
        </h3>
      </div>
      <div id={`${id}body`}>{isOpen ? <History {...props} /> : null}</div>
    </section>
  );
};

const History = ({ connection, onShowAll }: Props) => (
  <>
    <dl>
      <Times connection={connection} />
      <Activity connectionId={connection.id} />
    </dl>
    <Button look="ghost" size="small" className={styles.showAll} onClick={onShowAll}>
      {activityWords.showAll}
    </Button>
  </>
);

const Times = ({ connection }: Pick<Props, 'connection'>) => {
  const { createdAtEpochSeconds, updatedAtEpochSeconds, verifiedAtEpochSeconds, capabilities } =
    connection;
  const changedAt = updatedAtEpochSeconds > createdAtEpochSeconds ? updatedAtEpochSeconds : null;
  const { renewed, signedIn, verified, notYet, connected } = detailsWords;
  const times = [
    [connected, createdAtEpochSeconds, true],
    [capabilities.refresh ? renewed : signedIn, changedAt, capabilities.refresh],
    [verified, verifiedAtEpochSeconds, capabilities.verify],
  ] as const;
  return times.map(([name, atEpochSeconds, always]) =>
    atEpochSeconds === null && !always ? null : (
      <Row key={name} name={name}>
        {atEpochSeconds === null ? notYet : <Moment epochSeconds={atEpochSeconds} />}
      </Row>
    ),
  );
};

const shownLines = 8;

const Activity = ({ connectionId }: { readonly connectionId: ConnectionView['id'] }) => {
  const { loaded } = useActivity({ limit: shownLines, kinds: null, connectionId, text: '' });
  if (loaded === 'loading') return null;
  if (loaded === 'failed')
    return <Row name={activityWords.usedBy}>{activityWords.unreadable.title}</Row>;
  const { lines, usedBy, isBroken } = loaded;
  return (
    <>
      <Row name={activityWords.usedBy}>
        {usedBy.length === 0 ? (
          activityWords.usedByNobody
        ) : (
          <ul>
            {usedBy.map(({ consumer, lastAtEpochMs, times }) => (
              <li key={consumer}>
                {consumerName(consumer)}{' '}
                <span className={styles.faint}>
                  · {timesText(times)}, <Ago epochMs={lastAtEpochMs} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Row>
      {lines.slice(0, shownLines).map(({ number, atEpochMs, entry }) => (
        <Row key={number} name={<Ago epochMs={atEpochMs} />}>
          {describeActivity(entry)}
        </Row>
      ))}
      {isBroken ? <Row name="">{activityWords.broken.title}</Row> : null}
    </>
  );
};

const Ago = ({ epochMs }: { readonly epochMs: number }) => {
  const ago = useClock((nowMs) => formatAgo(Math.floor(epochMs / 1000), nowMs));
  return (
    <time dateTime={new Date(epochMs).toISOString()} data-tip={formatMoment(epochMs / 1000)}>
      {ago}
    </time>
  );
};
