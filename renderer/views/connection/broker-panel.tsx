import { Waypoints } from 'lucide-react';
import type { BrokerView, ConnectionView } from '../../../shared/schemas.ts';
import styles from './connection.module.css';
import { PlainField } from './copy-field.tsx';

type Props = {
  readonly connection: ConnectionView;
  readonly broker: BrokerView;
  readonly providerName: string;
};

/** A connection that lives at a broker: the id is what tools need, and it is no secret. */
export const BrokerPanel = ({ connection, broker, providerName }: Props) => (
  <section className={styles.panel} aria-labelledby="broker-title">
    <div className={styles.panelHead}>
      <h3 id="broker-title">
        <Waypoints size={15} aria-hidden="true" />
        Connection at {providerName}
      </h3>
    </div>
    <div className={styles.field}>
      <span className={styles.fieldName}>Connector</span>
      <span className={styles.fieldValue}>
        <span className={styles.mono}>{broker.connector}</span>
      </span>
    </div>
    <PlainField connectionId={connection.id} format="connection-id" value={broker.connectionId} />
    <p className={styles.panelText}>
      {providerName} keeps the tokens of this app and renews them. Programs name the connection by
      its ID, together with your API key.
    </p>
  </section>
);
