import { ChevronDown, ScrollText } from 'lucide-react';
import { Fragment, useId, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { activityWords, describeActivity, timesText } from '../../../shared/words/activity.ts';
import { formatAgo, formatMoment } from '../../../shared/words/time.ts';
import { Button } from '../../components/button.tsx';
import { useClock } from '../../state/app-context.tsx';
import { useActivity } from '../../state/use-activity.ts';
import styles from './connection.module.css';

type Props = {
  readonly connectionId: ConnectionView['id'];
  readonly onShowAll: () => void;
};

/** The last that happened to an account, and who takes its credentials; closed until it is wanted. */
export const HistoryPanel = (props: Props) => {
  const [isOpen, setOpen] = useState(false);
  const bodyId = useId();
  return (
    <section className={styles.panel} aria-labelledby="history-title">
      <div className={styles.panelHead} data-closed={isOpen ? undefined : ''}>
        <h3 id="history-title">
          <button
            type="button"
            className={styles.disclosure}
            aria-expanded={isOpen}
            aria-controls={bodyId}
            onClick={() => setOpen(!isOpen)}
          >
            <ScrollText size={15} aria-hidden="true" />
            {activityWords.history}
            <ChevronDown size={15} aria-hidden="true" />
          </button>
        </h3>
      </div>
      <div id={bodyId}>{isOpen ? <History {...props} /> : null}</div>
    </section>
  );
};

const shownLines = 8;

const History = ({ connectionId, onShowAll }: Props) => {
  const { loaded } = useActivity({ limit: shownLines, kinds: null, connectionId, text: '' });
  if (loaded === 'loading') return null;
  if (loaded === 'failed')
    return <p className={styles.panelText}>{activityWords.unreadable.title}.</p>;
  const { lines, usedBy, isBroken } = loaded;
  return (
    <>
      <dl className={styles.facts}>
        <dt>{activityWords.usedBy}</dt>
        <dd>
          {usedBy.length === 0 ? (
            activityWords.usedByNobody
          ) : (
            <ul>
              {usedBy.map(({ consumer, lastAtEpochMs, times }) => (
                <li key={consumer}>
                  {consumer}{' '}
                  <span className={styles.faint}>
                    ({timesText(times)}, <Ago epochMs={lastAtEpochMs} />)
                  </span>
                </li>
              ))}
            </ul>
          )}
        </dd>
        {lines.slice(0, shownLines).map(({ number, atEpochMs, entry }) => (
          <Fragment key={number}>
            <dt>
              <Ago epochMs={atEpochMs} />
            </dt>
            <dd>{describeActivity(entry)}</dd>
          </Fragment>
        ))}
      </dl>
      <div className={styles.panelText}>
        <Button look="ghost" size="small" onClick={onShowAll}>
          {activityWords.showAll}
        </Button>
        {isBroken ? <span>{activityWords.broken.title}.</span> : null}
      </div>
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
