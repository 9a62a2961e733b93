import { cutMiddle } from '../../shared/first-frame.ts';
import { cx } from './cx.ts';
import styles from './middle-cut.module.css';

type Props = { readonly text: string; readonly className?: string | undefined };

/** A name that loses its middle where it has no room; the whole one is its tooltip. */
export const MiddleCut = ({ text, className }: Props) => {
  const cut = cutMiddle(text);
  if (cut === null)
    return (
      <span className={cx(styles.whole, className)} dir="auto" data-whole={text}>
        {text}
      </span>
    );
  return (
    <span className={cx(styles.cut, className)} dir="auto" data-whole={text}>
      <span className="visually-hidden">{text}</span>
      <span aria-hidden="true" className={styles.head}>
        {cut.head}
      </span>
      <span aria-hidden="true" className={styles.tail}>
        {cut.tail}
      </span>
    </span>
  );
};
