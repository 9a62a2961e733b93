import { Suspense, useState } from 'react';
import type { ConnectionView, SignInCheck } from '../../../shared/schemas.ts';
import { formatBytes } from '../../../shared/words/buckets.ts';
import {
  describeClock,
  describeProof,
  describeWriting,
  signInCheckWords,
  s3CheckWords as words,
} from '../../../shared/words/s3-check.ts';
import { Button } from '../../components/button.tsx';
import styles from './connection.module.css';
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
  const { s3Check: check, signInCheck, verifiedAtEpochSeconds } = connection;
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
        {signInCheck === null ? null : (
          <SignInRows check={signInCheck} verifiedAtEpochSeconds={verifiedAtEpochSeconds} />
        )}
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

type SignInRowsProps = {
  readonly check: SignInCheck;
  readonly verifiedAtEpochSeconds: number | null;
};

/** What the provider said of a sign-in, and when, where that was another time than the last check. */
const SignInRows = ({ check, verifiedAtEpochSeconds }: SignInRowsProps) => {
  const { account, storage, atEpochSeconds } = check;
  const { used, ...names } = signInCheckWords;
  const total = storage?.totalBytes ?? null;
  return (
    <>
      {account === null ? null : (
        <Row name={names.account}>
          <span dir="auto">{account}</span>
          {atEpochSeconds === verifiedAtEpochSeconds ? null : (
            <Moment epochSeconds={atEpochSeconds} />
          )}
        </Row>
      )}
      {storage === null ? null : (
        <Row name={names.storage}>
          {used(formatBytes(storage.usedBytes), total === null ? null : formatBytes(total))}
          {total === null || total === 0 ? null : (
            <meter
              className={styles.meter}
              aria-label={names.storageUsed}
              min={0}
              max={total}
              value={storage.usedBytes}
            />
          )}
        </Row>
      )}
    </>
  );
};
