import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import styles from './button.module.css';
import { cx } from './cx.ts';

type Look = 'primary' | 'secondary' | 'ghost' | 'danger';

type ButtonProps = Omit<ComponentProps<'button'>, 'type'> & {
  readonly look?: Look;
  readonly size?: 'small' | 'medium' | 'large';
  readonly icon?: ReactNode;
  readonly submits?: boolean;
  /**
   * Takes no press for now and looks like it. Unlike `disabled` it keeps the focus, so that a button
   * that works on what it was pressed for does not lose the person's place.
   */
  readonly busy?: boolean;
};

/** What makes a button busy: a press does nothing, sends no form, and is not told. */
const whileBusy = {
  'aria-disabled': true,
  onClick: (event: MouseEvent) => event.preventDefault(),
} as const;

export const Button = ({
  look = 'secondary',
  size = 'medium',
  icon,
  submits = false,
  busy = false,
  className,
  children,
  ...rest
}: ButtonProps) => (
  <button
    {...rest}
    {...(busy ? whileBusy : {})}
    type={submits ? 'submit' : 'button'}
    className={cx(
      styles.button,
      styles[look],
      size === 'large' && styles.large,
      size === 'small' && styles.small,
      className,
    )}
  >
    {icon}
    {children}
  </button>
);

type IconButtonProps = Omit<ComponentProps<'button'>, 'type' | 'children' | 'aria-label'> & {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string;
  /** The tooltip when it should be shorter than the name. */
  readonly tip?: string;
  readonly look?: Look;
  readonly icon: ReactNode;
};

export const IconButton = ({
  label,
  tip,
  look = 'ghost',
  icon,
  className,
  ...rest
}: IconButtonProps) => (
  <button
    {...rest}
    type="button"
    aria-label={label}
    data-tip={tip ?? label}
    className={cx(styles.button, styles[look], styles.icon, className)}
  >
    {icon}
  </button>
);

export const spinClass: string = styles.spin ?? '';
