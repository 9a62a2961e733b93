import type { DiffLine } from '../../shared/aws-profiles.ts';
import { fileDiffWords as words } from '../../shared/words/file-diff.ts';
import styles from './file-diff.module.css';

const signs = { added: '+', removed: '−', kept: ' ' } as const;
const looks: Readonly<Record<DiffLine['kind'], string | undefined>> = {
  added: styles.added,
  removed: styles.removed,
  kept: undefined,
};

type Props = {
  readonly file: string;
  readonly lines: readonly DiffLine[];
  /** Where in the file it is. */
  readonly about: string;
};

/** What a change to a file of the person's adds and takes away. */
export const FileDiff = ({ file, lines, about }: Props) => (
  <div className={styles.diff}>
    <p className={styles.file}>
      <code>{file}</code>
      <span>{about}</span>
    </p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by key */}
    <section className={styles.scroll} aria-label={words.diff(file)} tabIndex={0}>
      <ol>
        {lines.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file have no other name
          <li key={index} className={looks[kind]}>
            <span className={styles.sign} aria-hidden="true">
              {signs[kind]}
            </span>
            <span className="visually-hidden">{words.sign[kind]}: </span>
            {text}
          </li>
        ))}
      </ol>
    </section>
  </div>
);
