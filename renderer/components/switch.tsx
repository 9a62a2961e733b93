import { Switch as AriaSwitch } from 'react-aria-components/Switch';
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
  <AriaSwitch
    className={styles.switch ?? ''}
    isSelected={isOn}
    isDisabled={isDisabled}
    onChange={onChange}
    aria-describedby={describedBy}
  >
    <span className={styles.label}>{label}</span>
    <span className={styles.track}>
      <span className={styles.thumb} />
    </span>
  </AriaSwitch>
);
