import { Search as SearchIcon, X } from 'lucide-react';
import { type Ref, useEffect } from 'react';
import { frameWords } from '../../../shared/words/common.ts';
import { IconButton } from '../../components/button.tsx';
import { useApp } from '../../state/app-context.tsx';
import styles from './window.module.css';

type Props = {
  readonly ref: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Arrow down or Enter moves on to the list. */
  readonly onLeave: () => void;
  /** How many were found; null while nothing is searched for. */
  readonly found: number | null;
};

const saidAfterMs = 700;

export const Search = ({ ref, value, onChange, onLeave, found }: Props) => {
  const { announce } = useApp();
  useEffect(() => {
    if (found === null) return;
    const timer = setTimeout(() => announce(frameWords.found(found)), saidAfterMs);
    return () => clearTimeout(timer);
  }, [found, announce]);

  return (
    <div className={styles.search}>
      <SearchIcon size={15} aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        aria-label={frameWords.search}
        placeholder={frameWords.search}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            if (value === '') onLeave();
            else onChange('');
          }
          if (event.key === 'ArrowDown' || event.key === 'Enter') {
            event.preventDefault();
            onLeave();
          }
        }}
      />
      {value === '' ? (
        <span className={styles.key} aria-hidden="true">
          /
        </span>
      ) : (
        <IconButton
          className={styles.clear}
          label={frameWords.clearSearch}
          icon={<X size={15} aria-hidden="true" />}
          onClick={() => onChange('')}
        />
      )}
    </div>
  );
};
