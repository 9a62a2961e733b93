import { Eye, EyeOff } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { describeError } from '../../../shared/error-wording.ts';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { RevealField } from '../../../shared/schemas.ts';
import { IconButton } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connection.module.css';
import { CopyButton } from './copy-field.tsx';

type Props = {
  readonly connectionId: ConnectionId;
  readonly field: RevealField;
  readonly name: string;
  readonly masked: string;
  readonly maskedName: string;
  readonly disabled: boolean;
};

type Shown = { readonly value: string; readonly hidesAtEpochMs: number };

/**
 * A secret that can be looked at for a short while. The value lives in this component only while it
 * is shown: it goes at its time, when the window loses the focus, and with the view.
 */
export const RevealedField = (props: Props) => {
  const { connectionId, field, name, masked, maskedName, disabled } = props;
  const { bridge, notify, announce } = useApp();
  const [shown, setShown] = useState<Shown | null>(null);

  const hide = useCallback(() => {
    setShown(null);
    announce(`${name} hidden`);
  }, [announce, name]);

  useEffect(() => {
    if (shown === null) return;
    const timer = setTimeout(hide, Math.max(0, shown.hidesAtEpochMs - Date.now()));
    window.addEventListener('blur', hide);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('blur', hide);
    };
  }, [shown, hide]);
  useEffect(() => {
    if (disabled) setShown(null);
  }, [disabled]);

  const reveal = async (): Promise<void> => {
    const reply = await settle(bridge.credentials.reveal({ connectionId, field }));
    if (reply.ok) {
      setShown(reply.value);
      const seconds = Math.round((reply.value.hidesAtEpochMs - Date.now()) / 1000);
      announce(`${name} shown. Hides in ${seconds} seconds.`);
    } else {
      const { title, action } = describeError(reply.error);
      notify({ tone: 'danger', text: `${title}. ${action}` });
    }
  };

  return (
    <div className={styles.field}>
      <span className={styles.fieldName}>{name}</span>
      <span className={styles.fieldValue}>
        {shown === null ? (
          <span className={cx(styles.mono, styles.masked)}>
            <span aria-hidden="true">{masked}</span>
            <span className="visually-hidden">{maskedName}</span>
          </span>
        ) : (
          <>
            <span className={styles.mono}>{shown.value}</span>
            <HidesIn atEpochMs={shown.hidesAtEpochMs} />
          </>
        )}
      </span>
      <span className={styles.fieldButtons}>
        <IconButton
          label={shown === null ? `Show ${name.toLowerCase()}` : `Hide ${name.toLowerCase()}`}
          tip={shown === null ? 'Show' : 'Hide'}
          aria-pressed={shown !== null}
          disabled={disabled}
          icon={
            shown === null ? (
              <Eye size={15} aria-hidden="true" />
            ) : (
              <EyeOff size={15} aria-hidden="true" />
            )
          }
          onClick={() => {
            if (shown === null) void reveal();
            else hide();
          }}
        />
        <CopyButton connectionId={connectionId} format={field} disabled={disabled} />
      </span>
    </div>
  );
};

/** Counts down with a timer of its own: the shared clock does not know of revealed fields. */
const HidesIn = ({ atEpochMs }: { readonly atEpochMs: number }) => {
  const [left, setLeft] = useState(() => Math.ceil((atEpochMs - Date.now()) / 1000));
  useEffect(() => {
    const timer = setInterval(
      () => setLeft(Math.max(0, Math.ceil((atEpochMs - Date.now()) / 1000))),
      250,
    );
    return () => clearInterval(timer);
  }, [atEpochMs]);
  return <span className={styles.hides}>Hides in {left} s</span>;
};
