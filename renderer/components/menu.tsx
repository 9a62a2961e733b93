import { Check } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { Keyboard } from 'react-aria-components/Keyboard';
import { Menu, MenuItem } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { Text } from 'react-aria-components/Text';
import { cx } from './cx.ts';
import styles from './menu.module.css';

export type MenuEntry = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | null;
  readonly icon?: ReactNode;
  readonly tone?: 'danger';
  /** The shortcut that does the same. */
  readonly keys?: string;
};

export type ActionMenuProps = {
  readonly label: string;
  readonly trigger: RefObject<HTMLElement | null>;
  readonly entries: readonly MenuEntry[];
  /** Which entry holds, where the menu chooses one of them. */
  readonly chosen?: string | undefined;
  /** The side of the trigger on which it opens. */
  readonly placement?: 'bottom end' | 'bottom start';
  readonly onAction: (id: string) => void;
  readonly onClose: () => void;
};

/**
 * Hands the focus of the menu on to its first entry. A plain button pressed by key counts as pressed
 * by a screen reader in React Aria, which then leaves the focus on the menu, where nothing is read out.
 */
const focusFirstEntry = (menu: HTMLElement | null): void =>
  menu?.addEventListener('focus', () => {
    const first = menu.querySelector('[role^=menuitem]');
    if (first instanceof HTMLElement) first.focus();
  });

/** A menu under the control that opened it. Rendered only while open, so rows stay light. */
export const ActionMenu = ({
  label,
  trigger,
  entries,
  chosen,
  placement = 'bottom end',
  onAction,
  onClose,
}: ActionMenuProps) => (
  <Popover
    className={styles.popover ?? ''}
    aria-label={label}
    triggerRef={trigger}
    isOpen
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
    placement={placement}
    offset={5}
  >
    <Menu
      ref={focusFirstEntry}
      className={styles.menu ?? ''}
      aria-label={label}
      autoFocus="first"
      {...(chosen === undefined
        ? {}
        : { selectionMode: 'single', selectedKeys: [chosen], disallowEmptySelection: true })}
      onAction={(key) => onAction(String(key))}
      onClose={onClose}
    >
      {entries.map((entry) => (
        <MenuItem
          key={entry.id}
          id={entry.id}
          textValue={entry.label}
          className={cx(styles.item, entry.tone === 'danger' && styles.danger)}
        >
          {chosen === undefined ? entry.icon : <Check size={15} aria-hidden="true" />}
          <span className={styles.words}>
            <Text slot="label">{entry.label}</Text>
            {entry.hint ? (
              <Text slot="description" className={styles.hint ?? ''}>
                {entry.hint}
              </Text>
            ) : null}
          </span>
          {entry.keys === undefined ? null : (
            <Keyboard className={styles.keys ?? ''}>{entry.keys}</Keyboard>
          )}
        </MenuItem>
      ))}
    </Menu>
  </Popover>
);
