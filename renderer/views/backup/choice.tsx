import { useId } from 'react';
import styles from './backup.module.css';

type Props = {
  /** Of the group, where one of several is chosen; left out, it stands for itself. */
  readonly name?: string;
  readonly label: string;
  readonly help?: string;
  readonly checked: boolean;
  readonly onChoose: (checked: boolean) => void;
};

/** Something to choose, and what it means. */
export const Choice = ({ name, label, help, checked, onChoose }: Props) => {
  const id = useId();
  return (
    <label className={styles.choice}>
      <input
        type={name === undefined ? 'checkbox' : 'radio'}
        name={name}
        checked={checked}
        aria-labelledby={id}
        aria-describedby={help === undefined ? undefined : `${id}help`}
        onChange={(event) => onChoose(event.target.checked)}
      />
      <span>
        <span id={id}>{label}</span>
        {help === undefined ? null : (
          <span id={`${id}help`} className={styles.help}>
            {help}
          </span>
        )}
      </span>
    </label>
  );
};
