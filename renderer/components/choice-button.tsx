import { ChevronDown } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './button.tsx';
import { ActionMenu } from './lazy-menu.tsx';

type Props<V extends string> = {
  readonly label: string;
  readonly options: readonly {
    readonly value: V;
    readonly label: string;
    readonly help?: string;
  }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
};

/** A choice of one in little room: a button that says what holds, and a menu of all. */
export const ChoiceButton = <V extends string>({ label, options, value, onChange }: Props<V>) => {
  const trigger = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const chosen = options.find((each) => each.value === value);
  return (
    <>
      <Button
        ref={trigger}
        size="small"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <span className="visually-hidden">{label}: </span>
        {chosen?.label ?? value}
        <ChevronDown size={14} aria-hidden="true" />
      </Button>
      {open ? (
        <ActionMenu
          label={label}
          trigger={trigger}
          entries={options.map((each) => ({
            id: each.value,
            label: each.label,
            hint: each.help ?? null,
          }))}
          chosen={value}
          onAction={(id) => {
            const next = options.find((each) => each.value === id);
            if (next !== undefined && next.value !== value) onChange(next.value);
          }}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  );
};
