import { Ban, Check, TriangleAlert } from 'lucide-react';
import { satelliteHost } from '../../../shared/connection-rules.ts';
import type { GrantView } from '../../../shared/schemas.ts';
import { grantWarningWords, partOfBucket } from '../../../shared/words/grants.ts';
import { formatDuration, formatMoment } from '../../../shared/words/time.ts';
import styles from './connection.module.css';

const permissionNames = [
  ['read', 'Read'],
  ['write', 'Write'],
  ['list', 'List'],
  ['delete', 'Delete'],
] as const;

/** An access grant in words: in the details, and before it is accepted. */
export const GrantFacts = ({ grant }: { readonly grant: GrantView }) => (
  <>
    <dl className={styles.facts}>
      <dt>Satellite</dt>
      <dd data-tip={grant.satellite}>{satelliteHost(grant.satellite)}</dd>
      <dt>Allows</dt>
      <dd>
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
      </dd>
      <dt>Buckets</dt>
      <dd>
        {grant.buckets === null ? (
          'All buckets of the project'
        ) : grant.buckets.length === 0 ? (
          'None'
        ) : (
          <ul className={styles.buckets}>
            {grant.buckets.map(({ bucket, prefix }) => (
              <li key={`${bucket}\n${JSON.stringify(prefix)}`}>
                <code>{bucket}</code>
                <span className={styles.faint}>{partOfBucket(prefix)}</span>
              </li>
            ))}
          </ul>
        )}
      </dd>
      {grant.notBeforeEpochSeconds === null ? null : (
        <>
          <dt>Valid from</dt>
          <dd>{formatMoment(grant.notBeforeEpochSeconds)}</dd>
        </>
      )}
      <dt>Valid until</dt>
      <dd>
        {grant.notAfterEpochSeconds === null
          ? 'Does not expire'
          : formatMoment(grant.notAfterEpochSeconds)}
      </dd>
      {grant.maxObjectTtlSeconds === null ? null : (
        <>
          <dt>Files live</dt>
          <dd>at most {formatDuration(grant.maxObjectTtlSeconds)} after upload</dd>
        </>
      )}
      <dt>Fingerprint</dt>
      <dd>
        <code className={styles.mono}>{grant.fingerprint}</code>
      </dd>
    </dl>
    {grant.warnings.length === 0 ? null : (
      <ul className={styles.warnings} aria-label="Warnings">
        {[...new Set(grant.warnings)].map((warning) => (
          <li key={warning}>
            <TriangleAlert size={14} aria-hidden="true" />
            {grantWarningWords[warning]}
          </li>
        ))}
      </ul>
    )}
  </>
);
