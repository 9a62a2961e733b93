import { BadgeCheck } from 'lucide-react';
import { Fragment, Suspense, useState } from 'react';
import type { ConnectionView, S3Check } from '../../../shared/schemas.ts';
import { bucketWords } from '../../../shared/words/buckets.ts';
import {
  describeClock,
  describeProof,
  describeWriting,
  s3CheckWords as words,
} from '../../../shared/words/s3-check.ts';
import { Button } from '../../components/button.tsx';
import styles from './connection.module.css';
import { WriteDialog } from './lazy.ts';

type Props = {
  readonly connection: ConnectionView;
  readonly check: S3Check;
  readonly off: boolean;
  readonly onBrowse: () => void;
};

/** What the last check of S3 keys proved, and what it did not. */
export const ProvenPanel = ({ connection, check, off, onBrowse }: Props) => {
  const [asking, setAsking] = useState(false);
  const { s3 } = connection.facts;
  const rows: readonly (readonly [string, string | null])[] = [
    [words.keys, words.genuine],
    [words.buckets, describeProof(check)],
    [words.writing, describeWriting(check.writing)],
    [words.region, check.regionAdopted === null ? null : words.regionAdopted(check.regionAdopted)],
    [words.answered, check.latencyMs === null ? null : words.milliseconds(check.latencyMs)],
    [words.clock, describeClock(check)],
    [words.connection, s3?.endpoint.startsWith('https:') ? words.encrypted : words.plain],
  ];
  return (
    <section className={styles.panel} aria-labelledby="proven-title">
      <div className={styles.panelHead}>
        <h3 id="proven-title">
          <BadgeCheck size={15} aria-hidden="true" />
          {words.title}
        </h3>
        <Button look="ghost" size="small" disabled={off} onClick={onBrowse}>
          {bucketWords.open}
        </Button>
        <Button look="ghost" size="small" disabled={off} onClick={() => setAsking(true)}>
          {words.tryWriting}
        </Button>
      </div>
      <dl className={styles.facts}>
        {rows.map(([what, says]) =>
          says === null ? null : (
            <Fragment key={what}>
              <dt>{what}</dt>
              <dd>{says}</dd>
            </Fragment>
          ),
        )}
      </dl>
      {asking ? (
        <Suspense>
          <WriteDialog connectionId={connection.id} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </section>
  );
};
