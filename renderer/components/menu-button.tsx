import { Ellipsis } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { ActionMenu } from './lazy-menu.tsx';
import type { ActionMenuProps } from './menu.tsx';

type Props = Pick<ActionMenuProps, 'entries' | 'onAction' | 'chosen'> & {
  readonly label: string;
  readonly tip?: string;
  readonly look?: 'secondary';
  /** Three dots unless told. */
  readonly icon?: ReactNode;
  readonly className?: string | undefined;
};

/** A button that opens a menu. */
export const MenuButton = ({ label, entries, chosen, onAction, icon, ...button }: Props) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        icon={icon ?? <Ellipsis size={16} aria-hidden="true" />}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
        {...button}
      />
      {open ? (
        <ActionMenu
          label={label}
          trigger={trigger}
          entries={entries}
          chosen={chosen}
          onAction={onAction}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};
