import type { ReactNode } from 'react';
import styles from './connection-list.module.css';

type Props = {
  readonly title: string | null;
  readonly count: string;
  /** Where it stands in the list, in pixels; null in the first frame, before there is a list to place it. */
  readonly place: { readonly top: number; readonly height: number } | null;
  readonly children: ReactNode;
};

/** Rows under one title, which stays in sight as long as they do. */
export const ListGroup = ({ title, count, place, children }: Props) => (
  // biome-ignore lint/a11y/useSemanticElements: a table cannot place rows by transform
  <div
    role="rowgroup"
    aria-label={title ?? undefined}
    className={styles.group}
    style={place === null ? undefined : { top: `${place.top}px`, height: `${place.height}px` }}
  >
    {title === null ? null : (
      <div className={styles.groupHead} aria-hidden="true">
        <span className={styles.groupTitle}>{title}</span>
        <span>{count}</span>
      </div>
    )}
    {children}
  </div>
);
