import { type CopyFormat, copyFormats } from '../../../shared/copy-formats.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import { IconButton } from '../../components/button.tsx';
import { CopyIcon } from '../../components/copy-icon.tsx';
import { cx } from '../../components/cx.ts';
import { useCopy } from '../../state/use-copy.ts';
import { useTick } from '../../state/use-tick.ts';
import styles from './connection.module.css';

type PlainFieldProps = {
  readonly connectionId: ConnectionId;
  readonly format: 'endpoint' | 'region' | 'connection-id';
  readonly value: string;
};

/** A value that is no secret, with a button to copy it. */
export const PlainField = ({ connectionId, format, value }: PlainFieldProps) => (
  <div className={styles.field}>
    <span className={styles.fieldName}>{copyFormats[format].label}</span>
    <span className={styles.fieldValue}>
      <span className={cx(styles.mono, styles.oneLine)} data-whole={value}>
        {value}
      </span>
    </span>
    <span className={styles.fieldButtons}>
      <CopyButton connectionId={connectionId} format={format} />
    </span>
  </div>
);

type CopyButtonProps = {
  readonly connectionId: ConnectionId;
  readonly format: CopyFormat;
  readonly disabled?: boolean;
};

/** Copies one value and shows a tick for a moment. */
export const CopyButton = ({ connectionId, format, disabled = false }: CopyButtonProps) => {
  const copy = useCopy();
  const [ticked, tick] = useTick();
  const name = copyFormats[format].label.toLowerCase();
  return (
    <IconButton
      label={`Copy ${name}`}
      tip="Copy"
      disabled={disabled}
      icon={<CopyIcon ticked={ticked} />}
      onClick={() => {
        void copy(connectionId, format).then((done) => {
          if (done) tick();
        });
      }}
    />
  );
};
