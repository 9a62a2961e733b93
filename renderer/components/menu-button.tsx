import { Ellipsis } from 'lucide-react';
import { useRef, useState } from 'react';
import { IconButton } from './button.tsx';
import { ActionMenu } from './lazy-menu.tsx';
import type { ActionMenuProps } from './menu.tsx';

type Props = Pick<ActionMenuProps, 'entries' | 'onAction'> & {
  readonly label: string;
  readonly tip?: string;
  readonly look?: 'secondary';
  readonly className?: string | undefined;
};

/** A button with three dots that opens a menu. */
export const MenuButton = ({ label, entries, onAction, ...button }: Props) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton
        ref={trigger}
        label={label}
        icon={<Ellipsis size={16} aria-hidden="true" />}
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
          onAction={onAction}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};
