import { type ReactNode, useId } from 'react';
import styles from './settings.module.css';

/** Settings of one subject. */
export const Group = ({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) => {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <div className={styles.group}>{children}</div>
    </section>
  );
};
