import { Lock } from 'lucide-react';
import styles from './locked-note.module.css';

type Props = {
  /** What the control that it stands beside is described by. */
  readonly id?: string;
  /** Null where nothing is locked. */
  readonly text: string | null;
};

/** Says beside a control that does nothing who has locked it. */
export const LockedNote = ({ id, text }: Props) =>
  text === null ? null : (
    <p id={id} className={styles.note}>
      <Lock size={13} aria-hidden="true" />
      {text}
    </p>
  );
