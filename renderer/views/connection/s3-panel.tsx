import { Database } from 'lucide-react';
import type { ConnectionView, S3View } from '../../../shared/schemas.ts';
import { unencryptedEndpoint } from '../../../shared/words/connection.ts';
import { useSnapshot } from '../../state/app-context.tsx';
import styles from './connection.module.css';
import { PlainField } from './copy-field.tsx';
import { RevealedField } from './revealed-field.tsx';

type Props = { readonly connection: ConnectionView; readonly s3: S3View };

/** Plain http that leaves this computer, as the person allowed for the own network. */
const isReadable = (endpoint: string): boolean => /^http:\/\/(?!127\.|\[::1\])/.test(endpoint);

/** Storage keys and where they work. Secrets stay masked until they are asked for. */
export const S3Panel = ({ connection, s3 }: Props) => {
  const { keychain } = useSnapshot();
  const { id } = connection;
  const off = keychain.status !== 'ready' || connection.state !== 'active';
  return (
    <section className={styles.panel} aria-labelledby="s3-title">
      <div className={styles.panelHead}>
        <h3 id="s3-title">
          <Database size={15} aria-hidden="true" />
          Storage keys (S3)
        </h3>
      </div>
      <RevealedField
        connectionId={id}
        field="access-key-id"
        masked={`${s3.accessKeyHint}${'•'.repeat(12)}`}
        maskedName={`Hidden, begins with ${s3.accessKeyHint}`}
        disabled={off}
      />
      <RevealedField
        connectionId={id}
        field="secret-access-key"
        masked={'•'.repeat(16)}
        maskedName="Hidden"
        disabled={off}
      />
      <PlainField connectionId={id} format="endpoint" value={s3.endpoint} />
      <PlainField connectionId={id} format="region" value={s3.region} />
      {isReadable(s3.endpoint) ? <p className={styles.panelText}>{unencryptedEndpoint}</p> : null}
    </section>
  );
};
