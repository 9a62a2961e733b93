import { TriangleAlert } from 'lucide-react';
import { announcedEndOf, endOf, renewsQuietly } from '../../../shared/connection-rules.ts';
import type { ConnectionView, TokensView } from '../../../shared/schemas.ts';
import { bucketWords } from '../../../shared/words/buckets.ts';
import { accountWords } from '../../../shared/words/common.ts';
import {
  detailsWords,
  renewalWords,
  unconfirmedAccount,
} from '../../../shared/words/connection.ts';
import { Button } from '../../components/button.tsx';
import styles from './connection.module.css';
import { ExpiryRow } from './expiry-row.tsx';
import { GrantRows, GrantWarnings } from './grant-facts.tsx';
import { ReminderRow } from './reminder.tsx';
import { RenewalPolicyRow } from './renewal-policy.tsx';
import { Row, Section } from './section.tsx';
import { ShortList } from './short-list.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly providerName: string;
  readonly off: boolean;
  readonly onBrowse: () => void;
};

/** What an account may do, until when, and what happens then. */
export const AccessSection = ({ connection, providerName, off, onBrowse }: Props) => {
  const { facts } = connection;
  const { account, s3, tokens, grant, broker } = facts;
  return (
    <Section
      title={detailsWords.access}
      buttons={
        s3 === null ? undefined : (
          <Button look="ghost" size="small" disabled={off} onClick={onBrowse}>
            {bucketWords.open}
          </Button>
        )
      }
    >
      <dl>
        {account === null ? null : (
          <Row name={detailsWords.account}>
            <span dir="auto">{account}</span>
          </Row>
        )}
        {tokens === null || tokens.stateVerified ? null : (
          <Row name={accountWords.signIn}>
            <span className={styles.unconfirmed}>
              <TriangleAlert size={14} aria-hidden="true" />
              <span>{unconfirmedAccount(providerName, account)}</span>
            </span>
          </Row>
        )}
        {tokens === null ? null : <ScopesRow tokens={tokens} />}
        {grant === null ? null : <GrantRows grant={grant} />}
        {/* What a broker keeps runs out there, if ever. */}
        {broker !== null ? null : <ExpiryRow connection={connection} />}
        {endOf(facts) === null ? null : <RenewalPolicyRow connection={connection} />}
        {announcedEndOf(connection) === null || connection.renewalPolicy === 'lapse' ? null : (
          <ReminderRow connection={connection} />
        )}
        {tokens === null ? null : <RenewalRow connection={connection} tokens={tokens} />}
      </dl>
      {grant === null ? null : <GrantWarnings grant={grant} />}
    </Section>
  );
};

const ScopesRow = ({ tokens }: { readonly tokens: TokensView }) => (
  <Row name={detailsWords.permissions}>
    {tokens.scopes.length === 0 ? (
      detailsWords.setAtProvider
    ) : (
      <ShortList
        className={styles.scopes}
        items={tokens.scopes.map((scope) => ({
          key: scope,
          item: <span data-whole={scope}>{scope}</span>,
        }))}
      />
    )}
  </Row>
);

type RenewalRowProps = { readonly connection: ConnectionView; readonly tokens: TokensView };

/** Says how tokens are renewed where the choice of what happens at their end does not. */
const RenewalRow = ({ connection, tokens }: RenewalRowProps) => {
  if (renewsQuietly(connection) && endOf(connection.facts) !== null) return null;
  const words = connection.needsSignIn
    ? renewalWords.afterSignIn
    : tokens.renewable
      ? renewalWords.byHand
      : endOf(connection.facts) === null
        ? renewalWords.whenItStops
        : renewalWords.whenItExpires;
  return <Row name={detailsWords.renewal}>{words}</Row>;
};
