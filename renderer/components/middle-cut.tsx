import { cx } from './cx.ts';
import styles from './middle-cut.module.css';

type Props = { readonly text: string; readonly className?: string | undefined };

/** How much of the end stays: what tells `backup-2026-01` from `backup-2026-02`. */
const tailLength = 8;
/** Below this a name fits, and need not be in two pieces. */
const shortest = 20;

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** A name that loses its middle where it has no room; the whole one is its tooltip. */
export const MiddleCut = ({ text, className }: Props) => {
  const letters = [...segments.segment(text)].map(({ segment }) => segment);
  if (letters.length < shortest)
    return (
      <span className={cx(styles.whole, className)} dir="auto" data-whole={text}>
        {text}
      </span>
    );
  return (
    <span className={cx(styles.cut, className)} dir="auto" data-whole={text}>
      <span className="visually-hidden">{text}</span>
      <span aria-hidden="true" className={styles.head}>
        {letters.slice(0, -tailLength).join('')}
      </span>
      <span aria-hidden="true" className={styles.tail}>
        {letters.slice(-tailLength).join('')}
      </span>
    </span>
  );
};
