import { Suspense, useState } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import {
  describeClock,
  describeProof,
  describeWriting,
  s3CheckWords as words,
} from '../../../shared/words/s3-check.ts';
import { Button } from '../../components/button.tsx';
import { WriteDialog } from './lazy-dialogs.ts';
import { Moment } from './moment.tsx';
import { Row, Section } from './section.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly off: boolean;
  readonly busy: boolean;
  /** Null where what is wrong offers it already. */
  readonly onVerify: (() => void) | null;
};

/** What the last check proved, and what it did not. */
export const CheckSection = ({ connection, off, busy, onVerify }: Props) => {
  const [asking, setAsking] = useState(false);
  const { s3Check: check, verifiedAtEpochSeconds } = connection;
  const { s3 } = connection.facts;
  const rows: readonly (readonly [string, string | null])[] =
    check === null || verifiedAtEpochSeconds === null
      ? []
      : [
          [words.keys, words.genuine],
          [words.buckets, describeProof(check)],
          [words.writing, describeWriting(check.writing)],
          [
            words.region,
            check.regionAdopted === null ? null : words.regionAdopted(check.regionAdopted),
          ],
          [words.answered, check.latencyMs === null ? null : words.milliseconds(check.latencyMs)],
          [words.clock, describeClock(check)],
          [words.connection, s3?.endpoint.startsWith('https:') ? words.encrypted : words.plain],
        ];
  return (
    <Section
      title={words.title}
      buttons={
        <>
          {s3 === null ? null : (
            <Button
              look="ghost"
              size="small"
              disabled={off}
              busy={busy}
              onClick={() => setAsking(true)}
            >
              {words.tryWriting}
            </Button>
          )}
          {onVerify === null ? null : (
            <Button size="small" disabled={off} busy={busy} onClick={onVerify}>
              {words.verify}
            </Button>
          )}
        </>
      }
    >
      <dl>
        <Row name={words.checked}>
          {verifiedAtEpochSeconds === null ? (
            words.notYet
          ) : (
            <Moment epochSeconds={verifiedAtEpochSeconds} />
          )}
        </Row>
        {rows.map(([what, says]) =>
          says === null ? null : (
            <Row key={what} name={what}>
              {says}
            </Row>
          ),
        )}
      </dl>
      {asking ? (
        <Suspense>
          <WriteDialog connectionId={connection.id} onClose={() => setAsking(false)} />
        </Suspense>
      ) : null}
    </Section>
  );
};
