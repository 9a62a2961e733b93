import { useRef } from 'react';
import { ActionMenu } from '../../components/lazy-menu.tsx';
import type { MenuEntry } from '../../components/menu.tsx';
import styles from './connection-list.module.css';

type Props<I extends string> = {
  readonly label: string;
  /** Where it opens in the window, in pixels. */
  readonly left: number;
  readonly top: number;
  readonly entries: readonly (MenuEntry & { readonly id: I })[];
  readonly onAction: (id: I) => void;
  readonly onClose: () => void;
};

/** The menu of an account, or of several, where the person asked for it. */
export const RowMenu = <I extends string>(props: Props<I>) => {
  const { label, left, top, entries, onAction, onClose } = props;
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
