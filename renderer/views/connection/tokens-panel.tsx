import { RefreshCw, Ticket, TriangleAlert } from 'lucide-react';
import { renewsQuietly } from '../../../shared/connection-rules.ts';
import type { ConnectionView, TokensView } from '../../../shared/schemas.ts';
import { renewalWords, unconfirmedAccount } from '../../../shared/words/connection.ts';
import { withoutEnd } from '../../../shared/words/status.ts';
import { formatDuration, formatMoment, formatSpan } from '../../../shared/words/time.ts';
import { useClock, useSnapshot } from '../../state/app-context.tsx';
import styles from './connection.module.css';
import { RevealedField } from './revealed-field.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly tokens: TokensView;
  readonly providerName: string;
};

/** An access token: what it allows, until when, and whether it is renewed. */
export const TokensPanel = ({ connection, tokens, providerName }: Props) => {
  const { keychain } = useSnapshot();
  const { id } = connection;
  const off = keychain.status !== 'ready' || connection.state !== 'active';
  const { scopes, accessTokenExpiresAtEpochSeconds: endsAt, renewable, stateVerified } = tokens;
  return (
    <section className={styles.panel} aria-labelledby="tokens-title">
      <div className={styles.panelHead}>
        <h3 id="tokens-title">
          <Ticket size={15} aria-hidden="true" />
          Access token
        </h3>
      </div>
      <RevealedField
        connectionId={id}
        field="access-token"
        masked={'•'.repeat(16)}
        maskedName="Hidden"
        disabled={off}
      />
      <dl className={styles.factsBelow}>
        <dt>Valid until</dt>
        <dd>
          {endsAt === null ? (
            withoutEnd(connection.facts)
          ) : (
            <>
              {formatMoment(endsAt)}{' '}
              <span className={styles.faint}>
                (<Left endsAtEpochSeconds={endsAt} quiet={renewsQuietly(connection)} />)
              </span>
            </>
          )}
        </dd>
        <dt>Renewal</dt>
        <dd>
          {connection.needsSignIn ? (
            renewalWords.afterSignIn
          ) : renewsQuietly(connection) ? (
            <span className={styles.renews}>
              <RefreshCw size={13} aria-hidden="true" />
              {renewalWords.automatic}
            </span>
          ) : renewable ? (
            renewalWords.byHand
          ) : endsAt === null ? (
            renewalWords.whenItStops
          ) : (
            renewalWords.whenItExpires
          )}
        </dd>
        {stateVerified ? null : (
          <>
            <dt>Sign-in</dt>
            <dd className={styles.unconfirmed}>
              <TriangleAlert size={14} aria-hidden="true" />
              <span>{unconfirmedAccount(providerName, connection.facts.account)}</span>
            </dd>
          </>
        )}
        <dt>Permissions</dt>
        <dd>
          {scopes.length === 0 ? (
            'Set at the provider'
          ) : (
            <ul className={styles.scopes}>
              {scopes.map((scope) => (
                <li key={scope} data-tip={scope.length > 60 ? scope : null}>
                  {scope}
                </li>
              ))}
            </ul>
          )}
        </dd>
      </dl>
    </section>
  );
};

type LeftProps = { readonly endsAtEpochSeconds: number; readonly quiet: boolean };

/** Counts down to the second only where the person has to act at the end. */
const Left = ({ endsAtEpochSeconds, quiet }: LeftProps) => (
  <>
    {useClock((nowMs) => {
      const left = endsAtEpochSeconds - nowMs / 1000;
      if (left <= 0) return quiet ? 'renewal is due' : 'over';
      return `in ${quiet ? formatDuration(left) : formatSpan(left)}`;
    })}
  </>
);
