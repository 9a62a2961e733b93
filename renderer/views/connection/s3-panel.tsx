import { Check, Copy, Database } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { ConnectionView, CopyFormat, S3View } from '../../../shared/schemas.ts';
import { copyFormatWording } from '../../../shared/wording.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useSnapshot } from '../../state/app-context.tsx';
import { useCopy } from '../../state/use-copy.ts';
import styles from './connection.module.css';
import { RevealedField } from './revealed-field.tsx';

type Props = { readonly connection: ConnectionView; readonly s3: S3View };

const wholeFormats = ['env-sh', 'aws-profile', 'json'] as const;

/** Storage keys and where they work. Secrets stay masked until they are asked for. */
export const S3Panel = ({ connection, s3 }: Props) => {
  const { keychain } = useSnapshot();
  const copy = useCopy();
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
        name="Access key"
        masked={`${s3.accessKeyHint}${'•'.repeat(12)}`}
        maskedName={`Hidden, begins with ${s3.accessKeyHint}`}
        disabled={off}
      />
      <RevealedField
        connectionId={id}
        field="secret-access-key"
        name="Secret key"
        masked={'•'.repeat(16)}
        maskedName="Hidden"
        disabled={off}
      />
      <PlainField connectionId={id} format="endpoint" value={s3.endpoint} />
      <PlainField connectionId={id} format="region" value={s3.region} />
      <div className={styles.panelFoot}>
        <span>Copy as</span>
        {wholeFormats.map((format) => (
          <Button
            key={format}
            size="small"
            disabled={off}
            data-tip={copyFormatWording[format].hint}
            onClick={() => void copy(id, format)}
          >
            {copyFormatWording[format].label}
          </Button>
        ))}
      </div>
    </section>
  );
};

type PlainFieldProps = {
  readonly connectionId: ConnectionId;
  readonly format: 'endpoint' | 'region';
  readonly value: string;
};

const PlainField = ({ connectionId, format, value }: PlainFieldProps) => (
  <div className={styles.field}>
    <span className={styles.fieldName}>{copyFormatWording[format].label}</span>
    <span className={styles.fieldValue}>
      <span className={cx(styles.mono, styles.oneLine)} data-tip={value.length > 36 ? value : null}>
        {value}
      </span>
    </span>
    <span className={styles.fieldButtons}>
      <CopyButton connectionId={connectionId} format={format} />
    </span>
  </div>
);

const tickedMs = 1_600;

type CopyButtonProps = {
  readonly connectionId: ConnectionId;
  readonly format: CopyFormat;
  readonly disabled?: boolean;
};

/** Copies one value and shows a tick for a moment. */
export const CopyButton = ({ connectionId, format, disabled = false }: CopyButtonProps) => {
  const copy = useCopy();
  const [ticked, setTicked] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const name = copyFormatWording[format].label.toLowerCase();
  return (
    <IconButton
      label={`Copy ${name}`}
      tip="Copy"
      disabled={disabled}
      icon={ticked ? <Check size={15} aria-hidden="true" /> : <Copy size={15} aria-hidden="true" />}
      onClick={() => {
        void copy(connectionId, format).then((done) => {
          if (!done) return;
          setTicked(true);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => setTicked(false), tickedMs);
        });
      }}
    />
  );
};
