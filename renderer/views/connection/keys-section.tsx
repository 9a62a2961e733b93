import { useId } from 'react';
import type { ConnectionView } from '../../../shared/schemas.ts';
import { detailsWords, unencryptedEndpoint } from '../../../shared/words/connection.ts';
import { LockedNote } from '../../components/locked-note.tsx';
import { useSnapshot } from '../../state/app-context.tsx';
import { useLock } from '../../state/use-lock.ts';
import styles from './connection.module.css';
import { PlainRow } from './copied-value.tsx';
import { RevealedRow } from './revealed-row.tsx';
import { Row, Section } from './section.tsx';

/** Plain http that leaves this computer, as the person allowed for the own network. */
const isReadable = (endpoint: string): boolean => /^http:\/\/(?!127\.|\[::1\])/.test(endpoint);

type Props = { readonly connection: ConnectionView; readonly providerName: string };

/** What an account gives to tools, and where it works. Secrets stay masked until they are asked for. */
export const KeysSection = ({ connection, providerName }: Props) => {
  const { keychain } = useSnapshot();
  const { id, facts } = connection;
  const { s3, tokens, broker } = facts;
  const off = keychain.status !== 'ready' || connection.state !== 'active';
  const why = useLock('reveal');
  const noteId = useId();
  const lockedBy = why === null ? null : noteId;
  if (s3 === null && tokens === null && broker === null) return null;
  return (
    <Section title={broker === null ? detailsWords.keys : detailsWords.atBroker(providerName)}>
      <dl>
        {s3 === null ? null : (
          <>
            <RevealedRow
              connectionId={id}
              field="access-key-id"
              begin={s3.accessKeyHint}
              disabled={off}
              lockedBy={lockedBy}
            />
            <RevealedRow
              connectionId={id}
              field="secret-access-key"
              disabled={off}
              lockedBy={lockedBy}
            />
            <PlainRow connectionId={id} format="endpoint" value={s3.endpoint} />
            <PlainRow connectionId={id} format="region" value={s3.region} />
          </>
        )}
        {tokens === null ? null : (
          <RevealedRow connectionId={id} field="access-token" disabled={off} lockedBy={lockedBy} />
        )}
        {broker === null ? null : (
          <>
            <PlainRow connectionId={id} format="connection-id" value={broker.connectionId} />
            <Row name={detailsWords.connector}>{broker.connector}</Row>
          </>
        )}
      </dl>
      {s3 === null && tokens === null ? null : <LockedNote id={noteId} text={why} />}
      {s3 !== null && isReadable(s3.endpoint) ? (
        <p className={styles.note}>{unencryptedEndpoint()}</p>
      ) : null}
      {broker === null ? null : (
        <p className={styles.note}>{detailsWords.brokerKeeps(providerName)}</p>
      )}
    </Section>
  );
};
