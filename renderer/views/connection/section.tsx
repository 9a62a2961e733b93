import { type ReactNode, useId } from 'react';
import styles from './connection.module.css';

type SectionProps = {
  readonly title: string;
  /** Stand at the end of the title's line. */
  readonly buttons?: ReactNode;
  readonly children: ReactNode;
};

/** A part of an account's details: a title, and rows whose values line up with those of the others. */
export const Section = ({ title, buttons, children }: SectionProps) => {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.sectionHead}>
        <h3 id={id}>{title}</h3>
        {buttons === undefined ? null : <div className={styles.sectionButtons}>{buttons}</div>}
      </div>
      {children}
    </section>
  );
};

type RowProps = {
  readonly name: ReactNode;
  readonly children: ReactNode;
  /** Stand at the end of the row. */
  readonly buttons?: ReactNode;
};

/** One row of a section, within a list of them (`dl`). */
export const Row = ({ name, children, buttons }: RowProps) => (
  <div className={styles.row}>
    <dt>{name}</dt>
    <dd>
      <div className={styles.value}>{children}</div>
      {buttons === undefined ? null : <span className={styles.rowButtons}>{buttons}</span>}
    </dd>
  </div>
);
