import { useRef } from 'react';
import { ActionMenu } from '../../components/lazy-menu.tsx';
import type { AccountDeed, AccountMenu } from '../account/account-menu.tsx';
import styles from './connection-list.module.css';

type Props = {
  readonly label: string;
  /** Where it opens in the window, in pixels. */
  readonly left: number;
  readonly top: number;
  readonly entries: AccountMenu;
  readonly onAction: (deed: AccountDeed) => void;
  readonly onClose: () => void;
};

/** The menu of an account, where the person asked for it. */
export const RowMenu = ({ label, left, top, entries, onAction, onClose }: Props) => {
  const place = useRef<HTMLSpanElement>(null);
  return (
    <>
      <span ref={place} className={styles.menuPlace} style={{ left, top }} />
      <ActionMenu
        label={label}
        trigger={place}
        placement="bottom start"
        entries={entries}
        onAction={(id) => {
          const entry = entries.find((each) => each.id === id);
          if (entry !== undefined) onAction(entry.id);
        }}
        onClose={onClose}
      />
    </>
  );
};
