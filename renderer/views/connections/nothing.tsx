import { CircleCheck, SearchX } from 'lucide-react';
import { frameWords } from '../../../shared/words/common.ts';
import { listWords } from '../../../shared/words/list.ts';
import { Button } from '../../components/button.tsx';
import styles from './connection-list.module.css';

/** What a filter says that no account falls under. */
export const NothingUnder = ({ filter }: { readonly filter: keyof typeof listWords.none }) => (
  <div className={styles.none}>
    <CircleCheck size={28} strokeWidth={1.6} aria-hidden="true" />
    <p className={styles.noneTitle}>{listWords.none[filter].title}</p>
    <p>{listWords.none[filter].text}</p>
  </div>
);

/** What a search says that finds nothing. */
export const NothingFound = ({
  query,
  onClear,
}: {
  readonly query: string;
  readonly onClear: () => void;
}) => (
  <div className={styles.none}>
    <SearchX size={28} strokeWidth={1.6} aria-hidden="true" />
    <p className={styles.noneTitle}>{frameWords.nothingFound}</p>
    <p>{frameWords.noMatch(query.length > 60 ? `${query.slice(0, 60)}…` : query)}</p>
    <Button size="small" className={styles.noneButton} onClick={onClear} data-focus-home>
      {frameWords.clearSearch}
    </Button>
  </div>
);
