import { Ban, Check, TriangleAlert } from 'lucide-react';
import { satelliteHost } from '../../../shared/connection-rules.ts';
import type { GrantView } from '../../../shared/schemas.ts';
import { accountWords } from '../../../shared/words/common.ts';
import { detailsWords } from '../../../shared/words/connection.ts';
import { grantWarningWords, partOfBucket } from '../../../shared/words/grants.ts';
import { formatDuration, formatMoment } from '../../../shared/words/time.ts';
import styles from './connection.module.css';
import { Row } from './section.tsx';
import { ShortList } from './short-list.tsx';

const permissions = ['read', 'write', 'list', 'delete'] as const;

type Props = { readonly grant: GrantView };

/** What an access grant opens. */
export const GrantRows = ({ grant }: Props) => (
  <>
    <Row name={accountWords.satellite}>
      <span data-tip={grant.satellite}>{satelliteHost(grant.satellite)}</span>
    </Row>
    <Row name={detailsWords.permissions}>
      <ul className={styles.chips}>
        {permissions.map((key) => {
          const allowed = grant.permissions[key];
          return (
            <li
              key={key}
              className={styles.permission}
              data-denied={allowed ? undefined : ''}
              data-tip={allowed ? accountWords.allowed : accountWords.notAllowed}
            >
              {allowed ? (
                <Check size={13} aria-hidden="true" />
              ) : (
                <Ban size={12} aria-hidden="true" />
              )}
              <span>{accountWords.permissions[key]}</span>
              <span className="visually-hidden">
                {allowed ? accountWords.allowedToo : accountWords.notAllowedToo}
              </span>
            </li>
          );
        })}
      </ul>
    </Row>
    <Row name={accountWords.buckets}>
      {grant.buckets === null ? (
        accountWords.allBuckets
      ) : grant.buckets.length === 0 ? (
        accountWords.none
      ) : (
        <ShortList
          className={styles.buckets}
          items={grant.buckets.map(({ bucket, prefix }) => ({
            key: `${bucket}\n${JSON.stringify(prefix)}`,
            item: (
              <>
                <code>{bucket}</code>
                <span className={styles.faint}>{partOfBucket(prefix)}</span>
              </>
            ),
          }))}
        />
      )}
    </Row>
    {grant.notBeforeEpochSeconds === null ? null : (
      <Row name={accountWords.validFrom}>{formatMoment(grant.notBeforeEpochSeconds)}</Row>
    )}
    {grant.maxObjectTtlSeconds === null ? null : (
      <Row name={accountWords.filesLive}>
        {accountWords.atMost(formatDuration(grant.maxObjectTtlSeconds))}
      </Row>
    )}
    <Row name={accountWords.fingerprint}>
      <code className={styles.mono}>{grant.fingerprint}</code>
    </Row>
  </>
);

export const GrantWarnings = ({ grant }: Props) =>
  grant.warnings.length === 0 ? null : (
    <ul className={styles.warnings} aria-label={accountWords.warnings}>
      {[...new Set(grant.warnings)].map((warning) => (
        <li key={warning}>
          <TriangleAlert size={14} aria-hidden="true" />
          {grantWarningWords[warning]}
        </li>
      ))}
    </ul>
  );

/** An access grant in words, before it is accepted. */
export const GrantFacts = ({ grant }: Props) => (
  <>
    <dl>
      <GrantRows grant={grant} />
      <Row name={detailsWords.expires}>
        {grant.notAfterEpochSeconds === null
          ? accountWords.neverExpires
          : formatMoment(grant.notAfterEpochSeconds)}
      </Row>
    </dl>
    <GrantWarnings grant={grant} />
  </>
);
