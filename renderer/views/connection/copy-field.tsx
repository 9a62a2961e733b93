import { Check, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { CopyFormat } from '../../../shared/schemas.ts';
import { copyFormatWording } from '../../../shared/wording.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useCopy } from '../../state/use-copy.ts';
import styles from './connection.module.css';

type PlainFieldProps = {
  readonly connectionId: ConnectionId;
  readonly format: 'endpoint' | 'region' | 'connection-id';
  readonly value: string;
};

/** A value that is no secret, with a button to copy it. */
export const PlainField = ({ connectionId, format, value }: PlainFieldProps) => (
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

type CopyAsProps = {
  readonly connectionId: ConnectionId;
  readonly formats: readonly CopyFormat[];
  readonly disabled: boolean;
};

/** The foot of a panel: whole texts that tools take. */
export const CopyAs = ({ connectionId, formats, disabled }: CopyAsProps) => {
  const copy = useCopy();
  return (
    <div className={styles.panelFoot}>
      <span>Copy as</span>
      {formats.map((format) => (
        <Button
          key={format}
          size="small"
          disabled={disabled}
          data-tip={copyFormatWording[format].hint}
          onClick={() => void copy(connectionId, format)}
        >
          {copyFormatWording[format].label}
        </Button>
      ))}
    </div>
  );
};
