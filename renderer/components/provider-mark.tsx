import type { ReactNode } from 'react';
import { lettersOf } from '../../shared/letters.ts';
import type { Provider } from '../../shared/words/providers.ts';
import { brandMarks } from './brand-marks.ts';
import { cx } from './cx.ts';
import styles from './provider-mark.module.css';

/** Marks of our own drawing, where no provider's own is to be had. */
const drawings: Readonly<Record<string, ReactNode>> = {
  storx: (
    <>
      <path d="M5 5c4.5 1.5 9.5 12.5 14 14" />
      <path d="M19 5C14.5 6.5 9.5 17.5 5 19" />
      <circle cx="12" cy="12" r="2.3" fill="currentColor" stroke="none" />
    </>
  ),
  storj: (
    <>
      <path d="M12 3.5 19.4 7.750v8.500L12 20.500l-7.4-4.250v-8.500Z" />
      <path d="M4.6 7.750 12 12l7.4-4.250M12 12v8.5" />
    </>
  ),
  oauth2: (
    <>
      <path d="M12 3.500 19 6v6c0 4.200-2.900 7.200-7 8.500-4.100-1.300-7-4.300-7-8.500V6Z" />
      <circle cx="12" cy="10.500" r="1.800" />
      <path d="M12 12.300v3.200" />
    </>
  ),
  s3: (
    <>
      <ellipse cx="12" cy="6" rx="7.500" ry="2.500" />
      <path d="m4.500 6 2 13c.2 1 2.600 1.500 5.500 1.500s5.300-.5 5.500-1.500l2-13" />
    </>
  ),
  alloy: (
    <>
      <circle cx="12" cy="12" r="2.400" />
      <circle cx="5" cy="6" r="1.700" />
      <circle cx="19" cy="6" r="1.700" />
      <circle cx="12" cy="20" r="1.700" />
      <path d="m6.400 7.100 3.700 3.200M17.600 7.100l-3.700 3.200M12 14.400v3.900" />
    </>
  ),
  omniport: (
    <>
      <path d="M16.500 5.200a8 8 0 1 0 0 13.600" />
      <path d="M20.500 12H10M13.500 8.500 10 12l3.500 3.500" />
    </>
  ),
  'jx-solutions': (
    <>
      <path d="M9.500 5v10a3.500 3.500 0 0 1-6 2.500" />
      <path d="m13 8.500 7.500 9M20.500 8.500l-7.500 9" />
    </>
  ),
};

/** Letters where the first one of the name says little, or several providers share it. */
const letters: Readonly<Record<string, string>> = {
  aws: 'S3',
  idrive: 'e2',
  onedrive: 'OD',
};

const hues = 9;

const hueOf = (text: string): number => {
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973;
  return sum % hues;
};

const firstLetter = (name: string): string => (lettersOf(name.trim())[0] ?? '?').toUpperCase();

type Props = {
  /** One that is gone, such as a removed template, has its id for all three. */
  readonly provider: Pick<Provider, 'id' | 'mark' | 'name'> | string;
  readonly size?: 'tiny' | 'small' | 'medium' | 'large';
};

const ownHues: ReadonlySet<string> = new Set(['storx', 'storj']);

/**
 * Shows a provider's mark, its own or of our drawing, or the first letter of its name, in its hue. Decorative:
 * the name is beside it.
 */
export const ProviderMark = ({ provider, size = 'medium' }: Props) => {
  const { id, mark, name } =
    typeof provider === 'string' ? { id: provider, mark: provider, name: provider } : provider;
  const brand = Object.hasOwn(brandMarks, id) ? brandMarks[id] : undefined;
  const drawing = Object.hasOwn(drawings, mark) ? drawings[mark] : undefined;
  const ownLetters = Object.hasOwn(letters, mark) ? letters[mark] : undefined;
  const hue = ownHues.has(mark) ? styles[mark] : styles[`hue${hueOf(id)}`];
  return (
    <span
      aria-hidden="true"
      className={cx(styles.mark, styles[size], hue, ownLetters !== undefined && styles.two)}
    >
      {brand !== undefined ? (
        // biome-ignore lint/a11y/noSvgWithoutTitle: hidden from screen readers by its parent
        <svg viewBox="0 0 24 24" fill="currentColor">
          <path d={brand.path} />
        </svg>
      ) : drawing === undefined ? (
        (ownLetters ?? firstLetter(name))
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
