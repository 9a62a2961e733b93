import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

type Props = { readonly icon: ReactNode; readonly title: string; readonly text: string };

/** Stands where a list would be: what it is that is not there, and what that means. */
export const EmptyState = ({ icon, title, text }: Props) => (
  <div className={styles.empty}>
    {icon}
    <h2>{title}</h2>
    <p>{text}</p>
  </div>
);
