import type { ReactNode } from 'react';
import { cx } from './cx.ts';
import styles from './provider-mark.module.css';

/** Marks of our own drawing; no provider's logo. */
const drawings: Readonly<Record<string, ReactNode>> = {
  storx: (
    <>
      <path d="M5 5c4.5 1.5 9.5 12.5 14 14" />
      <path d="M19 5C14.5 6.5 9.5 17.5 5 19" />
      <circle cx="12" cy="12" r="2.3" fill="currentColor" stroke="none" />
    </>
  ),
  'storx-token': (
    <>
      <path d="M4 6c3.5 1.2 7.5 10.8 11 12" />
      <path d="M15 6C11.5 7.2 7.5 16.8 4 18" />
      <path d="M19 8.500v7" />
    </>
  ),
  storj: (
    <>
      <path d="M12 3.5 19.4 7.750v8.500L12 20.500l-7.4-4.250v-8.500Z" />
      <path d="M4.6 7.750 12 12l7.4-4.250M12 12v8.5" />
    </>
  ),
  grant: (
    <>
      <path d="M6 3.500h8.500L18 7v13.500H6Z" />
      <circle cx="12" cy="12" r="2" />
      <path d="M12 14v3.5" />
    </>
  ),
};

const hues = 6;

const hueOf = (text: string): number => {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
};

const segments = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const firstLetter = (name: string): string => {
  const [first] = segments.segment(name.trim());
  return (first?.segment ?? '?').toUpperCase();
};

type Props = {
  readonly mark: string;
  readonly name: string;
  readonly size?: 'small' | 'medium' | 'large';
};

/** Shows a provider's mark, or the first letter of its name. Decorative: the name is beside it. */
export const ProviderMark = ({ mark, name, size = 'medium' }: Props) => {
  const drawing = Object.hasOwn(drawings, mark) ? drawings[mark] : undefined;
  const hue = styles[mark.split('-')[0] ?? ''] ?? styles[`hue${hueOf(name)}`];
  return (
    <span aria-hidden="true" className={cx(styles.mark, styles[size], hue)}>
      {drawing === undefined ? (
        firstLetter(name)
      ) : (
        // biome-ignore lint/a11y/noSvgWithoutTitle: hidden from screen readers by its parent
        <svg
          viewBox="0 0 24 24"
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        >
          {drawing}
        </svg>
      )}
    </span>
  );
};
