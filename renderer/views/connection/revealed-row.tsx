import { Eye, EyeOff } from 'lucide-react';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ConnectionId } from '../../../shared/ids.ts';
import type { RevealField } from '../../../shared/schemas.ts';
import { commonWords } from '../../../shared/words/common.ts';
import { formatWords } from '../../../shared/words/copy-formats.ts';
import { errorLine } from '../../../shared/words/errors.ts';
import { IconButton } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import { settle } from '../../state/bridge.ts';
import styles from './connection.module.css';
import { CopiedValue } from './copied-value.tsx';
import { Row } from './section.tsx';

const dots = '•'.repeat(14);

type Props = {
  readonly connectionId: ConnectionId;
  readonly field: RevealField;
  /** What may be seen of it at all times, to tell it from another. */
  readonly begin?: string;
  readonly disabled: boolean;
  /** The element that says why nothing is shown; null where it may be. */
  readonly lockedBy: string | null;
};

/**
 * A secret that can be looked at for a short while. The value goes at its time, when the window
 * loses the focus, when the screen locks, and with the view. It is written into its element past React,
 * which keeps what it has drawn, and what it was drawn from, for as long as the view stands.
 */
export const RevealedRow = (props: Props) => {
  const { connectionId, field, begin = '', disabled, lockedBy } = props;
  const name = formatWords[field].label;
  const { bridge, notify, announce } = useApp();
  const place = useRef<HTMLSpanElement>(null);
  const [hidesAtEpochMs, setHidesAt] = useState<number | null>(null);
  const shown = hidesAtEpochMs !== null;
  /** Counts the times that it was hidden: what is still on its way then is not shown either. */
  const hidings = useRef(0);

  const clear = useCallback(() => {
    hidings.current += 1;
    place.current?.replaceChildren();
    setHidesAt(null);
  }, []);
  const hide = useCallback(() => {
    clear();
    announce(commonWords.hidden(name));
  }, [clear, announce, name]);

  useEffect(() => {
    if (hidesAtEpochMs === null) return;
    const timer = setTimeout(hide, Math.max(0, hidesAtEpochMs - Date.now()));
    return () => clearTimeout(timer);
  }, [hidesAtEpochMs, hide]);
  // Listened for at all times: the window may lose the focus while the secret is on its way.
  useEffect(() => {
    const onBlur = shown ? hide : clear;
    window.addEventListener('blur', onBlur);
    return () => window.removeEventListener('blur', onBlur);
  }, [shown, hide, clear]);
  useEffect(() => bridge.credentials.onHideRevealed(clear), [bridge, clear]);
  useEffect(() => {
    if (disabled) clear();
  }, [disabled, clear]);
  useLayoutEffect(() => {
    const element = place.current;
    return () => element?.replaceChildren();
  }, []);

  const reveal = async (): Promise<void> => {
    const asked = hidings.current;
    const reply = await settle(bridge.credentials.reveal({ connectionId, field }));
    // Without a place the view was left meanwhile.
    if (place.current === null || (reply.ok && asked !== hidings.current)) return;
    if (reply.ok) {
      place.current.textContent = reply.value.value;
      setHidesAt(reply.value.hidesAtEpochMs);
      const seconds = Math.round((reply.value.hidesAtEpochMs - Date.now()) / 1000);
      announce(commonWords.shownFor(name, seconds));
    } else {
      notify({ tone: 'danger', text: errorLine(reply.error) });
    }
  };

  return (
    <Row
      name={name}
      buttons={
        <IconButton
          label={commonWords[shown ? 'hideWhat' : 'showWhat'](name)}
          tip={commonWords[shown ? 'hide' : 'show']}
          aria-pressed={shown}
          disabled={disabled}
          aria-disabled={lockedBy !== null}
          aria-describedby={lockedBy ?? undefined}
          icon={
            shown ? <EyeOff size={15} aria-hidden="true" /> : <Eye size={15} aria-hidden="true" />
          }
          onClick={() => {
            if (lockedBy !== null) return;
            if (shown) hide();
            else void reveal();
          }}
        />
      }
    >
      <span ref={place} className={styles.revealed} />
      <CopiedValue connectionId={connectionId} format={field} disabled={disabled}>
        {shown ? null : (
          <>
            <span aria-hidden="true" className={styles.masked}>
              {begin}
              {dots}
            </span>
            <span className="visually-hidden">
              {begin === '' ? '' : commonWords.beginsWith(begin)}
            </span>
          </>
        )}
      </CopiedValue>
      {hidesAtEpochMs === null ? null : <HidesIn atEpochMs={hidesAtEpochMs} />}
    </Row>
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
  return <span className={styles.hides}>{commonWords.hidesIn(left)}</span>;
};
