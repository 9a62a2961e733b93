import { Ban, Check, TriangleAlert } from 'lucide-react';
import { satelliteHost } from '../../../shared/connection-rules.ts';
import type { GrantView } from '../../../shared/schemas.ts';
import { detailsWords } from '../../../shared/words/connection.ts';
import { grantWarningWords, partOfBucket } from '../../../shared/words/grants.ts';
import { formatDuration, formatMoment } from '../../../shared/words/time.ts';
import styles from './connection.module.css';
import { Row } from './section.tsx';
import { ShortList } from './short-list.tsx';

const permissionNames = [
  ['read', 'Read'],
  ['write', 'Write'],
  ['list', 'List'],
  ['delete', 'Delete'],
] as const;

type Props = { readonly grant: GrantView };

/** What an access grant opens. */
export const GrantRows = ({ grant }: Props) => (
  <>
    <Row name="Satellite">
      <span data-tip={grant.satellite}>{satelliteHost(grant.satellite)}</span>
    </Row>
    <Row name={detailsWords.permissions}>
      <ul className={styles.chips}>
        {permissionNames.map(([key, name]) => {
          const allowed = grant.permissions[key];
          return (
            <li
              key={key}
              className={styles.permission}
              data-denied={allowed ? undefined : ''}
              data-tip={allowed ? 'Allowed' : 'Not allowed'}
            >
              {allowed ? (
                <Check size={13} aria-hidden="true" />
              ) : (
                <Ban size={12} aria-hidden="true" />
              )}
              <span>{name}</span>
              <span className="visually-hidden">{allowed ? ': allowed' : ': not allowed'}</span>
            </li>
          );
        })}
      </ul>
    </Row>
    <Row name="Buckets">
      {grant.buckets === null ? (
        'All buckets of the project'
      ) : grant.buckets.length === 0 ? (
        'None'
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
      <Row name="Valid from">{formatMoment(grant.notBeforeEpochSeconds)}</Row>
    )}
    {grant.maxObjectTtlSeconds === null ? null : (
      <Row name="Files live">at most {formatDuration(grant.maxObjectTtlSeconds)} after upload</Row>
    )}
    <Row name="Fingerprint">
      <code className={styles.mono}>{grant.fingerprint}</code>
    </Row>
  </>
);

export const GrantWarnings = ({ grant }: Props) =>
  grant.warnings.length === 0 ? null : (
    <ul className={styles.warnings} aria-label="Warnings">
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
          ? 'Does not expire'
          : formatMoment(grant.notAfterEpochSeconds)}
      </Row>
    </dl>
    <GrantWarnings grant={grant} />
  </>
);
