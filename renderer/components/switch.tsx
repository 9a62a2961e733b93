import styles from './switch.module.css';

type Props = {
  readonly label: string;
  /** The element that says more, such as why it cannot be turned on. */
  readonly describedBy: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly onChange: (isOn: boolean) => void;
};

/** Something that is on or off, and changes at once. */
export const Switch = ({ label, describedBy, isOn, isDisabled = false, onChange }: Props) => (
  <label className={styles.switch}>
    <span className={styles.label}>{label}</span>
    <input
      type="checkbox"
      // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox tells its state by itself (ARIA in HTML).
      role="switch"
      className={styles.track}
      checked={isOn}
      disabled={isDisabled}
      aria-describedby={describedBy}
      onChange={(event) => onChange(event.target.checked)}
    />
  </label>
);
